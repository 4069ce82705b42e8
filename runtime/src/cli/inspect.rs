//! `inspect`: the schema of a database, to read, to keep as a snapshot, as SQL, or as a picture.

use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;

use super::arguments::Inspect;
use super::database::target;
use super::script::Script;
use super::side::Side;
use super::{Exit, Output};
use crate::comparison::Comparison;
use crate::config::Config;
use crate::dialect::Desired;
use crate::diff::Ownership;
use crate::error::Error;
use crate::model::{Action, AutoIncrement, Column, Index, Intents, Name, Schema, Table, Target};
use crate::picture;
use crate::source_code::SourceCode;

pub(super) async fn inspect(options: &Inspect, config: &Config) -> Result<Output, Error> {
    let side = match options.url.as_deref() {
        Some(text) => Side::parse(text)?,
        None => Side::Database(target(None)?),
    };
    let Some(loaded) = side.load(config).await? else {
        return Err(Error::Config {
            reason: "structs alone are of no kind of database: name a database or a snapshot"
                .to_owned(),
        });
    };
    if let Some(connection) = loaded.connection {
        connection.close().await;
    }
    let schema = loaded.schema;
    if options.rust {
        return rust(&SourceCode::of(&schema), options.out.as_deref());
    }
    if options.format.json {
        return Output::json(&schema, Exit::Done);
    }
    if options.format.sql {
        return Ok(Output::done(sql(schema).await?));
    }
    if options.picture.mermaid {
        return Ok(Output::done(picture::mermaid(&schema)));
    }
    if options.picture.svg {
        return Ok(Output::done(picture::svg(&schema)));
    }
    Ok(Output::done(text(&schema)))
}

/// Structs that declare the schema; what they cannot say is told beside them.
fn rust(code: &SourceCode, folder: Option<&Path>) -> Result<Output, Error> {
    let mut output = match folder {
        Some(folder) => Output::done(written(code, folder)?),
        None => Output::done(code.file()),
    };
    for gap in &code.gaps {
        let _ = writeln!(output.stderr, "not said by a struct: {gap}");
    }
    Ok(output)
}

/// Writes the files. One that is there was perhaps worked on, and stays.
fn written(code: &SourceCode, folder: &Path) -> Result<String, Error> {
    let failed = |path: &Path, error: &dyn fmt::Display| Error::Config {
        reason: format!("`{}` cannot be written: {error}", path.display()),
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let files = code.files();
    let taken = files.iter().map(|(name, _)| folder.join(name));
    if let Some(path) = taken.into_iter().find(|path| path.exists()) {
        let problem = "it is there already\nhelp: name a folder that is empty or not there";
        return Err(failed(&path, &problem));
    }
    let mut out = String::new();
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| failed(&path, &error))?;
        let _ = writeln!(out, "{}: written", path.display());
    }
    Ok(out)
}

/// The steps from nothing to the schema.
async fn sql(schema: Schema) -> Result<String, Error> {
    let empty = Schema::new(schema.flavor);
    let desired = Desired {
        schema,
        intents: Intents::default(),
    };
    let compared = Comparison::of(&empty, &desired, None, Ownership::Everything, None).await?;
    let plan = compared.plan(&empty)?;
    Ok(Script::of_everything(&plan, &empty)?.statements())
}

/// The schema for people.
fn text(schema: &Schema) -> String {
    let mut out = format!("{}\n", schema.flavor);
    for name in &schema.namespaces {
        line(&mut out, 0, &format!("schema {name}"));
    }
    for table in &schema.tables {
        table_text(&mut out, table);
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
        line(out, 1, &format!("primary key ({})", key.columns.join(", ")));
    }
    for unique in &table.uniques {
        let clauses = clauses(&unique.clauses);
        line(
            out,
            1,
            &format!(
                "unique{} ({}){clauses}",
                named(&unique.name),
                unique.columns.join(", ")
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
    for (option, value) in &table.options {
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
