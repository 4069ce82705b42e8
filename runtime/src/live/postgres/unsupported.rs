//! What is there and has no place in the model.
//!
//! In: rows of the catalogue. Out: one item for each object, or one for each table or column that
//! it depends on, with the server's own words. Leaves nothing out; asks nothing.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, qualified};
use super::row::Row;
use crate::model::{Kept, STATISTICS, Schema, TableName, Unsupported};

/// Numbers of catalogues, which are the same in every version.
const PROCEDURES: u32 = 1255;
pub(super) const RULES: u32 = 2618;
const TRIGGERS: u32 = 2620;
const POLICIES: u32 = 3256;
const STATISTIC_OBJECTS: u32 = 3381;
const PUBLICATION_TABLES: u32 = 6106;

/// Lists everything that is no table and belongs to none.
pub(super) fn read(catalogue: &Catalogue, schema: &mut Schema) {
    let mut list = List {
        catalogue,
        uses: uses(catalogue),
        remade: remade(catalogue),
        items: Vec::new(),
        kept: Vec::new(),
    };
    list.relations();
    list.types();
    list.routines();
    list.triggers();
    list.rules();
    list.policies();
    list.publications();
    list.statistics();
    list.others();
    schema.unsupported.append(&mut list.items);
    schema.kept.append(&mut list.kept);
}

/// How objects are taken away and put back, by their catalogue and number.
fn remade(catalogue: &Catalogue) -> BTreeMap<(u32, u32), [Vec<String>; 2]> {
    let rows = catalogue.answers.remade.iter();
    rows.map(|row| {
        let statements = |at| serde_json::from_str(&row.text(at)).unwrap_or_default();
        let pair = [statements(2), statements(3)];
        ((row.number(0), row.number(1)), pair)
    })
    .collect()
}

/// The tables and columns that objects of other catalogues use.
pub(super) fn uses(catalogue: &Catalogue) -> BTreeMap<(u32, u32), Vec<(u32, i16)>> {
    let mut uses: BTreeMap<(u32, u32), Vec<(u32, i16)>> = BTreeMap::new();
    for row in &catalogue.answers.dependencies {
        uses.entry((row.number(0), row.number(1)))
            .or_default()
            .push((row.number(2), row.number(3)));
    }
    uses
}

struct List<'a> {
    catalogue: &'a Catalogue,
    uses: BTreeMap<(u32, u32), Vec<(u32, i16)>>,
    remade: BTreeMap<(u32, u32), [Vec<String>; 2]>,
    items: Vec<Unsupported>,
    kept: Vec<Kept>,
}

/// An object that is listed.
struct Item {
    oid: u32,
    object: String,
    kind: &'static str,
    definition: String,
    /// The table that carries it.
    on: Option<TableName>,
}

impl List<'_> {
    /// Lists an object for each table and column that it uses, or once when there is none.
    fn push(&mut self, item: &Item, class: u32) {
        if let Some(remade) = self.remade.remove(&(class, item.oid)) {
            let (kind, object) = (item.kind.to_owned(), item.object.clone());
            self.kept.push(Kept::new(kind, object, remade));
        }
        let used = self
            .uses
            .get(&(class, item.oid))
            .cloned()
            .unwrap_or_default();
        let mut places: Vec<(Option<TableName>, Option<String>)> = Vec::new();
        for (relation, number) in &used {
            let Some(name) = self
                .catalogue
                .relations
                .get(relation)
                .map(|found| &found.name)
            else {
                continue;
            };
            // What uses columns of a table also uses the table.
            let names_columns = used
                .iter()
                .any(|(other, number)| other == relation && *number != 0);
            if *number == 0 && names_columns {
                continue;
            }
            let column = self
                .catalogue
                .column_names
                .get(&(*relation, *number))
                .cloned();
            places.push((Some(name.clone()), column));
        }
        let carrier = item
            .on
            .iter()
            .filter(|on| !places.iter().any(|(table, _)| table.as_ref() == Some(*on)));
        places.extend(
            carrier
                .cloned()
                .map(|on| (Some(on), None))
                .collect::<Vec<_>>(),
        );
        if places.is_empty() {
            places.push((None, None));
        }
        let comment = self.catalogue.comments.get(&(item.oid, 0));
        let definition = match comment {
            Some(comment) => format!("{}; comment: {comment}", item.definition),
            None => item.definition.clone(),
        };
        self.items
            .extend(places.into_iter().map(|(on, column)| Unsupported {
                object: item.object.clone(),
                kind: item.kind.to_owned(),
                reason: format!("objects of kind {} are not supported", item.kind),
                on,
                column,
                definition: Some(definition.clone()),
            }));
    }

    /// The rows of composite types.
    fn relations(&mut self) {
        for relation in self.catalogue.relations.values() {
            if relation.kind != 'c' {
                continue;
            }
            let columns = self.catalogue.attributes.get(&relation.oid);
            let columns: Vec<String> = columns
                .into_iter()
                .flatten()
                .map(|column| format!("{} {}", column.name, column.data_type))
                .collect();
            let item = Item {
                oid: relation.oid,
                object: relation.name.to_string(),
                kind: "composite type",
                definition: columns.join(", "),
                on: None,
            };
            self.push(&item, 0);
        }
    }

    fn types(&mut self) {
        let types = self.catalogue.answers.types.iter();
        for row in types.filter(|row| row.letter(4) != 'e') {
            let (kind, word) = match row.letter(4) {
                'r' => ("range type", "RANGE "),
                _ => ("base type", ""),
            };
            let definition = format!("{word}{}", row.text(5));
            let item = Item {
                oid: row.number(0),
                object: qualified(row, 1, 3).to_string(),
                kind,
                definition,
                on: None,
            };
            self.push(&item, 0);
        }
    }

    fn routines(&mut self) {
        for row in &self.catalogue.answers.routines {
            let kind = match row.letter(4) {
                'p' => "procedure",
                'a' => "aggregate",
                'w' => "window function",
                _ => "function",
            };
            let item = Item {
                oid: row.number(0),
                object: qualified(row, 1, 3).to_string(),
                kind,
                definition: row.text(5),
                on: None,
            };
            self.push(&item, PROCEDURES);
        }
    }

    fn triggers(&mut self) {
        for row in &self.catalogue.answers.triggers {
            let definition = switched(row.text(4), row.letter(3));
            self.carried(row, "trigger", definition, TRIGGERS);
        }
    }

    fn rules(&mut self) {
        for row in &self.catalogue.answers.rules {
            if let Some(definition) = row.maybe(4) {
                let definition = switched(definition, row.letter(3));
                self.carried(row, "rule", definition, RULES);
            }
        }
    }

    fn policies(&mut self) {
        for row in &self.catalogue.answers.policies {
            self.carried(row, "policy", row.text(3), POLICIES);
        }
    }

    fn publications(&mut self) {
        for row in &self.catalogue.answers.publications {
            self.carried(row, "publication", row.text(3), PUBLICATION_TABLES);
        }
    }

    fn statistics(&mut self) {
        for row in &self.catalogue.answers.statistics {
            self.carried(row, STATISTICS, row.text(3), STATISTIC_OBJECTS);
        }
    }

    /// Lists what a relation carries: number, relation and name are the first values of the row.
    fn carried(&mut self, row: &Row, kind: &'static str, definition: String, class: u32) {
        let Some(relation) = self.catalogue.relations.get(&row.number(1)) else {
            return;
        };
        let is_relation = matches!(relation.kind, 'r' | 'p' | 'f' | 'v' | 'm');
        let item = Item {
            oid: row.number(0),
            object: format!("{}.{}", relation.name, row.text(2)),
            kind,
            definition,
            on: is_relation.then(|| relation.name.clone()),
        };
        self.push(&item, class);
    }

    fn others(&mut self) {
        for row in &self.catalogue.answers.others {
            self.items.push(Unsupported {
                object: qualified(row, 1, 3).to_string(),
                kind: row.text(0),
                reason: format!("objects of kind {} are not supported", row.text(0)),
                on: None,
                column: None,
                definition: row.maybe(4),
            });
        }
    }
}

/// A definition, and whether it takes effect.
fn switched(definition: String, letter: char) -> String {
    match letter {
        'O' => definition,
        letter => format!("{definition} (enabled: {letter})"),
    }
}
