//! What the tests share: databases of their own, models to migrate, boots to look at.

pub mod boots;
pub mod case;
pub mod dump;
pub mod engines;
pub mod in_memory;
pub mod measure;
pub mod program;
pub mod proxy;
pub mod random;
pub mod session;
pub mod shape;
pub mod shop;
pub mod spelling;
pub mod stock;
pub mod wide;
