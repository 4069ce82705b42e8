//! A column of a struct as a column of one engine.
//!
//! In: [`ColumnMeta`]. Out: a column of the model, or what the engine has no way to hold. What only
//! tunes storage or tells readers something is left out where the engine has no place for it.

use super::{Lowering, closed_sql, sql_for};
use crate::dialect::postgres;
use crate::meta::{ColumnMeta, DefaultMeta, SqlMeta, ValueType};
use crate::model::{Column, Engine, Generated, TableName, USUAL, Vendor};

impl Lowering {
    pub(super) fn column(&mut self, table: &TableName, meta: &ColumnMeta) -> Option<Column> {
        let at = format!("`{table}.{}`", meta.name);
        let data_type = match self.data_type(meta) {
            Ok(data_type) => data_type,
            Err(reason) => {
                self.problem(format!("column {at}: {reason}"));
                return None;
            }
        };
        let (auto_increment, numbering) = self.numbering(table, meta);
        let mut column = Column {
            nullable: meta.nullable,
            default: self.default(&at, meta, &data_type),
            auto_increment,
            numbering,
            ..Column::new(meta.name, data_type)
        };
        self.generated(&at, meta, &mut column);
        self.texts(meta, &mut column);
        self.updated(&at, meta, &mut column);
        match self.engine() {
            Engine::Postgres => {
                column.storage = meta.storage().map(str::to_owned);
                // Before 14 there is one method, and no word for it.
                if self.flavor.is_at_least(Vendor::Postgres, 14, 0) {
                    column.compression = meta.compression().map(str::to_owned);
                }
            }
            Engine::MySql => self.invisible(&at, meta, &mut column),
            Engine::Sqlite => {}
        }
        Some(column)
    }

    fn engine(&self) -> Engine {
        self.flavor.engine()
    }

    fn data_type(&self, meta: &ColumnMeta) -> Result<String, String> {
        if let Some(stated) = meta
            .sql_type()
            .and_then(|stated| sql_for(self.engine(), stated))
        {
            return Ok(match self.engine() {
                Engine::Postgres => self.home.type_name(postgres_type(stated)),
                Engine::MySql => self.mysql_type(stated.trim())?,
                Engine::Sqlite => stated.trim().to_owned(),
            });
        }
        if let Some(length) = meta.length() {
            return self.fixed_length(meta.value, length);
        }
        let usual = self
            .home
            .type_name(self.ddl().column_type(meta.value, meta.max_length())?);
        match meta.precision() {
            None => Ok(usual),
            Some(digits) if meta.value == ValueType::Decimal => {
                self.decimal(digits, meta.scale().unwrap_or(0))
            }
            // SQLite keeps a time as the text that is written.
            Some(_) if self.engine() == Engine::Sqlite => Ok(usual),
            Some(digits) => Ok(with_digits(&usual, digits)),
        }
    }

    /// The types that MariaDB alone has, which differ from a slip of the pen in that the code is right elsewhere.
    fn mysql_type(&self, stated: &str) -> Result<String, String> {
        let word = stated.split(|c: char| !c.is_ascii_alphanumeric()).next();
        let word = word.unwrap_or_default().to_lowercase();
        if self.flavor.vendor == Vendor::MySql && ["inet4", "inet6", "uuid"].contains(&&*word) {
            return Err(format!(
                "MySQL has no type `{word}`\nhelp: name one that both have, such as `varbinary(16)`, or connect to MariaDB"
            ));
        }
        Ok(stated.to_owned())
    }

    fn fixed_length(&self, value: ValueType, length: u32) -> Result<String, String> {
        let is_text = value == ValueType::Text;
        match (self.engine(), is_text) {
            (Engine::Postgres, true) => Ok(format!("character({length})")),
            (Engine::Postgres, false) => Err(format!(
                "PostgreSQL has no byte string of a fixed length\n\
                 help: leave `length` out and add a check such as `octet_length(...) = {length}`"
            )),
            (Engine::MySql, _) if length > 255 => Err(format!(
                "a fixed length of {length} is more than the 255 of {}\nhelp: write `max_length = {length}`",
                self.flavor.vendor
            )),
            (Engine::MySql, true) => Ok(format!("char({length})")),
            (Engine::MySql, false) => Ok(format!("binary({length})")),
            (Engine::Sqlite, true) => Ok(format!("CHAR({length})")),
            (Engine::Sqlite, false) => Ok(format!("BLOB({length})")),
        }
    }

    fn decimal(&self, precision: u32, scale: u32) -> Result<String, String> {
        let (most, most_after) = match self.flavor.vendor {
            Vendor::Postgres => (1000, 1000),
            Vendor::MariaDb => (65, 38),
            Vendor::MySql | Vendor::Sqlite => (65, 30),
        };
        if precision > most || scale > most_after {
            return Err(format!(
                "{} holds at most {most} digits, {most_after} of them after the point\nhelp: lower `precision` or `scale`",
                self.flavor.vendor
            ));
        }
        Ok(match self.engine() {
            Engine::Postgres => format!("numeric({precision},{scale})"),
            Engine::MySql | Engine::Sqlite => format!("decimal({precision},{scale})"),
        })
    }

    fn default(&mut self, at: &str, meta: &ColumnMeta, data_type: &str) -> Option<String> {
        let stated = match meta.default()? {
            DefaultMeta::Sql(sql) => DefaultMeta::Sql(SqlMeta::Same(sql_for(self.engine(), sql)?)),
            other => other,
        };
        match self.ddl().default_expression(&stated, meta.value) {
            Ok(text) => Some(match (stated, text.rsplit_once("::")) {
                // A literal of PostgreSQL carries its type.
                (DefaultMeta::Text(_) | DefaultMeta::Variant(_), Some((literal, name)))
                    if self.engine() == Engine::Postgres =>
                {
                    let name = match meta.sql_type() {
                        Some(_) => data_type.to_owned(),
                        // A text takes the type of its column, without the length.
                        None if name == "text" => {
                            data_type.split('(').next().unwrap_or(name).to_owned()
                        }
                        None => self.home.type_name(name.to_owned()),
                    };
                    format!("{literal}::{name}")
                }
                _ => text,
            }),
            Err(reason) => {
                self.problem(format!("the default of column {at}: {reason}"));
                None
            }
        }
    }

    fn generated(&mut self, at: &str, meta: &ColumnMeta, column: &mut Column) {
        let Some(generated) = meta.generated() else {
            return;
        };
        let engine = self.engine();
        let Some(expression) = closed_sql(engine, generated.expression) else {
            self.problem(format!(
                "column {at} is generated and has no expression for {engine}\nhelp: write one for each database, or the same for all: `generated(stored, \"...\")`"
            ));
            return;
        };
        let has_virtual =
            engine != Engine::Postgres || self.flavor.is_at_least(Vendor::Postgres, 18, 0);
        if !generated.stored && !has_virtual {
            self.problem(format!(
                "column {at} is generated when it is read, which PostgreSQL before 18 does not do\nhelp: write `generated(stored, ...)`"
            ));
        }
        column.generated = Some(Generated {
            expression,
            stored: generated.stored,
        });
        // MariaDB takes no NOT NULL there: the expression alone says what the value is.
        column.nullable |= self.flavor.vendor == Vendor::MariaDb;
    }

    /// What is said about texts, and to readers.
    fn texts(&self, meta: &ColumnMeta, column: &mut Column) {
        let engine = self.engine();
        column.collation = meta
            .collation()
            .and_then(|collation| sql_for(engine, collation))
            .map(|name| match engine {
                Engine::Postgres => self.home.type_name(postgres::collation(name)),
                Engine::MySql | Engine::Sqlite => name.to_owned(),
            });
        if engine == Engine::MySql && column.collation.is_none() {
            column.collation = meta.charset().map(str::to_owned);
        }
        if engine != Engine::Sqlite {
            column.comment = meta.comment().map(comment);
        }
    }

    fn updated(&mut self, at: &str, meta: &ColumnMeta, column: &mut Column) {
        if !meta.is_updated_now() {
            return;
        }
        if self.engine() == Engine::MySql {
            column.on_update = Some("current_timestamp(6)".to_owned());
        } else {
            self.problem(format!(
                "column {at} is set to the time by each update, which {} does only with a trigger\nhelp: write the trigger, or set the column in the code, and take `update` away",
                self.flavor.vendor
            ));
        }
    }

    fn invisible(&mut self, at: &str, meta: &ColumnMeta, column: &mut Column) {
        column.invisible = meta.is_invisible();
        if column.invisible && !column.can_be_left_out() && self.flavor.vendor == Vendor::MariaDb {
            self.problem(format!(
                "column {at} is invisible, and rows that leave it out would have no value\nhelp: add `default = ...`, or write the type as `Option<...>`"
            ));
        }
    }
}

/// An empty comment is the one that everybody has.
pub(super) fn comment(text: &str) -> String {
    let text = if text.is_empty() { USUAL } else { text };
    text.to_owned()
}

/// A type as PostgreSQL reads it: names without quotes in lower case, no space around arguments.
pub(super) fn postgres_type(text: &str) -> String {
    let text = text.trim();
    if text.contains('"') {
        return text.to_owned();
    }
    let (name, rest) = text.split_at(text.find('(').unwrap_or(text.len()));
    let (arguments, end) = rest.split_at(rest.find(')').map_or(0, |at| at + 1));
    let arguments: String = arguments.split_whitespace().collect();
    format!(
        "{}{arguments}{}",
        name.trim_end().to_lowercase(),
        end.to_lowercase()
    )
}

/// A type of times with another number of digits after the point.
fn with_digits(usual: &str, digits: u32) -> String {
    let (word, rest) = usual.split_at(usual.find(['(', ' ']).unwrap_or(usual.len()));
    let rest = rest.split_once(')').map_or(rest, |(_, rest)| rest);
    format!("{word}({digits}){rest}")
}

#[cfg(test)]
mod tests {
    use super::{postgres_type, with_digits};

    #[test]
    fn a_stated_type_is_spelled_as_the_catalogue_spells_it() {
        for (written, spelled) in [
            ("CITEXT", "citext"),
            ("NUMERIC (10, 2)", "numeric(10,2)"),
            ("geometry(Point, 4326)", "geometry(Point,4326)"),
            ("\"Mood\"", "\"Mood\""),
            ("TIMESTAMP(3) WITH TIME ZONE", "timestamp(3) with time zone"),
            ("text[]", "text[]"),
        ] {
            assert_eq!(postgres_type(written), spelled);
        }
    }

    #[test]
    fn the_digits_of_a_time_stand_behind_its_first_word() {
        for (usual, digits, expected) in [
            ("timestamp with time zone", 3, "timestamp(3) with time zone"),
            ("datetime(6)", 0, "datetime(0)"),
            ("time", 2, "time(2)"),
        ] {
            assert_eq!(with_digits(usual, digits), expected);
        }
    }
}
