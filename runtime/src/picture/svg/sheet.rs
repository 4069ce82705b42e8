//! A box with its words.
//!
//! In: an entity, and then where it goes. Out: its size, and its part of the document. Must not know of lines.

use std::fmt::Write as _;

use super::text::{cells, clipped, escaped, width};
use crate::model::Column;
use crate::picture::diagram::{Entity, Kind, Row};
use crate::picture::layout::Rect;

/// The height of the name.
pub(super) const HEAD: i64 = 28;
/// The height of a column.
pub(super) const ROW: i64 = 20;
/// What stays empty below the last row.
const FOOT: i64 = 4;
/// The width of a letter of a row, and of a name, in a font that may be wider than usual.
const LETTER: i64 = 7;
const CAPITAL: i64 = 8;
/// More than that of a name or a type is not shown.
const MOST: usize = 40;
/// The distance of words from the border, and from one another.
const INSET: i64 = 10;

/// An entity whose size is known.
pub(super) struct Sheet<'a> {
    pub(super) width: i64,
    pub(super) height: i64,
    entity: &'a Entity<'a>,
    /// The width of the marks of its keys.
    marks: i64,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(entity: &'a Entity<'a>) -> Self {
        let marks = entity.rows.iter().map(|row| row.marks().join(" "));
        let marks = match marks.map(|text| width(&text, LETTER)).max().unwrap_or(0) {
            0 => 0,
            marks => marks + INSET,
        };
        let rows = entity.rows.iter().map(|row| {
            let name = clipped(&row.column.name, MOST);
            marks + width(&name, LETTER) + 2 * INSET + width(&kind(row), LETTER)
        });
        let notes = entity.notes.iter();
        let notes = notes.map(|note| width(&clipped(note, 2 * MOST), LETTER));
        let name = width(&clipped(&entity.name.name, MOST), CAPITAL);
        let badge = badge(entity.kind).map_or(0, |badge| INSET + width(badge, LETTER));
        let inside = rows.chain(notes).chain([name + badge, 80]).max();
        let lines = i64::try_from(entity.rows.len() + entity.notes.len()).unwrap_or(0);
        let foot = if lines == 0 { 0 } else { FOOT };
        Self {
            width: inside.unwrap_or(0) + 2 * INSET,
            height: HEAD + lines * ROW + foot,
            entity,
            marks,
        }
    }

    pub(super) fn draw(&self, out: &mut String, rect: Rect, colour: Option<usize>) {
        let Rect {
            x,
            y,
            width,
            height,
        } = rect;
        let entity = self.entity;
        let class = match entity.kind {
            Kind::Table => "table",
            Kind::View | Kind::MaterializedView => "view",
            Kind::Elsewhere => "elsewhere",
        };
        let mut about = entity.name.to_string();
        if let Some(comment) = entity.comment {
            let _ = write!(about, "\n{comment}");
        }
        let _ = writeln!(
            out,
            "<g class=\"{class}\"><rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"5\"/>\
             <path class=\"head\" d=\"M{x} {}V{}a5 5 0 0 1 5 -5H{}a5 5 0 0 1 5 5V{}z\"><title>{}</title></path>",
            y + HEAD,
            y + 5,
            rect.right() - 5,
            y + HEAD,
            lines_escaped(&about),
        );
        if let Some(colour) = colour {
            let _ = writeln!(
                out,
                "<path class=\"flag c{colour}\" d=\"M{x} {}V{}a5 5 0 0 1 5 -5V{}z\"/>",
                y + HEAD,
                y + 5,
                y + HEAD,
            );
        }
        let _ = writeln!(
            out,
            "<text class=\"name\" x=\"{}\" y=\"{}\">{}</text>",
            x + INSET,
            y + 19,
            escaped(&clipped(&entity.name.name, MOST)),
        );
        if let Some(badge) = badge(entity.kind) {
            let _ = writeln!(
                out,
                "<text class=\"badge\" x=\"{}\" y=\"{}\">{badge}</text>",
                rect.right() - INSET,
                y + 19,
            );
        }
        let mut line = y + HEAD + 14;
        for row in &entity.rows {
            self.row(out, row, x, rect.right(), line);
            line += ROW;
        }
        for note in &entity.notes {
            let _ = writeln!(
                out,
                "<text class=\"note\" x=\"{}\" y=\"{line}\">{}</text>",
                x + INSET,
                escaped(&clipped(note, 2 * MOST)),
            );
            line += ROW;
        }
        out.push_str("</g>\n");
    }

    fn row(&self, out: &mut String, row: &Row<'_>, left: i64, right: i64, y: i64) {
        let marks = row.marks().join(" ");
        if !marks.is_empty() {
            let _ = write!(
                out,
                "<text class=\"key\" x=\"{}\" y=\"{y}\">{marks}</text>",
                left + INSET,
            );
        }
        let class = if row.is_primary {
            " class=\"primary\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<text{class} x=\"{}\" y=\"{y}\">{}{}</text>",
            left + INSET + self.marks,
            title(row.column),
            escaped(&clipped(&row.column.name, MOST)),
        );
        let _ = writeln!(
            out,
            "<text class=\"type\" x=\"{}\" y=\"{y}\">{}</text>",
            right - INSET,
            escaped(&kind(row)),
        );
    }
}

/// The type, and whether there may be no value.
fn kind(row: &Row<'_>) -> String {
    let own = clipped(&row.column.data_type, MOST);
    if row.column.nullable && !row.is_primary {
        own + " null"
    } else {
        own
    }
}

const fn badge(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Table => None,
        Kind::View => Some("view"),
        Kind::MaterializedView => Some("materialized view"),
        Kind::Elsewhere => Some("elsewhere"),
    }
}

/// What is shown when the pointer rests on a column, where there is more to say.
fn title(column: &Column) -> String {
    let mut about = Vec::new();
    if cells(&column.name) > MOST || cells(&column.data_type) > MOST {
        about.push(format!("{} {}", column.name, column.data_type));
    }
    if let Some(value) = &column.default {
        about.push(format!("default {value}"));
    }
    if let Some(generated) = &column.generated {
        about.push(format!("generated as ({})", generated.expression));
    }
    about.extend(column.comment.clone());
    if about.is_empty() {
        return String::new();
    }
    format!("<title>{}</title>", lines_escaped(&about.join("\n")))
}

/// A text that may have several lines.
fn lines_escaped(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    lines.join("\n")
}
