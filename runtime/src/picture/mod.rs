//! The picture of a schema: its tables, views and foreign keys.
//!
//! In: a schema. Out: a diagram as text, for Mermaid or as an SVG document. The same schema gives the same
//! picture. Must not know where the schema comes from, or any dialect: names and types are texts here.

mod diagram;
mod layout;
mod mermaid;
mod svg;
#[cfg(test)]
mod tests;

use crate::model::Schema;
use diagram::Diagram;

/// An `erDiagram` of Mermaid.
pub(crate) fn mermaid(schema: &Schema) -> String {
    mermaid::text(&Diagram::of(schema))
}

/// A self-contained SVG document.
pub(crate) fn svg(schema: &Schema) -> String {
    svg::document(&Diagram::of(schema), &schema.flavor.to_string())
}
