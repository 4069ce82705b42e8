//! What differs between the databases, as texts and tables.
//!
//! In: a neutral edit and the schema around it. Out: SQL statements with facts about each.
//! Does no I/O, and grades nothing.

mod capability;
mod division;
mod enumeration;
mod lower;
pub(crate) mod mysql;
mod no_type;
pub(crate) mod postgres;
pub(crate) mod sequence;
pub(crate) mod sqlite;
mod statement;

pub use capability::{Capability, Inside};
use lower::closed_sql;
pub use lower::{Desired, SchemaError, lower, lower_within};
pub(crate) use lower::{Home, short_hash};
use no_type::no_type;
pub use statement::{Lock, Obstacle, Rendered, Statement};

use crate::diff::Edit;
use crate::meta::{DefaultMeta, SqlMeta, ValueType};
use crate::model::{Engine, Flavor, Object, ObjectId, Schema, TableName};

/// The schema around one edit.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The whole schema just before the edit.
    pub before: &'a Schema,
    /// The whole schema just after it.
    pub after: &'a Schema,
    /// Whether the table is created by the same plan, and so holds no row.
    pub is_new: bool,
}

/// What each dialect must answer. There are no defaults: a new question is asked of all.
pub trait Ddl {
    /// What the flavor can do.
    fn capability(&self) -> Capability;

    /// An identifier, quoted.
    fn quote(&self, identifier: &str) -> String;

    /// A text literal.
    fn literal(&self, text: &str) -> String;

    /// The type of a column that holds `value`, in the spelling of the catalogue.
    ///
    /// # Errors
    ///
    /// Says why there is none, and the way out on a second line.
    fn column_type(&self, value: ValueType, max_length: Option<u32>) -> Result<String, String>;

    /// A default as an expression, in the spelling of the catalogue as far as that is known.
    ///
    /// # Errors
    ///
    /// Says why there is none, and the way out on a second line.
    fn default_expression(&self, default: &DefaultMeta, value: ValueType)
    -> Result<String, String>;

    /// The schema in the form that inspection would yield: what the engine cannot tell apart is
    /// written one way. Called on lowered structs.
    fn canonical(&self, schema: Schema) -> Schema;

    /// Whether the two expressions are the same text to the engine, as far as that can be told
    /// without asking it.
    fn is_same_expression(&self, a: &str, b: &str) -> bool;

    /// The statements that create the object.
    ///
    /// # Errors
    ///
    /// When the flavor has no way to.
    fn create(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle>;

    /// The statements that drop the object.
    ///
    /// # Errors
    ///
    /// When the flavor has no way to.
    fn drop(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle>;

    /// The statements that change the object in place, or replace it where that loses nothing.
    ///
    /// # Errors
    ///
    /// When the flavor has no way to.
    fn alter(&self, from: &Object, to: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle>;

    /// The statements that rename the object.
    ///
    /// # Errors
    ///
    /// When the flavor has no way to.
    fn rename(
        &self,
        from: &ObjectId,
        to: &ObjectId,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle>;

    /// One rebuild of a table from its form in `scene.before` to that in `scene.after`, which stands
    /// for several edits that would each rebuild it ([`Rendered::rebuilds`]). A dialect that never
    /// rebuilds is never asked.
    ///
    /// # Errors
    ///
    /// When the flavor has no way to.
    fn rebuild(&self, table: &TableName, scene: Scene<'_>) -> Result<Rendered, Obstacle>;
}

/// A default that is an expression.
fn sql_default(engine: Engine, sql: SqlMeta) -> Result<String, String> {
    closed_sql(engine, sql)
        .ok_or_else(|| format!("it has no text for {engine}\nhelp: write one for each database"))
}

/// The dialect of a flavor.
#[derive(Debug, Clone, Copy)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres(postgres::Postgres),
    /// MySQL and MariaDB.
    MySql(mysql::MySql),
    /// SQLite.
    Sqlite(sqlite::Sqlite),
}

impl Dialect {
    /// The dialect that the flavor speaks.
    #[must_use]
    pub const fn of(flavor: Flavor) -> Self {
        match flavor.engine() {
            Engine::Postgres => Self::Postgres(postgres::Postgres { flavor }),
            Engine::MySql => Self::MySql(mysql::MySql { flavor }),
            Engine::Sqlite => Self::Sqlite(sqlite::Sqlite { flavor }),
        }
    }

    /// The answers of the dialect.
    #[must_use]
    pub fn ddl(&self) -> &dyn Ddl {
        match self {
            Self::Postgres(ddl) => ddl,
            Self::MySql(ddl) => ddl,
            Self::Sqlite(ddl) => ddl,
        }
    }

    /// The statement that makes the namespace of a tenant, unless it is there: a schema on PostgreSQL, and a database on
    /// MySQL and MariaDB, where the word means the same.
    #[must_use]
    pub fn create_home(&self, name: &str) -> String {
        format!("CREATE SCHEMA IF NOT EXISTS {}", self.ddl().quote(name))
    }

    /// The statements of an edit.
    ///
    /// # Errors
    ///
    /// When the flavor has no way to.
    pub fn render(&self, edit: &Edit, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        match edit {
            Edit::Create(object) => self.ddl().create(object, scene),
            Edit::Drop(object) => self.ddl().drop(object, scene),
            Edit::Alter { from, to } => self.ddl().alter(from, to, scene),
            Edit::Rename { from, to } => self.ddl().rename(from, to, scene),
        }
    }

    /// A table's name, quoted, with its namespace.
    #[must_use]
    pub fn table(&self, name: &TableName) -> String {
        match &name.schema {
            Some(schema) => format!(
                "{}.{}",
                self.ddl().quote(schema),
                self.ddl().quote(&name.name)
            ),
            None => self.ddl().quote(&name.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;
    use crate::meta::engines::{check_on_mysql, check_on_postgres, check_on_sqlite};
    use crate::meta::{ColumnMeta, ColumnWord};
    use crate::model::{Vendor, Version};

    #[test]
    fn the_compiler_refuses_what_lowering_refuses() {
        const LENGTHS: [&[ColumnWord]; 2] = [&[], &[ColumnWord::MaxLength(9)]];
        type Check = fn(&ColumnMeta);
        let postgres = Flavor::new(Vendor::Postgres, Version(12, 0, 0));
        let sqlite = Flavor::new(Vendor::Sqlite, Version(3, 35, 0));
        let mysql = Flavor::new(Vendor::MySql, Version(8, 0, 16));
        let sides: [(Check, _); 3] = [
            (check_on_postgres, postgres),
            (check_on_mysql, mysql),
            (check_on_sqlite, sqlite),
        ];
        let others = [ValueType::Array(&ValueType::Text), ValueType::Named("inet")];
        for value in ValueType::PLAIN.into_iter().chain(others) {
            for words in LENGTHS {
                let column = ColumnMeta {
                    name: "a",
                    field: "a",
                    value,
                    nullable: false,
                    words,
                };
                for (check, flavor) in sides {
                    let dialect = Dialect::of(flavor);
                    let lowered = dialect.ddl().column_type(value, column.max_length());
                    let checked = catch_unwind(|| check(&column));
                    assert_eq!(lowered.is_ok(), checked.is_ok(), "{value:?} on {flavor}");
                }
            }
        }
    }
}
