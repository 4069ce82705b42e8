//! x

pub mod engines;
