//! What the tests share: databases of their own, and models to migrate.

pub mod case;
pub mod engines;
pub mod proxy;
pub mod session;
pub mod shape;
pub mod shop;
pub mod wide;
