//! The diagram as an SVG document.
//!
//! In: a diagram. Out: one document that needs nothing from elsewhere: no script, no font, no link. It has its
//! own ground, light or dark as the reader has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::diagram::{Diagram, Entity, Kind, Link, Relation};
use super::layout::{End, Layout, Net, Point, Rect, Shape, Side, Wire, layout};
use sheet::{HEAD, ROW, Sheet};
use text::{clipped, escaped};

mod sheet;
pub(super) mod text;

const STYLE: &str = include_str!("svg/style.css");
/// How many colours the style has.
const COLOURS: usize = 8;
/// The height of the line above everything.
const CAPTION: i64 = 36;
/// The radius of a corner of a line.
const BEND: i64 = 6;
/// How far from the middle of its row a line ends, so that lines of two kinds end apart from one another.
const ASIDE: i64 = 5;

pub(super) fn document(diagram: &Diagram<'_>, flavor: &str) -> String {
    let groups = groups(diagram);
    let sheets: Vec<Sheet<'_>> = diagram.entities.iter().map(Sheet::of).collect();
    let layout = place(diagram, &sheets, &groups);
    let colours = colours(diagram);
    let caption = caption(diagram, flavor);
    let (width, height) = (
        layout.width.max(text::width(&caption, 7) + 48),
        layout.height + CAPTION,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n<title>{caption}</title>\n<style>\n{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n\
         <text class=\"caption\" x=\"24\" y=\"28\">{caption}</text>\n\
         <g transform=\"translate(0 {CAPTION})\">\n",
    );
    frames(&mut out, &layout, &groups);
    out.push_str("<g class=\"lines\">\n");
    for net in &layout.nets {
        line(&mut out, diagram, net, &colours);
    }
    out.push_str("</g>\n<g class=\"marks\">\n");
    for net in &layout.nets {
        marks(&mut out, diagram, net, &colours);
    }
    out.push_str("</g>\n");
    for (at, (sheet, rect)) in sheets.iter().zip(&layout.boxes).enumerate() {
        sheet.draw(&mut out, *rect, colours.get(&at).copied());
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The namespaces that are not the default one.
fn groups<'a>(diagram: &Diagram<'a>) -> Vec<&'a str> {
    let names = diagram
        .entities
        .iter()
        .filter_map(|entity| entity.name.schema.as_deref());
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

fn place(diagram: &Diagram<'_>, sheets: &[Sheet<'_>], groups: &[&str]) -> Layout {
    let shapes: Vec<Shape> = diagram
        .entities
        .iter()
        .zip(sheets)
        .map(|(entity, sheet)| Shape {
            width: sheet.width,
            height: sheet.height,
            group: entity
                .name
                .schema
                .as_deref()
                .and_then(|name| groups.binary_search(&name).ok()),
        })
        .collect();
    // Several keys over one column start apart from one another.
    let mut seen: BTreeMap<(usize, Option<usize>), i64> = BTreeMap::new();
    let wires: Vec<Wire> = diagram
        .relations
        .iter()
        .map(|relation| {
            let before = seen.entry((relation.from, relation.from_row)).or_default();
            *before += 1;
            let aside = [0, 6, -6][usize::try_from((*before - 1) % 3).unwrap_or_default()];
            let end = match (relation.is_use(), relation.is_optional()) {
                (true, _) => HEAD / 2 - 1,
                (_, false) => middle(relation.to_row) - ASIDE,
                (_, true) => middle(relation.to_row) + ASIDE,
            };
            Wire {
                from: relation.from,
                from_y: middle(relation.from_row) + aside,
                to: relation.to,
                to_y: end,
                is_firm: !relation.is_optional(),
            }
        })
        .collect();
    layout(&shapes, &wires)
}

/// The middle of a row, or of the head where it is no row's.
fn middle(row: Option<usize>) -> i64 {
    row.map_or(HEAD / 2, |row| {
        HEAD + ROW * i64::try_from(row).unwrap_or_default() + ROW / 2
    })
}

/// A colour for each box that something refers to.
fn colours(diagram: &Diagram<'_>) -> BTreeMap<usize, usize> {
    let referred = diagram
        .relations
        .iter()
        .filter(|relation| !relation.is_use());
    let targets: BTreeSet<usize> = referred.map(|relation| relation.to).collect();
    let numbered = targets.into_iter().enumerate();
    numbered
        .map(|(number, target)| (target, number % COLOURS))
        .collect()
}

fn caption(diagram: &Diagram<'_>, flavor: &str) -> String {
    let of = |kinds: &[Kind]| {
        let entities = diagram.entities.iter();
        entities
            .filter(|entity| kinds.contains(&entity.kind))
            .count()
    };
    let keys = diagram
        .relations
        .iter()
        .filter(|relation| !relation.is_use());
    let counts = [
        (of(&[Kind::Table]), "table"),
        (of(&[Kind::View, Kind::MaterializedView]), "view"),
        (keys.count(), "foreign key"),
    ];
    let mut text = escaped(flavor);
    for (count, what) in counts.iter().filter(|(count, _)| *count > 0) {
        let plural = if *count == 1 { "" } else { "s" };
        let _ = write!(text, " · {count} {what}{plural}");
    }
    text
}

fn frames(out: &mut String, layout: &Layout, groups: &[&str]) {
    for (group, rect) in &layout.frames {
        let Rect {
            x,
            y,
            width,
            height,
        } = *rect;
        let name = clipped(groups[*group], text::fitting(width - 20, 8));
        let _ = writeln!(
            out,
            "<g class=\"frame\"><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></g>",
            escaped(groups[*group]),
            x + 12,
            y + 18,
            escaped(&name),
        );
    }
}

fn class(diagram: &Diagram<'_>, net: &Net, colours: &BTreeMap<usize, usize>) -> String {
    let relation = &diagram.relations[net.wires[0]];
    match colours.get(&relation.to) {
        Some(colour) if !relation.is_use() => format!("c{colour}"),
        _ => "use".to_owned(),
    }
}

fn line(out: &mut String, diagram: &Diagram<'_>, net: &Net, colours: &BTreeMap<usize, usize>) {
    let _ = write!(out, "<path class=\"{}\" d=\"", class(diagram, net, colours));
    for piece in &net.pieces {
        bent(out, piece);
    }
    let first = &diagram.relations[net.wires[0]];
    let to = diagram.entities[first.to].name.to_string();
    let what = if first.is_use() {
        format!("reading {to}")
    } else {
        format!("to {to}")
    };
    let _ = writeln!(out, "\"><title>{}</title></path>", escaped(&what));
}

/// A line through the points, with round corners.
fn bent(out: &mut String, points: &[Point]) {
    let _ = write!(out, "M{} {}", points[0].0, points[0].1);
    for corner in points.windows(3) {
        let [a, b, c] = [corner[0], corner[1], corner[2]];
        let length = |a: Point, b: Point| (a.0 - b.0).abs() + (a.1 - b.1).abs();
        let bend = BEND.min(length(a, b) / 2).min(length(b, c) / 2);
        let towards = |other: Point| {
            let step = |from: i64, to: i64| from + (to - from).signum() * bend;
            (step(b.0, other.0), step(b.1, other.1))
        };
        let (start, end) = (towards(a), towards(c));
        let _ = write!(
            out,
            "L{} {}Q{} {} {} {}",
            start.0, start.1, b.0, b.1, end.0, end.1
        );
    }
    if let Some(last) = points.last() {
        let _ = write!(out, "L{} {}", last.0, last.1);
    }
}

fn marks(out: &mut String, diagram: &Diagram<'_>, net: &Net, colours: &BTreeMap<usize, usize>) {
    let class = class(diagram, net, colours);
    for (wire, start) in net.wires.iter().zip(&net.starts) {
        let relation = &diagram.relations[*wire];
        if let Link::Reference { is_single, .. } = &relation.link {
            let shape = if *is_single {
                bar(*start, 6) + &ring(*start, 13)
            } else {
                foot(*start) + &ring(*start, 14)
            };
            let about = escaped(&about(diagram, relation));
            let _ = writeln!(
                out,
                "<path class=\"{class}\" d=\"{shape}\"><title>{about}</title></path>"
            );
        }
    }
    let first = &diagram.relations[net.wires[0]];
    let shape = match &first.link {
        Link::Use => arrow(net.end),
        Link::Reference {
            is_optional: true, ..
        } => bar(net.end, 6) + &ring(net.end, 13),
        Link::Reference { .. } => bar(net.end, 6) + &bar(net.end, 10),
    };
    let _ = writeln!(out, "<path class=\"{class}\" d=\"{shape}\"/>");
}

/// The foreign key in words.
fn about(diagram: &Diagram<'_>, relation: &Relation<'_>) -> String {
    let Link::Reference { key, .. } = &relation.link else {
        return String::new();
    };
    let from: &Entity<'_> = &diagram.entities[relation.from];
    let mut text = format!(
        "{} ({}) → {} ({})",
        from.name,
        key.columns.join(", "),
        key.target,
        key.target_columns.join(", ")
    );
    for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        let _ = write!(text, ", on {event} {}", action.sql().to_lowercase());
    }
    text
}

/// So far from the box.
const fn out_of(end: End, by: i64) -> i64 {
    match end.side {
        Side::Left => end.at.0 - by,
        Side::Right => end.at.0 + by,
    }
}

fn bar(end: End, by: i64) -> String {
    let (x, y) = (out_of(end, by), end.at.1);
    format!("M{x} {}V{}", y - 4, y + 4)
}

fn ring(end: End, by: i64) -> String {
    let (x, y) = (out_of(end, by), end.at.1);
    format!("M{} {y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0", x - 3)
}

fn foot(end: End) -> String {
    let ((x, y), tip) = (end.at, out_of(end, 10));
    format!("M{x} {}L{tip} {y}L{x} {}M{x} {y}H{tip}", y - 5, y + 5)
}

fn arrow(end: End) -> String {
    let ((x, y), back) = (end.at, out_of(end, 8));
    format!("M{back} {}L{x} {y}L{back} {}", y - 4, y + 4)
}
