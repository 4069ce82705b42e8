//! The catalogue as a model.
//!
//! In: what the pragmas say, and the texts of the catalogue for what they do not. Out: a schema in
//! its canonical form. A table that the model cannot hold, or whose text is not understood, is
//! listed as unsupported as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, IndexRow, KeyRow, OtherRow, PartRow, TableRow};
use crate::dialect::sqlite::canonical::{self, WITHOUT_ROWID};
use crate::dialect::sqlite::parse::{self, TableText};
use crate::dialect::sqlite::rowid_column;
use crate::model::{
    Action, AutoIncrement, Check, Column, Flavor, ForeignKey, Generated, INDEX_TEXT, Index,
    IndexPart, Kept, Name, PrimaryKey, ROWID_NOT_NULL, STATISTICS_TABLE, STRICT, Schema, Table,
    TableName, Target, Unique, Unsupported,
};

/// The schema. `shadows` are the tables that belong to virtual tables, where SQLite can tell.
pub(super) fn schema(flavor: Flavor, catalogue: &Catalogue, shadows: Option<&[String]>) -> Schema {
    let mut schema = Schema::new(flavor);
    let names: BTreeMap<String, String> = catalogue
        .tables
        .iter()
        .map(|row| (row.name.to_lowercase(), row.name.clone()))
        .collect();
    let virtuals: Vec<&str> = catalogue
        .others
        .iter()
        .filter(|other| other.0 == "table")
        .map(|other| other.1.as_str())
        .collect();
    let index_texts: BTreeMap<&str, &str> = catalogue
        .others
        .iter()
        .filter(|other| other.0 == "index")
        .map(|other| (other.1.as_str(), other.3.as_str()))
        .collect();
    for row in &catalogue.tables {
        let is_shadow = shadows.map_or_else(
            || has_shadow_name(&row.name, &virtuals),
            |names| names.contains(&row.name),
        );
        let item = |kind: &str, reason: String| Unsupported {
            object: row.name.clone(),
            kind: kind.to_owned(),
            reason,
            on: Some(TableName::new(&row.name)),
            column: None,
            definition: Some(row.sql.clone()),
        };
        if is_shadow {
            schema.unsupported.push(item(
                "shadow_table",
                "it belongs to a virtual table".to_owned(),
            ));
            continue;
        }
        match table(row, &names, &index_texts) {
            Ok(table) => schema.tables.push(table),
            Err(reason) => {
                schema.unsupported.push(item("table", reason));
                let indexes = row.indexes.iter().filter_map(|index| {
                    let text = index_texts.get(index.0.as_str())?;
                    Some(Unsupported {
                        object: index.0.clone(),
                        definition: Some((*text).to_owned()),
                        ..item("index", format!("its table `{}` is not managed", row.name))
                    })
                });
                schema.unsupported.extend(indexes);
            }
        }
    }
    resolve_targets(&mut schema);
    schema.unsupported.extend(
        catalogue
            .others
            .iter()
            .filter_map(|other| unknown(other, &names)),
    );
    super::view::read(catalogue, &mut schema);
    let mut schema = canonical::schema(schema);
    for table in &mut schema.tables {
        choose_names(table);
    }
    let texts = index_texts.into_iter();
    schema.kept.extend(texts.map(|(name, text)| {
        let put = vec![text.to_owned()];
        Kept::new(INDEX_TEXT.to_owned(), name.to_owned(), [Vec::new(), put])
    }));
    let statistics = catalogue.statistics.iter();
    schema.kept.extend(statistics.map(|name| {
        let nothing = [Vec::new(), Vec::new()];
        Kept::new(STATISTICS_TABLE.to_owned(), name.clone(), nothing)
    }));
    schema
}

/// Before 3.37 nothing but the name tells, as the modules of SQLite itself write them.
fn has_shadow_name(name: &str, virtuals: &[&str]) -> bool {
    const SUFFIXES: [&str; 12] = [
        "_config",
        "_content",
        "_data",
        "_docsize",
        "_idx",
        "_node",
        "_parent",
        "_rowid",
        "_segdir",
        "_segments",
        "_stat",
        "_chunks",
    ];
    SUFFIXES
        .iter()
        .filter_map(|suffix| name.strip_suffix(suffix))
        .any(|stem| virtuals.contains(&stem))
}

fn table(
    row: &TableRow,
    names: &BTreeMap<String, String>,
    index_texts: &BTreeMap<&str, &str>,
) -> Result<Table, String> {
    let text =
        parse::table(&row.sql).map_err(|why| format!("its text is not understood: {why}"))?;
    let count: BTreeSet<i64> = row.keys.iter().map(|key| key.0).collect();
    if text.columns.len() != row.columns.len() || text.deferred.len() != count.len() {
        return Err(
            "its text is not understood: other columns or foreign keys than SQLite's".into(),
        );
    }
    if let Some(oddity) = text.oddities.first() {
        return Err(format!("{oddity} cannot be represented"));
    }
    let mut table = Table::new(TableName::new(&row.name));
    table.columns = columns(row, &text);
    table.primary_key = primary_key(row, &text)?;
    for (option, is_set) in [
        (STRICT, text.is_strict),
        (WITHOUT_ROWID, text.is_without_rowid),
    ] {
        if is_set {
            table.options.insert(option.to_owned(), "true".to_owned());
        }
    }
    if let (Some(rowid), Some(key)) = (rowid_column(&table), &table.primary_key)
        && row.columns.iter().any(|own| own.0 == rowid && own.2 != 0)
    {
        let clauses = vec![ROWID_NOT_NULL.to_owned()];
        table.primary_key = Some(PrimaryKey {
            clauses,
            ..key.clone()
        });
    }
    let has_key_index = row.indexes.iter().any(|index| index.2 == "pk");
    if rowid_column(&table).is_some() && has_key_index {
        return Err("its INTEGER PRIMARY KEY is not the rowid".to_owned());
    }
    table.checks = text
        .checks
        .iter()
        .map(|(name, expression)| Check {
            name: name
                .as_ref()
                .map_or_else(|| Name::implicit(""), Name::chosen),
            expression: expression.clone(),
            clauses: Vec::new(),
        })
        .collect();
    table.foreign_keys = foreign_keys(row, &text, names);
    for index in &row.indexes {
        match index.2.as_str() {
            "u" => table.uniques.push(unique(index, &text)?),
            "c" => {
                let sql = index_texts.get(index.0.as_str()).copied().unwrap_or("");
                table.indexes.push(index_of(index, sql, &table)?);
            }
            _ => {}
        }
    }
    Ok(table)
}

fn columns(row: &TableRow, text: &TableText) -> Vec<Column> {
    let pairs = row.columns.iter().zip(&text.columns);
    let columns = pairs.map(|(column, text)| Column {
        nullable: column.2 == 0,
        default: column.3.clone().filter(|_| text.generated.is_none()),
        auto_increment: text.is_numbered.then_some(AutoIncrement::Default),
        generated: text.generated.as_ref().map(|expression| Generated {
            expression: expression.clone(),
            stored: column.5 == 3,
        }),
        collation: text.collation.clone(),
        ..Column::new(&column.0, &column.1)
    });
    columns.collect()
}

fn primary_key(row: &TableRow, text: &TableText) -> Result<Option<PrimaryKey>, String> {
    let mut columns: Vec<(i64, String)> = row
        .columns
        .iter()
        .filter(|column| column.4 > 0)
        .map(|column| (column.4, column.0.clone()))
        .collect();
    columns.sort();
    // The rowid has no index.
    let index = row.indexes.iter().find(|index| index.2 == "pk");
    let parts = index.map_or(&[][..], |index| &index.3);
    if index.is_some() && parts.len() != columns.len() {
        return Err("PRIMARY KEY with a column twice cannot be represented".to_owned());
    }
    Ok((!columns.is_empty()).then(|| PrimaryKey {
        name: None,
        columns: columns.into_iter().map(|(_, name)| name).collect(),
        said: said(parts, text),
        ..PrimaryKey::default()
    }))
}

/// What is said of the columns of a key and does not hold of them anyway.
fn said(parts: &[PartRow], text: &TableText) -> BTreeMap<String, String> {
    let said = parts.iter().filter_map(|part| {
        let column = text.columns.get(usize::try_from(part.0).ok()?)?;
        let own = column.collation.as_deref().unwrap_or("BINARY");
        let collation = part.3.as_deref().unwrap_or("BINARY");
        let collation = match own.eq_ignore_ascii_case(collation) {
            true => String::new(),
            false => format!(" {}", canonical::collate(collation)),
        };
        let order = if part.2 == 0 { "" } else { " DESC" };
        let said = collation + order;
        (!said.is_empty()).then(|| Some((part.1.clone()?, said)))?
    });
    said.collect()
}

fn foreign_keys(
    row: &TableRow,
    text: &TableText,
    names: &BTreeMap<String, String>,
) -> Vec<ForeignKey> {
    let mut grouped: BTreeMap<i64, Vec<&KeyRow>> = BTreeMap::new();
    for key in &row.keys {
        grouped.entry(key.0).or_default().push(key);
    }
    let count = grouped.len();
    let keys = grouped.into_iter().enumerate().map(|(at, (_, rows))| {
        let first = rows[0];
        let target = names
            .get(&first.1.to_lowercase())
            .cloned()
            .unwrap_or_else(|| first.1.clone());
        ForeignKey {
            name: Name::implicit(""),
            columns: rows.iter().map(|row| row.2.clone()).collect(),
            target: TableName::new(target),
            target_columns: rows.iter().filter_map(|row| row.3.clone()).collect(),
            on_update: action(&first.4),
            on_delete: action(&first.5),
            // The pragma numbers the keys from the last one of the text.
            clauses: if text.deferred[count - 1 - at] {
                vec!["DEFERRABLE INITIALLY DEFERRED".to_owned()]
            } else {
                Vec::new()
            },
        }
    });
    keys.collect()
}

fn action(word: &str) -> Action {
    match word {
        "RESTRICT" => Action::Restrict,
        "CASCADE" => Action::Cascade,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

fn unique(index: &IndexRow, text: &TableText) -> Result<Unique, String> {
    let columns: Vec<String> = index.3.iter().filter_map(|part| part.1.clone()).collect();
    let is_same = |names: &[String]| {
        names.len() == columns.len()
            && names
                .iter()
                .zip(&columns)
                .all(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    let said = said(&index.3, text);
    if (1..columns.len()).any(|at| columns[..at].contains(&columns[at])) {
        return Err("UNIQUE with a column twice cannot be represented".to_owned());
    }
    let same = text.uniques.iter().filter(|(names, _)| is_same(names));
    let conflicts: BTreeSet<&Option<String>> = same.map(|(_, conflict)| conflict).collect();
    // Which of several has the clause, only a reader of collations and orders could tell.
    if !said.is_empty() && conflicts.len() > 1 {
        return Err(
            "UNIQUE twice over the same columns, with another ON CONFLICT, cannot be represented"
                .to_owned(),
        );
    }
    let conflict = conflicts.into_iter().flatten().next();
    Ok(Unique {
        clauses: conflict
            .map(|word| format!("ON CONFLICT {word}"))
            .into_iter()
            .collect(),
        said,
        ..Unique::over(Name::implicit(""), columns)
    })
}

fn index_of(row: &IndexRow, sql: &str, table: &Table) -> Result<Index, String> {
    let not_understood = |why: String| format!("its index `{}` is not understood: {why}", row.0);
    let text = parse::index(sql).map_err(not_understood)?;
    if text.parts.len() != row.3.len() {
        return Err(not_understood("other parts than SQLite's".to_owned()));
    }
    let parts = row.3.iter().zip(text.parts).map(|(part, expression)| {
        let column = part
            .1
            .as_ref()
            .filter(|_| part.0 >= 0)
            .and_then(|name| table.column(name));
        let collation = part.3.as_deref().unwrap_or("BINARY");
        IndexPart {
            target: column.map_or(Target::Expression(expression), |column| {
                Target::Column(column.name.clone())
            }),
            descending: part.2 != 0,
            // One that the column has anyway is taken out by the canonical form.
            clauses: vec![canonical::collate(collation)],
            length: None,
        }
    });
    Ok(Index {
        parts: parts.collect(),
        unique: row.1 != 0,
        predicate: text.predicate,
        ..Index::over(Name::chosen(&row.0), &[])
    })
}

/// SQLite compares names without case, and keeps what was written.
fn resolve_targets(schema: &mut Schema) {
    let columns: BTreeMap<TableName, Vec<String>> = schema
        .tables
        .iter()
        .map(|table| {
            let names = table.columns.iter().map(|column| column.name.clone());
            (table.name.clone(), names.collect())
        })
        .collect();
    for key in schema
        .tables
        .iter_mut()
        .flat_map(|table| &mut table.foreign_keys)
    {
        let Some(found) = columns.get(&key.target) else {
            continue;
        };
        for name in &mut key.target_columns {
            if let Some(own) = found.iter().find(|own| own.eq_ignore_ascii_case(name)) {
                name.clone_from(own);
            }
        }
    }
}

/// Views, triggers and virtual tables.
fn unknown(row: &OtherRow, names: &BTreeMap<String, String>) -> Option<Unsupported> {
    let OtherRow(kind, name, table, sql) = row;
    let (kind, on, reason) = match kind.as_str() {
        "index" | "view" => return None,
        "trigger" => (
            "trigger",
            // What a trigger is on is a table or a view.
            Some(TableName::new(
                names.get(&table.to_lowercase()).unwrap_or(table),
            )),
            "triggers of tables are compared where they are declared, or between two databases",
        ),
        _ => (
            "virtual_table",
            Some(TableName::new(name)),
            "virtual tables cannot be represented",
        ),
    };
    Some(Unsupported {
        object: name.clone(),
        kind: kind.to_owned(),
        reason: reason.to_owned(),
        on,
        column: None,
        definition: Some(sql.clone()),
    })
}

/// What is in a database has its name, whoever thought of it.
fn choose_names(table: &mut Table) {
    let names = table
        .uniques
        .iter_mut()
        .map(|unique| &mut unique.name)
        .chain(table.foreign_keys.iter_mut().map(|key| &mut key.name))
        .chain(table.checks.iter_mut().map(|check| &mut check.name));
    for name in names {
        *name = Name::chosen(name.text());
    }
    table.sort();
}
