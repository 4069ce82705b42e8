//! Every word of the vocabulary: from the derive to each real engine and back.

mod columns;
mod enums;
mod enums_of_sqlx;
mod outside;
mod partitions;
mod tables;
