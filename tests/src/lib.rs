//! What the tests share: databases of their own, and models to migrate.

pub mod engines;
pub mod shop;
pub mod wide;
