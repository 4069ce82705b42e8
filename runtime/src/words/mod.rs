//! The words of the attributes, one module for each: what an editor shows on a word, and where "go to
//! definition" leads.
//!
//! There is nothing in these modules but their documentation. The derive names the module of each word
//! that a struct says, at the place of the word, so a word without a module does not compile. A new word
//! is a file of its own here and a line in the `mod.rs` beside it.

pub mod column;
pub mod column_type;
pub mod enumeration;
pub mod partial;
pub mod table;
pub mod variant;
pub mod view;
