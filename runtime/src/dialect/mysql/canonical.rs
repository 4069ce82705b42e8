//! The desired schema in the form that inspection would yield.
//!
//! In: a schema lowered from structs. Out: the same with what the engine cannot tell apart written
//! one way, and with what it adds on its own. Does no I/O.

use super::MySql;
use super::text::{lexemes, words};
use crate::model::{
    Action, ForeignKey, Index, Options, PrimaryKey, Schema, Table, Target, USUAL, Unique,
};

impl MySql {
    pub(super) fn canonical_schema(&self, mut schema: Schema) -> Schema {
        schema.namespaces.clear();
        for table in &mut schema.tables {
            self.canonical_table(table);
        }
        schema.sorted()
    }

    /// The name that the catalogue has for a collation or a character set.
    fn collation(&self, name: &str) -> String {
        let name = name.to_lowercase();
        match name.strip_prefix("utf8") {
            Some(rest)
                if (rest.is_empty() || rest.starts_with('_')) && self.has((10, 6), (8, 1)) =>
            {
                format!("utf8mb3{rest}")
            }
            _ => name,
        }
    }

    fn canonical_table(&self, table: &mut Table) {
        let keyed: Vec<String> = table
            .primary_key
            .iter()
            .flat_map(|key| key.columns.clone())
            .collect();
        for column in &mut table.columns {
            column.data_type = self.spelled(&column.data_type);
            if column.auto_increment.is_some() || keyed.contains(&column.name) {
                column.nullable = false;
            }
            if let Some(default) = column.default.take() {
                let default = self.written_default(&column.data_type, default);
                let is_null = default.trim().eq_ignore_ascii_case("null");
                column.default = (!is_null).then(|| self.fitted(&column.data_type, default));
            }
            if let Some(value) = column.on_update.take() {
                column.on_update = Some(self.fitted(&column.data_type, value));
            }
            if let Some(collation) = &mut column.collation {
                *collation = self.collation(collation);
            }
            if column.data_type == "json" {
                column.collation = None;
            }
        }
        if let Some(key) = &mut table.primary_key {
            key.name = None;
        }
        let uniques = std::mem::take(&mut table.uniques);
        table.indexes.extend(uniques.iter().map(unique_index));
        if let Some(engine) = table.options.get_mut("engine")
            && engine.eq_ignore_ascii_case("innodb")
        {
            *engine = USUAL.to_owned();
        }
        forget_usual_of_aria(&mut table.options);
        if let Some(collation) = table.options.get_mut("collation") {
            *collation = self.collation(collation);
        }
        for key in &mut table.foreign_keys {
            // The default action, and the same thing under two names.
            for action in [&mut key.on_delete, &mut key.on_update] {
                if *action == Action::Restrict {
                    *action = Action::NoAction;
                }
            }
        }
        let primary = table.primary_key.as_ref();
        let keyed = primary.map_or(&[][..], PrimaryKey::plain_columns);
        for key in &table.foreign_keys {
            if !is_covered(keyed, &table.indexes, key) {
                let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
                let name = crate::model::Name::implicit(key.name.text());
                table.indexes.push(Index::over(name, &columns));
            }
        }
    }
}

/// Takes out what Aria has anyway, which an `ALTER` to it or from it states on its own. Only pages are transactional.
pub(crate) fn forget_usual_of_aria(options: &mut Options) {
    let format = options
        .get("row_format")
        .map(|format| format.to_uppercase());
    let is_paged = !matches!(format.as_deref(), Some("DYNAMIC" | "FIXED"));
    options.retain(|option, value| match option.as_str() {
        "transactional" => value != if is_paged { "1" } else { "0" },
        "page_checksum" => value != "1",
        _ => true,
    });
}

/// A unique key is an index on this engine, and nothing else.
pub(super) fn unique_index(unique: &Unique) -> Index {
    let columns: Vec<&str> = unique.columns.iter().map(String::as_str).collect();
    Index {
        unique: true,
        ..Index::over(unique.name.clone(), &columns)
    }
}

/// Whether the engine needs no index of its own for the foreign key.
fn is_covered(primary_key: &[String], indexes: &[Index], key: &ForeignKey) -> bool {
    primary_key.starts_with(&key.columns) || indexes.iter().any(|index| serves(index, &key.columns))
}

/// Whether the index begins with the columns, whole and in their order.
pub(super) fn serves(index: &Index, columns: &[String]) -> bool {
    let mut parts = index.parts.iter();
    index.method.is_none()
        && columns.iter().all(|column| {
            parts.next().is_some_and(|part| {
                part.length.is_none()
                    && matches!(&part.target, Target::Column(name) if name == column)
            })
        })
}

/// Whether the text names it, as a word or in quotes.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    lexemes(text).into_iter().any(|(kind, text)| {
        matches!(kind, super::Kind::Name | super::Kind::Word)
            && super::bare(text).eq_ignore_ascii_case(name)
    })
}

/// Whether the text of a trigger names the column of another table than its own, whose columns stand behind `NEW.` and `OLD.`.
pub(crate) fn mentions_beside_rows(text: &str, name: &str) -> bool {
    let words = words(text);
    (0..words.len()).any(|at| mentions(words[at], name) && !is_of_row(&words, at))
}

/// Whether the text of a trigger names the column of its own table: in a row, or where a query could find it, as the body
/// names the table too. MariaDB has columns in front as well (`UPDATE OF`).
pub(crate) fn mentions_own(text: &str, table: &str, column: &str) -> bool {
    let words = words(text);
    let is = |word: &str, wanted: &str| word.eq_ignore_ascii_case(wanted);
    let is_front =
        |three: &[&str]| is(three[0], "for") && is(three[1], "each") && is(three[2], "row");
    let body = words.windows(3).position(is_front).unwrap_or(0);
    // In double quotes is a name in one mode and a text in the other.
    let names = |word: &str, name: &str| !word.starts_with('\'') && is(&super::bare(word), name);
    let is_queried = words[body..].iter().any(|word| names(word, table));
    let is_own = |at: usize| at < body || is_queried || is_of_row(&words, at);
    (0..words.len()).any(|at| names(words[at], column) && is_own(at))
}

fn is_of_row(words: &[&str], at: usize) -> bool {
    at >= 2
        && words[at - 1] == "."
        && ["new", "old"].contains(&super::bare(words[at - 2]).to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::mentions_own;
    use crate::dialect::mysql::tests::MARIADB;
    use crate::model::{
        Action, Column, ForeignKey, Name, PrimaryKey, Schema, Table, TableName, Unique,
    };

    fn key(name: &str, columns: &[&str]) -> ForeignKey {
        ForeignKey {
            name: Name::implicit(name),
            columns: columns.iter().map(ToString::to_string).collect(),
            target: TableName::new("p"),
            target_columns: columns.iter().map(ToString::to_string).collect(),
            on_delete: Action::Restrict,
            on_update: Action::Cascade,
            clauses: Vec::new(),
        }
    }

    #[test]
    fn a_foreign_key_without_an_index_gets_the_one_that_the_engine_makes() {
        let mut schema = Schema::new(MARIADB.flavor);
        let mut table = Table::new(TableName::new("t"));
        table.columns = ["a", "b", "c"]
            .map(|name| Column::new(name, "INT"))
            .to_vec();
        table.primary_key = Some(PrimaryKey {
            name: Some(Name::implicit("t_pkey")),
            columns: vec!["a".to_owned()],
            ..PrimaryKey::default()
        });
        table.uniques.push(Unique::over(
            Name::implicit("t_b"),
            vec!["b".to_owned(), "c".to_owned()],
        ));
        table.foreign_keys = vec![key("f_a", &["a"]), key("f_b", &["b"]), key("f_c", &["c"])];
        schema.tables.push(table);
        let schema = MARIADB.canonical_schema(schema);
        let table = &schema.tables[0];
        let names: Vec<&str> = table
            .indexes
            .iter()
            .map(|index| index.name.text())
            .collect();
        assert_eq!(names, ["f_c", "t_b"]);
        assert!(table.uniques.is_empty());
        assert_eq!(table.foreign_keys[0].on_delete, Action::NoAction);
        assert_eq!(table.columns[0].data_type, "int(11)");
        assert!(!table.columns[0].nullable);
        assert_eq!(MARIADB.canonical_schema(schema.clone()), schema);
    }

    #[test]
    fn a_trigger_names_a_column_of_its_own_table_in_a_row_or_where_it_names_the_table() {
        for (head, body, is_named) in [
            ("AFTER DELETE", "DELETE FROM u WHERE c = OLD.d", false),
            ("AFTER DELETE", "SET @a = OLD.c", true),
            ("BEFORE UPDATE", "SET `New` . `C` = 1", true),
            ("AFTER INSERT", "SET @a = (SELECT max(c) FROM t)", true),
            (
                "AFTER INSERT",
                "SET @a = (SELECT max(x.c) FROM u JOIN `T` x)",
                true,
            ),
            ("AFTER INSERT", "SET @a = 'OLD.c t'", false),
            ("AFTER INSERT", "SET @a = NEW.\"c\"", true),
            ("BEFORE UPDATE OF c", "SET NEW.d = 1", true),
        ] {
            let text = format!("CREATE TRIGGER x {head} ON t FOR EACH ROW {body}");
            assert_eq!(mentions_own(&text, "t", "c"), is_named, "{text}");
        }
    }
}
