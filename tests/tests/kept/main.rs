//! What is not managed stays as it is, or is put back as it was, or stops a change by its name.

mod boots;
mod change;
mod look;
mod mariadb;
mod postgres;
mod sqlite;
