//! What the tests share: databases of their own, models to migrate, boots to look at.

pub mod boots;
pub mod engines;
pub mod shop;
pub mod stock;
pub mod wide;
