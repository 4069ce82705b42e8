//! Views.
//!
//! In: rows of the catalogue. Out: views of the model. The server keeps a query in its own words, in
//! which each name is whole: what a view uses is read there.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalogue, Cells, cell, of, text};
use crate::dialect::mysql::{Kind, VIEW_COLUMNS as COLUMNS, bare, lexemes, quote};
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

/// Asks for the definition of each view.
pub(super) fn questions(schema: &Schema) -> String {
    let views = schema.views.iter();
    let views = views.map(|view| format!("SHOW CREATE VIEW {}", quote(&view.name.name)));
    views.collect::<Vec<_>>().join("; ")
}

/// What MySQL tells of a view in its definition alone: how it is put into queries, and the names of its columns where
/// they are not those of the query.
pub(super) fn read_words(shown: &BTreeMap<String, String>, schema: &mut Schema) {
    for view in &mut schema.views {
        let definition = shown.get(&view.name.name).map_or("", String::as_str);
        let found: Vec<(Kind, &str)> = lexemes(definition)
            .into_iter()
            .filter(|(kind, _)| *kind != Kind::Space)
            .collect();
        if let [_, (_, word), _, (_, algorithm), ..] = found[..]
            && word.eq_ignore_ascii_case("ALGORITHM")
            && !algorithm.eq_ignore_ascii_case("UNDEFINED")
        {
            let algorithm = algorithm.to_lowercase();
            view.options.insert("algorithm".to_owned(), algorithm);
        }
        let is_view = |(kind, text): &(Kind, &str)| *kind == Kind::Word && *text == "VIEW";
        let at = found.iter().position(is_view).unwrap_or(found.len());
        let Some((_, "(")) = found.get(at + 2) else {
            continue;
        };
        let names = found[at + 3..].iter().take_while(|(_, text)| *text != ")");
        let names = names.filter(|(kind, _)| *kind == Kind::Name);
        let names: Vec<String> = names.map(|(_, name)| quote(&bare(name))).collect();
        view.options.insert(COLUMNS.to_owned(), names.join(", "));
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
    use std::collections::BTreeMap;

    use super::{chains, read_words};
    use crate::model::{Flavor, Schema, TableName, Vendor, Version, View};

    #[test]
    fn the_algorithm_and_the_names_of_columns_are_read() {
        let mut schema = Schema::new(Flavor::new(Vendor::MySql, Version(9, 7, 0)));
        let views = ["v", "w"].map(|name| View::new(TableName::new(name), "select 1 AS `a`"));
        schema.views.extend(views);
        const DEFINITION: &str = "CREATE ALGORITHM=HOW DEFINER=`VIEW`@`%` SQL SECURITY DEFINER VIEW `v`NAMES AS select (1) AS `a`";
        let text = |algorithm: &str, columns: &str| {
            let text = DEFINITION.replace("HOW", algorithm);
            text.replace("NAMES", columns)
        };
        let shown = BTreeMap::from([
            ("v".to_owned(), text("TEMPTABLE", " (`x``,)`,`y`)")),
            ("w".to_owned(), text("UNDEFINED", "")),
        ]);
        read_words(&shown, &mut schema);
        assert_eq!(schema.views[0].options["algorithm"], "temptable");
        assert_eq!(schema.views[0].options["columns"], "`x``,)`, `y`");
        assert!(schema.views[1].options.is_empty());
    }

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
