//! Partitions of tables.
//!
//! In: rows of the catalogue. Out: how a table is divided, or why the model cannot hold it.

use super::{Catalogue, cell, of, text};
use crate::model::{Partition, Partitioning, Table};

/// Whether the options of a table say that it is divided.
pub(super) fn is_divided(options: &str) -> bool {
    options.split_whitespace().any(|word| word == "partitioned")
}

/// Reads the partitions into the table. Says why, where the model cannot hold them.
pub(super) fn read(catalogue: &Catalogue, table: &mut Table) -> Option<(&'static str, String)> {
    let rows = of(&catalogue.partitions, &table.name.name);
    let first = rows.first()?;
    let method = text(first, 2);
    let is_known = ["RANGE", "LIST", "HASH", "KEY", "COLUMNS", "LINEAR"];
    if let Some(word) = method.split(' ').find(|word| !is_known.contains(word)) {
        return refuse(&format!("partitions by {word} are not modelled"));
    }
    if rows.iter().any(|row| cell(row, 6).is_some()) {
        return refuse("partitions of partitions are not modelled");
    }
    table.partitioning = Some(Partitioning {
        key: text(first, 3),
        method: method.clone(),
        modulus: None,
    });
    for row in rows {
        let mut partition = Partition::new(text(row, 1), bound(&method, cell(row, 4)));
        if let Some(comment) = cell(row, 5).filter(|text| !text.is_empty()) {
            let option = ("comment".to_owned(), comment.to_owned());
            partition.options.extend([option]);
        }
        table.partitions.push(partition);
    }
    None
}

fn refuse(reason: &str) -> Option<(&'static str, String)> {
    Some(("partitioned table", reason.to_owned()))
}

/// Which rows a partition holds, as it stands behind its name.
fn bound(method: &str, description: Option<&str>) -> String {
    match (method.split(' ').next(), description) {
        (Some("RANGE"), Some(limit)) => format!("VALUES LESS THAN ({limit})"),
        // MariaDB tells of the default so.
        (Some("LIST"), Some("MAXVALUE" | "DEFAULT")) => "DEFAULT".to_owned(),
        (Some("LIST"), Some(values)) => format!("VALUES IN ({values})"),
        _ => String::new(),
    }
}
