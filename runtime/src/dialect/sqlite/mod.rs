//! SQLite, 3.35 and later.
//!
//! In: neutral edits. Out: `ALTER TABLE` where SQLite has one, otherwise a rebuild of the table.
//! Knows no connection: foreign keys are switched off and checked around a rebuild by who runs it.

pub(crate) mod canonical;
pub(crate) mod ddl;
mod dependents;
pub(crate) mod lexer;
#[cfg(any(feature = "sqlite", test))]
pub(crate) mod parse;
mod rebuild;
pub(crate) mod spell;
mod statistics;
mod types;

use super::{Capability, Ddl, Inside, Obstacle, Rendered, Scene};
use crate::meta::{DefaultMeta, ValueType};
use crate::model::{Flavor, Object, ObjectId, Schema, Table, TableName};

/// The dialect.
#[derive(Debug, Clone, Copy)]
pub struct Sqlite {
    pub(super) flavor: Flavor,
}

/// An identifier, quoted.
pub(crate) fn quote(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

/// A text literal.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The column that is the rowid: a key of its own, of a type spelled exactly `INTEGER`. Beside the column, and there alone,
/// `PRIMARY KEY DESC` makes it an ordinary key (manual, lang_createtable.html, section 5).
pub(crate) fn rowid_column(table: &Table) -> Option<&str> {
    let key = table.primary_key.as_ref()?;
    integer_key(table).filter(|name| !key.said.contains_key(*name))
}

/// The column that is the key of a table with rowids alone, of that type.
fn integer_key(table: &Table) -> Option<&str> {
    let [name] = table.primary_key.as_ref()?.columns.as_slice() else {
        return None;
    };
    let is_integer = table
        .column(name)
        .is_some_and(|column| column.data_type.eq_ignore_ascii_case("INTEGER"));
    (is_integer && !table.is_set(canonical::WITHOUT_ROWID)).then_some(name)
}

impl Ddl for Sqlite {
    fn capability(&self) -> Capability {
        Capability {
            transactional_ddl: true,
            namespaces: false,
            // A unique index can be added and dropped without a rebuild.
            unique_constraints: false,
            foreign_keys_inside_table: Inside::All,
            indexes_inside_table: false,
            type_change_detaches_foreign_keys: false,
            numbering_detaches_foreign_keys: false,
            indexes_foreign_keys: false,
            views_hold_columns: false,
            identifier_limit: 1024,
        }
    }

    fn quote(&self, identifier: &str) -> String {
        quote(identifier)
    }

    fn literal(&self, text: &str) -> String {
        literal(text)
    }

    fn column_type(&self, value: ValueType, max_length: Option<u32>) -> Result<String, String> {
        types::column_type(value, max_length)
    }

    fn default_expression(
        &self,
        default: &DefaultMeta,
        value: ValueType,
    ) -> Result<String, String> {
        types::default_expression(default, value)
    }

    fn canonical(&self, schema: Schema) -> Schema {
        canonical::schema(schema)
    }

    fn is_same_expression(&self, a: &str, b: &str) -> bool {
        spell::key(a) == spell::key(b)
    }

    fn create(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        match object {
            Object::View(view) => ddl::view::create(view, scene),
            Object::Table(table) => ddl::table::create(table, self.flavor, scene),
            Object::Column(table, column) => ddl::column::create(table, column, scene),
            Object::Index(table, index) => Ok(ddl::index::create(table, index, scene)),
            Object::Trigger(_, trigger) => Ok(ddl::trigger::create(trigger, scene)),
            _ => ddl::constraint::change(object, scene),
        }
    }

    fn drop(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        match object {
            Object::View(view) => Ok(ddl::view::drop(view, scene)),
            Object::Table(table) => ddl::table::drop(table, scene),
            Object::Column(table, column) => ddl::column::drop(table, column, scene),
            Object::Index(_, index) => Ok(ddl::index::drop(index, scene)),
            Object::Trigger(_, trigger) => Ok(ddl::trigger::drop(trigger, scene)),
            _ => ddl::constraint::change(object, scene),
        }
    }

    fn alter(&self, from: &Object, to: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        match (from, to) {
            (Object::View(from), Object::View(to)) => ddl::view::alter(from, to, scene),
            (Object::Table(_), Object::Table(to)) => ddl::table::alter(to, self.flavor, scene),
            (Object::Column(table, from), Object::Column(_, to)) => {
                ddl::column::alter(table, from, to, scene)
            }
            (Object::Index(_, from), Object::Index(table, to)) => {
                Ok(ddl::index::replace(table, from, to, scene))
            }
            (Object::Trigger(_, from), Object::Trigger(_, to)) => {
                Ok(ddl::trigger::replace(from, to, scene))
            }
            _ => ddl::constraint::change(to, scene),
        }
    }

    fn rename(
        &self,
        from: &ObjectId,
        to: &ObjectId,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        match (from, to) {
            (ObjectId::View(from), ObjectId::View(to)) => ddl::view::rename(from, to, scene),
            (ObjectId::Table(from), ObjectId::Table(to)) => ddl::table::rename(from, to, scene),
            (ObjectId::Column(table, from), ObjectId::Column(_, to)) => {
                ddl::column::rename(table, from, to, scene)
            }
            (ObjectId::Index(table, from), ObjectId::Index(_, to)) => {
                ddl::index::rename(table, from, to, scene)
            }
            _ => ddl::constraint::rename(from, to, scene),
        }
    }

    fn rebuild(&self, table: &TableName, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        rebuild::rebuild(table, scene)
    }
}
