//! What is drawn, before anything is said about how.
//!
//! In: a schema. Out: entities and the relations among them, by their places in the lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Column, ForeignKey, ObjectId, Schema, Table, TableName, Target, View};

/// Everything that is drawn.
pub(super) struct Diagram<'a> {
    pub(super) entities: Vec<Entity<'a>>,
    pub(super) relations: Vec<Relation<'a>>,
}

/// A box.
pub(super) struct Entity<'a> {
    pub(super) name: &'a TableName,
    pub(super) kind: Kind,
    pub(super) rows: Vec<Row<'a>>,
    pub(super) comment: Option<&'a str>,
    /// Short remarks on the whole.
    pub(super) notes: Vec<String>,
}

/// What a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    View,
    MaterializedView,
    /// A table that something refers to, and that the schema does not hold.
    Elsewhere,
}

/// A column, and the keys that it is in.
pub(super) struct Row<'a> {
    pub(super) column: &'a Column,
    pub(super) is_primary: bool,
    pub(super) is_foreign: bool,
    /// Alone, not with others.
    pub(super) is_unique: bool,
}

/// A line from one box to another.
pub(super) struct Relation<'a> {
    pub(super) from: usize,
    /// The column that it starts at, where it is one of the box.
    pub(super) from_row: Option<usize>,
    pub(super) to: usize,
    pub(super) to_row: Option<usize>,
    pub(super) link: Link<'a>,
}

/// What a line says.
pub(super) enum Link<'a> {
    Reference {
        key: &'a ForeignKey,
        /// Whether a row may refer to nothing.
        is_optional: bool,
        /// Whether no two rows refer to the same one.
        is_single: bool,
    },
    /// A view reads it.
    Use,
}

impl Relation<'_> {
    pub(super) fn is_use(&self) -> bool {
        matches!(self.link, Link::Use)
    }

    pub(super) fn is_optional(&self) -> bool {
        matches!(
            self.link,
            Link::Reference {
                is_optional: true,
                ..
            }
        )
    }
}

impl Row<'_> {
    /// The keys in short: PK, FK, UK.
    pub(super) fn marks(&self) -> Vec<&'static str> {
        let marks = [
            (self.is_primary, "PK"),
            (self.is_foreign, "FK"),
            (self.is_unique, "UK"),
        ];
        let set = marks.into_iter().filter(|(is_set, _)| *is_set);
        set.map(|(_, mark)| mark).collect()
    }
}

impl<'a> Diagram<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        let tables = schema.tables.iter().map(table_entity);
        let views = schema.views.iter().map(view_entity);
        let mut diagram = Self {
            entities: tables.chain(views).collect(),
            relations: Vec::new(),
        };
        let mut places: BTreeMap<&TableName, usize> = BTreeMap::new();
        for (at, entity) in diagram.entities.iter().enumerate() {
            places.entry(entity.name).or_insert(at);
        }
        for (from, table) in schema.tables.iter().enumerate() {
            for key in &table.foreign_keys {
                let to = diagram.place(&mut places, &key.target);
                diagram.relations.push(Relation {
                    from,
                    from_row: diagram.row(from, key.columns.first()),
                    to,
                    to_row: diagram.row(to, key.target_columns.first()),
                    link: Link::Reference {
                        key,
                        is_optional: is_optional(table, key),
                        is_single: is_single(table, key),
                    },
                });
            }
        }
        for (at, view) in schema.views.iter().enumerate() {
            let read = view.uses.iter().filter_map(|id| match id {
                ObjectId::Table(name) | ObjectId::View(name) | ObjectId::Column(name, _) => {
                    Some(name)
                }
                _ => None,
            });
            for name in read.collect::<BTreeSet<_>>() {
                let to = diagram.place(&mut places, name);
                diagram.relations.push(Relation {
                    from: schema.tables.len() + at,
                    from_row: None,
                    to,
                    to_row: None,
                    link: Link::Use,
                });
            }
        }
        diagram
    }

    /// Where the entity of that name is, which is made where there is none.
    fn place(&mut self, places: &mut BTreeMap<&'a TableName, usize>, name: &'a TableName) -> usize {
        *places.entry(name).or_insert_with(|| {
            self.entities.push(Entity {
                name,
                kind: Kind::Elsewhere,
                rows: Vec::new(),
                comment: None,
                notes: Vec::new(),
            });
            self.entities.len() - 1
        })
    }

    fn row(&self, entity: usize, column: Option<&String>) -> Option<usize> {
        let rows = &self.entities[entity].rows;
        rows.iter().position(|row| Some(&row.column.name) == column)
    }
}

fn table_entity(table: &Table) -> Entity<'_> {
    let foreign: BTreeSet<&String> = table
        .foreign_keys
        .iter()
        .flat_map(|key| &key.columns)
        .collect();
    let keys = unique_keys(table);
    let rows = table.columns.iter().map(|column| Row {
        column,
        is_primary: table.is_in_primary_key(&column.name),
        is_foreign: foreign.contains(&column.name),
        is_unique: keys.iter().any(|key| **key == [column.name.as_str()]),
    });
    let several = keys.iter().filter(|key| key.len() > 1);
    let mut notes: Vec<String> = several
        .map(|key| format!("unique ({})", key.join(", ")))
        .collect();
    if let Some(way) = &table.partitioning {
        let count = match table.partitions.len() {
            0 => String::new(),
            1 => ", 1 partition".to_owned(),
            count => format!(", {count} partitions"),
        };
        notes.push(format!("by {} ({}){count}", way.method, way.key));
    }
    Entity {
        name: &table.name,
        kind: Kind::Table,
        rows: rows.collect(),
        comment: table.comment.as_deref(),
        notes,
    }
}

fn view_entity(view: &View) -> Entity<'_> {
    let rows = view.columns.iter().map(|column| Row {
        column,
        is_primary: false,
        is_foreign: false,
        is_unique: false,
    });
    Entity {
        name: &view.name,
        kind: if view.materialized {
            Kind::MaterializedView
        } else {
            Kind::View
        },
        rows: rows.collect(),
        comment: view.comment.as_deref(),
        notes: Vec::new(),
    }
}

/// The columns of each unique key besides the primary one that holds for all rows.
fn unique_keys(table: &Table) -> BTreeSet<Vec<&str>> {
    let constraints = table
        .uniques
        .iter()
        .map(|unique| unique.columns.iter().map(String::as_str).collect());
    let whole = table
        .indexes
        .iter()
        .filter(|index| index.unique && index.predicate.is_none());
    let indexes = whole.filter_map(|index| {
        let parts = index.parts.iter().map(|part| match &part.target {
            Target::Column(name) if part.length.is_none() => Some(name.as_str()),
            _ => None,
        });
        parts.collect::<Option<Vec<&str>>>()
    });
    constraints.chain(indexes).collect()
}

/// A NULL in one of several columns is enough to refer to nothing.
fn is_optional(table: &Table, key: &ForeignKey) -> bool {
    let mut columns = key.columns.iter().filter_map(|name| table.column(name));
    columns.any(|column| column.nullable && !table.is_in_primary_key(&column.name))
}

fn is_single(table: &Table, key: &ForeignKey) -> bool {
    let is_within = |columns: &[&str]| {
        let mut columns = columns.iter();
        columns.all(|column| key.columns.iter().any(|name| name == column))
    };
    let primary: Option<Vec<&str>> = table
        .primary_key
        .as_ref()
        .map(|key| key.columns.iter().map(String::as_str).collect());
    primary.is_some_and(|columns| is_within(&columns))
        || unique_keys(table).iter().any(|columns| is_within(columns))
}
