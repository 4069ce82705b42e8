//! Views.
//!
//! In: rows of the catalogue. Out: views of the model. The server keeps a query in its own words, in
//! which each name is whole: what a view uses is read there.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalogue, Cells, cell, of, text};
use crate::dialect::mysql::{Kind, bare, lexemes};
use crate::model::{Column, ObjectId, Schema, TableName, View};

/// Reads every view. `shown` are the tables that the model does not hold.
pub(super) fn read(catalogue: &Catalogue, shown: &BTreeMap<String, String>, schema: &mut Schema) {
    let tables: BTreeSet<String> = schema
        .tables
        .iter()
        .map(|table| table.name.name.clone())
        .chain(shown.keys().cloned())
        .collect();
    for row in &catalogue.views {
        schema.views.push(view(catalogue, row, &tables));
    }
}

fn view(catalogue: &Catalogue, row: &Cells, tables: &BTreeSet<String>) -> View {
    let name = text(row, 0);
    let query = cell(row, 1).unwrap_or_default();
    let columns = of(&catalogue.columns, &name).iter();
    let mut view = View {
        columns: columns
            .map(|column| Column::new(text(column, 1), text(column, 2)))
            .collect(),
        uses: uses(catalogue, query, tables),
        ..View::new(TableName::new(name), catalogue.local(query))
    };
    for (option, value, usual) in [
        ("check_option", text(row, 2), "NONE"),
        ("sql_security", text(row, 3), "DEFINER"),
        ("algorithm", text(row, 6), "UNDEFINED"),
    ] {
        if value != usual && !value.is_empty() {
            view.options.insert(option.to_owned(), value.to_lowercase());
        }
    }
    if cell(row, 4) != cell(row, 5) {
        view.kept.insert("definer".to_owned(), text(row, 4));
    }
    view
}

/// The tables, columns and views of this database that the query names.
fn uses(catalogue: &Catalogue, query: &str, tables: &BTreeSet<String>) -> Vec<ObjectId> {
    let views: BTreeSet<String> = catalogue.views.iter().map(|row| text(row, 0)).collect();
    let chains = chains(query);
    let mut aliases: BTreeMap<&str, &str> = BTreeMap::new();
    let mut uses = BTreeSet::new();
    for (names, alias) in &chains {
        if let [database, name, ..] = &names[..]
            && *database == catalogue.database
        {
            let id = TableName::new(name);
            if tables.contains(name) {
                uses.insert(ObjectId::Table(id));
            } else if views.contains(name) {
                uses.insert(ObjectId::View(id));
            }
            aliases.insert(name, name);
            if let (Some(alias), 2) = (alias, names.len()) {
                aliases.insert(alias, name);
            }
        }
    }
    for (names, _) in &chains {
        let (table, column) = match &names[..] {
            [database, table, column] if *database == catalogue.database => (table, column),
            [table, column] => (table, column),
            _ => continue,
        };
        if let Some(table) = aliases.get(table.as_str())
            && tables.contains(*table)
        {
            uses.insert(ObjectId::Column(TableName::new(*table), column.clone()));
        }
    }
    let has = |id: &ObjectId| match id {
        ObjectId::Column(table, column) => of(&catalogue.columns, &table.name)
            .iter()
            .any(|row| cell(row, 1) == Some(column)),
        _ => true,
    };
    uses.into_iter().filter(has).collect()
}

/// Names that are joined by dots, and the name right behind them.
fn chains(query: &str) -> Vec<(Vec<String>, Option<String>)> {
    let found: Vec<(Kind, &str)> = lexemes(query)
        .into_iter()
        .filter(|(kind, _)| *kind != Kind::Space)
        .collect();
    let mut chains = Vec::new();
    let mut at = 0;
    while at < found.len() {
        if found[at].0 != Kind::Name {
            at += 1;
            continue;
        }
        let mut names = vec![bare(found[at].1)];
        while let (Some((Kind::Sign, ".")), Some((Kind::Name, name))) =
            (found.get(at + 1), found.get(at + 2))
        {
            names.push(bare(name));
            at += 2;
        }
        at += 1;
        let alias = match found.get(at) {
            Some((Kind::Name, alias)) => Some(bare(alias)),
            _ => None,
        };
        if names.len() > 1 {
            chains.push((names, alias));
        }
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::chains;

    #[test]
    fn names_are_read_with_their_qualifiers_and_aliases() {
        let found = chains("select `x`.`a` AS `a` from (`d`.`t` `x` join `d`.`u`)");
        let names: Vec<_> = found
            .iter()
            .map(|(names, alias)| (names.join("."), alias.as_deref()))
            .collect();
        let expected = [
            ("x.a".to_owned(), None),
            ("d.t".to_owned(), Some("x")),
            ("d.u".to_owned(), None),
        ];
        assert_eq!(names, expected);
    }
}
