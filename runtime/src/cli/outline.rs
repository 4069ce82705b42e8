//! A schema for people to read: a line for each object and each thing that it has.
//!
//! In: a schema. Out: text. Leaves out how an object is written in SQL, which `--sql` tells.

use std::fmt::Write as _;

use crate::model::{
    Action, AutoIncrement, Column, Domain, Index, Name, Schema, Sequence, Table, Target, View,
};

/// The schema for people.
pub(super) fn text(schema: &Schema) -> String {
    let mut out = format!("{}\n", schema.flavor);
    for name in &schema.namespaces {
        line(&mut out, 0, &format!("schema {name}"));
    }
    for item in &schema.extensions {
        line(&mut out, 0, &format!("extension {}", item.name));
    }
    for item in &schema.enums {
        let about = format!("enum {}: {}", item.name, item.values.join(", "));
        line(&mut out, 0, &(about + &remark(item.comment.as_ref())));
    }
    for item in &schema.domains {
        line(&mut out, 0, &domain_text(item));
    }
    for item in &schema.sequences {
        line(&mut out, 0, &sequence_text(item));
    }
    for table in &schema.tables {
        table_text(&mut out, table);
    }
    for view in &schema.views {
        view_text(&mut out, view);
    }
    for item in &schema.unsupported {
        let about = format!(
            "not managed: {} {}: {}",
            item.kind, item.object, item.reason
        );
        line(&mut out, 0, &about);
    }
    out
}

fn table_text(out: &mut String, table: &Table) {
    out.push('\n');
    line(
        out,
        0,
        &format!("table {}{}", table.name, remark(table.comment.as_ref())),
    );
    let names = table
        .columns
        .iter()
        .map(|column| column.name.chars().count());
    let width = names.max().unwrap_or_default();
    for column in &table.columns {
        line(
            out,
            1,
            &format!("{:width$}  {}", column.name, column_text(column)),
        );
    }
    if let Some(key) = &table.primary_key {
        line(out, 1, &format!("primary key ({})", key.listed()));
    }
    for unique in &table.uniques {
        let clauses = clauses(&unique.clauses);
        line(
            out,
            1,
            &format!(
                "unique{} ({}){clauses}",
                named(&unique.name),
                unique.listed()
            ),
        );
    }
    for index in &table.indexes {
        line(out, 1, &index_text(index));
    }
    for key in &table.foreign_keys {
        let mut text = format!(
            "foreign key{} ({}) to {} ({})",
            named(&key.name),
            key.columns.join(", "),
            key.target,
            key.target_columns.join(", ")
        );
        for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
            if action != Action::NoAction {
                let _ = write!(text, " on {event} {}", action.sql().to_lowercase());
            }
        }
        line(out, 1, &(text + &clauses(&key.clauses)));
    }
    for check in &table.checks {
        line(
            out,
            1,
            &format!(
                "check{} {}{}",
                named(&check.name),
                check.expression,
                clauses(&check.clauses)
            ),
        );
    }
    for exclusion in &table.exclusions {
        let text = format!("exclude{} {}", named(&exclusion.name), exclusion.definition);
        line(out, 1, &text);
    }
    if let Some(partitioning) = &table.partitioning {
        let text = format!(
            "partitions by {} ({})",
            partitioning.method.to_lowercase(),
            partitioning.key
        );
        line(out, 1, &text);
    }
    for partition in &table.partitions {
        line(
            out,
            1,
            &format!("partition {} {}", partition.name, partition.bound),
        );
    }
    for trigger in &table.triggers {
        line(out, 1, &format!("trigger {}", trigger.name));
    }
    for (option, value) in &table.options {
        line(out, 1, &format!("{option}: {value}"));
    }
}

fn domain_text(domain: &Domain) -> String {
    let mut text = format!("domain {}: {}", domain.name, domain.data_type);
    if !domain.nullable {
        text.push_str(" not null");
    }
    if let Some(default) = &domain.default {
        let _ = write!(text, " default {default}");
    }
    for check in &domain.checks {
        let _ = write!(text, " check{} {}", named(&check.name), check.expression);
    }
    text + &remark(domain.comment.as_ref())
}

fn sequence_text(sequence: &Sequence) -> String {
    let mut text = format!("sequence {}", sequence.name);
    for (option, value) in &sequence.options {
        let _ = write!(text, " {option}={value}");
    }
    if let Some((table, column)) = &sequence.owned_by {
        let _ = write!(text, " of {table}.{column}");
    }
    text + &remark(sequence.comment.as_ref())
}

fn view_text(out: &mut String, view: &View) {
    let kind = if view.materialized {
        "materialized view"
    } else {
        "view"
    };
    out.push('\n');
    let comment = remark(view.comment.as_ref());
    line(out, 0, &format!("{kind} {}{comment}", view.name));
    line(out, 1, view.query.trim());
    for index in &view.indexes {
        line(out, 1, &index_text(index));
    }
    for (option, value) in &view.options {
        line(out, 1, &format!("{option}: {value}"));
    }
}

fn column_text(column: &Column) -> String {
    let mut text = column.data_type.clone();
    if !column.nullable {
        text.push_str(" not null");
    }
    if let Some(collation) = &column.collation {
        let _ = write!(text, " collate {collation}");
    }
    if let Some(default) = &column.default {
        let _ = write!(text, " default {default}");
    }
    if let Some(way) = column.auto_increment {
        text.push_str(match way {
            AutoIncrement::Default => " auto increment",
            AutoIncrement::Always => " auto increment (always)",
            AutoIncrement::Serial => " auto increment (serial)",
        });
    }
    if let Some(generated) = &column.generated {
        let kept = if generated.stored { " stored" } else { "" };
        let _ = write!(text, " generated as ({}){kept}", generated.expression);
    }
    if let Some(value) = &column.on_update {
        let _ = write!(text, " on update {value}");
    }
    text + &remark(column.comment.as_ref())
}

fn index_text(index: &Index) -> String {
    let parts = index.parts.iter().map(|part| {
        let target = match &part.target {
            Target::Column(name) => name.clone(),
            Target::Expression(text) => format!("({text})"),
        };
        let length = part.length.map(|length| format!("({length})"));
        let order = if part.descending { " desc" } else { "" };
        format!(
            "{target}{}{}{order}",
            length.unwrap_or_default(),
            clauses(&part.clauses)
        )
    });
    let parts: Vec<String> = parts.collect();
    let unique = if index.unique { "unique " } else { "" };
    let mut text = format!("{unique}index{} ({})", named(&index.name), parts.join(", "));
    if let Some(method) = &index.method {
        let _ = write!(text, " using {method}");
    }
    if !index.include.is_empty() {
        let _ = write!(text, " including ({})", index.include.join(", "));
    }
    if let Some(predicate) = &index.predicate {
        let _ = write!(text, " where {predicate}");
    }
    for (option, value) in &index.options {
        let _ = write!(text, " {option}={value}");
    }
    if index.invalid {
        text.push_str(" (invalid: its build was interrupted)");
    }
    text
}

/// Some databases have constraints without a name.
fn named(name: &Name) -> String {
    if name.text().is_empty() {
        String::new()
    } else {
        format!(" {name}")
    }
}

fn clauses(words: &[String]) -> String {
    words.iter().map(|word| format!(" {word}")).collect()
}

fn remark(comment: Option<&String>) -> String {
    comment
        .map(|text| format!("  -- {text}"))
        .unwrap_or_default()
}

fn line(out: &mut String, depth: usize, text: &str) {
    out.push_str(&"  ".repeat(depth));
    // An expression can span lines.
    out.push_str(&text.replace('\n', &format!("\n{}", "  ".repeat(depth + 1))));
    out.push('\n');
}
