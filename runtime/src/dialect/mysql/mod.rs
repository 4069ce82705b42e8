//! MySQL and MariaDB, told apart by the flavor.
//!
//! In: edits of the model. Out: statements, or the reason why there is none. Knows no connection.
//! What is said of MariaDB was seen on 10.11, and what is said of MySQL on 9.7 unless the place calls it untested.
//! The session's `sql_mode` must be strict and hold neither `ANSI_QUOTES` nor
//! `NO_BACKSLASH_ESCAPES`: the texts of literals and of the catalogue depend on it.

mod canonical;
mod ddl;
mod default;
mod digits;
mod text;
mod type_change;
mod types;

#[cfg(feature = "mysql")]
pub(crate) use canonical::forget_usual_of_aria;
pub(crate) use canonical::{mentions, mentions_beside_rows, mentions_own};
#[cfg(feature = "mysql")]
pub(crate) use ddl::without_definer;
pub(crate) use ddl::{is_computed_again, trigger};
#[cfg(feature = "mysql")]
pub(crate) use default::enclosed;
pub(crate) use text::{Kind, bare, literal, quote, same_expression};
#[cfg(feature = "mysql")]
pub(crate) use text::{collated, lexemes, plain_literals, words};
pub(crate) use type_change::is_character_type;

use super::{Capability, Ddl, Inside, Obstacle, Rendered, Scene};
use crate::meta::{DefaultMeta, ValueType};
use crate::model::{Flavor, Object, ObjectId, Schema, TableName, Vendor};

/// The option of a view for the names of its columns, quoted, where they are not those of its query.
pub(crate) const VIEW_COLUMNS: &str = "columns";

/// The clause that marks a check which stands in the definition of the column of its name.
/// MariaDB keeps it there: it goes with the column's definition, not with `DROP CONSTRAINT`.
pub(crate) const COLUMN_CHECK: &str = "COLUMN";

/// The dialect.
#[derive(Debug, Clone, Copy)]
pub struct MySql {
    pub(super) flavor: Flavor,
}

impl MySql {
    /// The dialect of the flavor.
    #[cfg(feature = "mysql")]
    pub(crate) const fn of(flavor: Flavor) -> Self {
        Self { flavor }
    }

    pub(crate) fn is_mariadb(&self) -> bool {
        self.flavor.vendor == Vendor::MariaDb
    }

    fn has(&self, mariadb: (u16, u16), mysql: (u16, u16)) -> bool {
        let (least, vendor) = match self.flavor.vendor {
            Vendor::MariaDb => (mariadb, Vendor::MariaDb),
            _ => (mysql, Vendor::MySql),
        };
        self.flavor.is_at_least(vendor, least.0, least.1)
    }
}

impl Ddl for MySql {
    fn capability(&self) -> Capability {
        Capability {
            transactional_ddl: false,
            namespaces: false,
            unique_constraints: false,
            foreign_keys_inside_table: Inside::Settled,
            indexes_inside_table: true,
            type_change_detaches_foreign_keys: true,
            numbering_detaches_foreign_keys: !self.is_mariadb(),
            indexes_foreign_keys: true,
            views_hold_columns: false,
            // Characters on this engine; never more than the limit when they are counted as bytes.
            identifier_limit: 64,
        }
    }

    fn quote(&self, identifier: &str) -> String {
        quote(identifier)
    }

    fn literal(&self, text: &str) -> String {
        literal(text)
    }

    fn column_type(&self, value: ValueType, max_length: Option<u32>) -> Result<String, String> {
        self.type_of(value, max_length)
    }

    fn default_expression(
        &self,
        default: &DefaultMeta,
        value: ValueType,
    ) -> Result<String, String> {
        types::default_expression(default, value)
    }

    fn canonical(&self, schema: Schema) -> Schema {
        self.canonical_schema(schema)
    }

    fn is_same_expression(&self, a: &str, b: &str) -> bool {
        same_expression(a, b)
    }

    fn create(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        let rendered = self.created(object, scene)?;
        let mut rendered = ddl::relaxed(rendered, &object.id(), scene);
        // A table that comes back has its triggers, each under a mode of its own.
        if let Object::Table(table) = object {
            let triggers = table.triggers.iter();
            let triggers = triggers.flat_map(|trigger| self.create_trigger(trigger).statements);
            rendered.statements.extend(triggers);
        }
        Ok(rendered)
    }

    fn drop(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        let rendered = self.dropped(object, scene)?;
        Ok(ddl::relaxed(rendered, &object.id(), scene))
    }

    fn alter(&self, from: &Object, to: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        let rendered = self.changed(from, to, scene)?;
        Ok(ddl::relaxed(rendered, &to.id(), scene))
    }

    fn rename(
        &self,
        from: &ObjectId,
        to: &ObjectId,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        let rendered = self.renamed(from, to, scene)?;
        Ok(ddl::relaxed(rendered, to, scene))
    }

    fn rebuild(&self, table: &TableName, _: Scene<'_>) -> Result<Rendered, Obstacle> {
        Err(Obstacle::new(
            table,
            "tables are changed in place here, never rebuilt",
            "report this as a bug",
        ))
    }
}

/// What the words of [`Ddl`] stand for here.
impl MySql {
    fn created(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        match object {
            Object::Namespace(name) => Err(ddl::no_namespaces(name)),
            Object::View(view) => self.create_view(view),
            Object::Table(table) => self.create_table(table),
            Object::Column(table, column) => self.create_column(table, column, scene),
            Object::NotNull(table, column) => self.change_not_null(table, column, scene),
            Object::Default(table, column, default) => {
                self.set_default(table, column, Some(default), scene)
            }
            Object::PrimaryKey(table, key) => self.change_primary_key(table, Some(key), scene),
            Object::Unique(table, unique) => {
                self.create_index(table, &canonical::unique_index(unique), scene)
            }
            Object::Index(table, index) => self.create_index(table, index, scene),
            Object::ForeignKey(table, key) => self.create_foreign_key(table, key, scene),
            Object::Check(table, check) => self.create_check(table, check, scene),
            Object::Partition(table, partition) => self.create_partition(table, partition, scene),
            Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Sequence(_)
            | Object::Exclusion(..)
            | Object::ConstraintComment(..) => Err(Obstacle::unsupported(object, self.flavor)),
            Object::Trigger(_, trigger) => Ok(self.create_trigger(trigger)),
            Object::Comment(table, column, text) => {
                self.set_comment(table, column.as_deref(), text, scene)
            }
        }
    }

    fn dropped(&self, object: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        match object {
            Object::Namespace(name) => Err(ddl::no_namespaces(name)),
            Object::View(view) => Ok(self.drop_view(view)),
            Object::Table(table) => Ok(self.drop_table(&table.name)),
            Object::Column(table, column) => self.drop_column(table, column, scene),
            Object::NotNull(table, column) => self.change_not_null(table, column, scene),
            Object::Default(table, column, _) => self.set_default(table, column, None, scene),
            Object::PrimaryKey(table, _) => self.change_primary_key(table, None, scene),
            Object::Unique(table, unique) => self.drop_index(table, unique.name.text(), scene),
            Object::Index(table, index) => self.drop_index(table, index.name.text(), scene),
            Object::ForeignKey(table, key) => {
                Ok(self.drop_foreign_key(table, key.name.text(), scene))
            }
            Object::Check(table, check) => self.drop_check(table, check, scene),
            Object::Partition(table, partition) => self.drop_partition(table, partition, scene),
            Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::Sequence(_)
            | Object::Exclusion(..)
            | Object::ConstraintComment(..) => Err(Obstacle::unsupported(object, self.flavor)),
            Object::Trigger(_, trigger) => Ok(self.drop_trigger(trigger)),
            Object::Comment(table, column, _) => {
                self.set_comment(table, column.as_deref(), "", scene)
            }
        }
    }

    fn changed(&self, from: &Object, to: &Object, scene: Scene<'_>) -> Result<Rendered, Obstacle> {
        match (from, to) {
            (Object::View(from), Object::View(to)) => self.alter_view(from, to),
            (Object::Trigger(_, from), Object::Trigger(_, to)) => {
                Ok(self.replace_trigger(from, to))
            }
            (Object::Table(from), Object::Table(to)) => self.alter_table(from, to, scene),
            (Object::Column(table, from), Object::Column(_, to)) => {
                self.alter_column(table, from, to, scene)
            }
            (Object::Index(table, from), Object::Index(_, to)) => {
                self.alter_index(table, from, to, scene)
            }
            (Object::Unique(table, from), Object::Unique(_, to)) => self.alter_index(
                table,
                &canonical::unique_index(from),
                &canonical::unique_index(to),
                scene,
            ),
            (Object::ForeignKey(table, from), Object::ForeignKey(_, to)) => {
                self.replace_foreign_key(table, from.name.text(), to, scene)
            }
            (Object::Check(table, from), Object::Check(_, to)) => {
                self.replace_check(table, from, to, scene)
            }
            (Object::Partition(table, from), Object::Partition(_, to)) => {
                self.alter_partition(table, from, to, scene)
            }
            // A new value takes the place of the old one.
            (_, to) => self.created(to, scene),
        }
    }

    fn renamed(
        &self,
        from: &ObjectId,
        to: &ObjectId,
        scene: Scene<'_>,
    ) -> Result<Rendered, Obstacle> {
        match (from, to) {
            (ObjectId::View(old), ObjectId::View(new)) => Ok(self.rename_view(old, new)),
            (ObjectId::Table(old), ObjectId::Table(new)) => Ok(self.rename_table(old, new)),
            (ObjectId::EnumValue(table, Some(column), old), ObjectId::EnumValue(_, _, new)) => {
                self.rename_value((table, column), old, new, scene)
            }
            (ObjectId::Column(table, old), ObjectId::Column(_, new)) => {
                self.rename_column(table, old, new, scene)
            }
            (ObjectId::Index(table, old), ObjectId::Index(_, new))
            | (ObjectId::Unique(table, old), ObjectId::Unique(_, new)) => {
                self.rename_index(table, old, new, scene)
            }
            (ObjectId::ForeignKey(table, old), ObjectId::ForeignKey(_, new)) => {
                self.rename_foreign_key(table, old, new, scene)
            }
            (ObjectId::Check(table, old), ObjectId::Check(_, new)) => {
                self.rename_check(table, old, new, scene)
            }
            (ObjectId::Partition(table, old), ObjectId::Partition(_, new)) => {
                self.rename_partition(table, old, new, scene)
            }
            _ => Err(Obstacle::new(
                from,
                "it has no name of its own that could change",
                "drop it and create it again",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MySql;
    use crate::model::{Flavor, Vendor, Version};

    pub(super) const MARIADB: MySql = MySql {
        flavor: Flavor::new(Vendor::MariaDb, Version(10, 11, 0)),
    };
    pub(super) const MYSQL: MySql = MySql {
        flavor: Flavor::new(Vendor::MySql, Version(8, 4, 0)),
    };
}
