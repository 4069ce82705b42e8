//! What is there and has no place in the model.
//!
//! In: rows of the catalogue. Out: one item for each object, or one for each table or column that
//! it depends on, with the server's own words. Leaves nothing out; asks nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::row::Row;
use crate::dialect::postgres::{commented, gone_with};
use crate::model::{Kept, STATISTICS, Schema, TableName, Unsupported, with_comment};

/// Numbers of catalogues, which are the same in every version.
pub(super) const TYPES: u32 = 1247;
const RELATIONS: u32 = 1259;
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
        types: used_types(catalogue),
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

/// The tables and columns that objects of other catalogues use.
pub(super) fn uses(catalogue: &Catalogue) -> Uses {
    let mut uses = Uses::new();
    for row in &catalogue.answers.dependencies {
        uses.entry((row.number(0), row.number(1)))
            .or_default()
            .insert((row.number(2), row.number(3)));
    }
    uses
}

/// The enums and domains that objects of other catalogues use.
fn used_types(catalogue: &Catalogue) -> UsedTypes {
    let answers = &catalogue.answers;
    let types = answers.types.iter().chain(&answers.domains);
    let types: BTreeMap<u32, TableName> = types
        .map(|row| (row.number(0), catalogue.qualified(row, 1)))
        .collect();
    let mut used = UsedTypes::new();
    for row in &answers.dependencies {
        if let Some(name) = types.get(&row.number(4)) {
            let names = used.entry((row.number(0), row.number(1))).or_default();
            names.insert(name.clone());
        }
    }
    used
}

/// Types, by the catalogue and the number of what uses them.
type UsedTypes = BTreeMap<(u32, u32), BTreeSet<TableName>>;

/// Relations, and the columns of them, by the catalogue and the number of what uses them.
pub(super) type Uses = BTreeMap<(u32, u32), BTreeSet<(u32, i16)>>;

struct List<'a> {
    catalogue: &'a Catalogue,
    uses: Uses,
    types: UsedTypes,
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
    /// Lists an object for each table, column and type that it uses, or once when there is none.
    fn push(&mut self, item: &Item, class: u32) {
        let used = self
            .uses
            .get(&(class, item.oid))
            .cloned()
            .unwrap_or_default();
        let mut places: Vec<(Option<TableName>, Option<String>)> = Vec::new();
        for (relation, number) in &used {
            let found = self.catalogue.relations.get(relation);
            let Some(found) = found.filter(|found| is_shown(found.kind) || found.kind == 'S')
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
            let column = self.catalogue.attribute(*relation, *number);
            let column = column.map(|column| column.name().to_owned());
            places.push((Some(found.name.clone()), column));
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
        let types = self.types.get(&(class, item.oid)).into_iter().flatten();
        places.extend(types.map(|name| (Some(name.clone()), None)));
        if places.is_empty() {
            places.push((None, None));
        }
        let comment = self.catalogue.comments.get(&(item.oid, 0));
        let definition = match comment {
            Some(comment) if class == TRIGGERS => with_comment(&item.definition, comment),
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

    /// Notes how an object is taken away and put back, where its row tells it from the fifth value on: its name
    /// as a statement has it, what takes it away, and what puts it back. What has none stays where it is.
    fn keep(&mut self, row: &Row, item: &Item, class: u32) {
        let Some(taken) = row.maybe(6) else {
            return;
        };
        let statements = |text: &str| -> Vec<String> {
            let all: Vec<Option<String>> = serde_json::from_str(text).unwrap_or_default();
            all.into_iter().flatten().collect()
        };
        let mut put = statements(row.borrowed(7));
        if let Some(name) = row.maybe(5) {
            let comment = self.catalogue.comments.get(&(item.oid, 0));
            put.extend(comment.map(|comment| commented(&name, comment)));
            let extensions = self.catalogue.goes_with(class, item.oid);
            put.extend(extensions.map(|extension| gone_with(&name, extension)));
        }
        let (kind, object) = (item.kind.to_owned(), item.object.clone());
        self.kept
            .push(Kept::new(kind, object, [statements(&taken), put]));
    }

    /// The rows of composite types.
    fn relations(&mut self) {
        for relation in self.catalogue.relations.values() {
            if relation.kind != 'c' {
                continue;
            }
            let columns = self.catalogue.attributes(relation.oid).iter();
            let columns: Vec<String> = columns
                .map(|column| format!("{} {}", column.name(), column.data_type()))
                .collect();
            let item = Item {
                oid: relation.oid,
                object: relation.name.to_string(),
                kind: "composite type",
                definition: columns.join(", "),
                on: None,
            };
            self.push(&item, RELATIONS);
        }
    }

    fn types(&mut self) {
        let types = self.catalogue.answers.types.iter();
        let types = types.filter(|row| !self.catalogue.is_member(TYPES, row.number(0)));
        let rows: Vec<&Row> = types.filter(|row| row.letter(3) != 'e').collect();
        for row in rows {
            let (kind, word) = match row.letter(3) {
                'r' => ("range type", "RANGE "),
                _ => ("base type", ""),
            };
            let definition = format!("{word}{}", row.borrowed(4));
            let item = Item {
                oid: row.number(0),
                object: self.catalogue.qualified(row, 1).to_string(),
                kind,
                definition,
                on: None,
            };
            self.push(&item, 0);
        }
    }

    fn routines(&mut self) {
        for row in &self.catalogue.answers.routines {
            let kind = match row.letter(3) {
                'p' => "procedure",
                'a' => "aggregate",
                'w' => "window function",
                _ => "function",
            };
            let item = Item {
                oid: row.number(0),
                object: self.catalogue.qualified(row, 1).to_string(),
                kind,
                definition: row.text(4),
                on: None,
            };
            self.keep(row, &item, PROCEDURES);
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
        let is_shown = is_shown(relation.kind);
        let item = Item {
            oid: row.number(0),
            object: format!("{}.{}", relation.name, row.text(2)),
            kind,
            definition,
            on: is_shown.then(|| relation.name.clone()),
        };
        self.keep(row, &item, class);
        self.push(&item, class);
    }

    fn others(&mut self) {
        for row in &self.catalogue.answers.others {
            let is_member = self.catalogue.is_member(row.number(0), row.number(1));
            if is_member || !self.catalogue.is_read(row.number(2)) {
                continue;
            }
            self.items.push(Unsupported {
                object: self.catalogue.qualified(row, 2).to_string(),
                kind: row.text(4),
                reason: format!("objects of kind {} are not supported", row.borrowed(4)),
                on: None,
                column: None,
                definition: row.maybe(5),
            });
        }
    }
}

/// Whether a relation of that kind is a table or a view, which others can be on.
pub(super) const fn is_shown(kind: char) -> bool {
    matches!(kind, 'r' | 'p' | 'f' | 'v' | 'm')
}

/// A definition, and whether it takes effect.
fn switched(definition: String, letter: char) -> String {
    match letter {
        'O' => definition,
        letter => format!("{definition} (enabled: {letter})"),
    }
}
