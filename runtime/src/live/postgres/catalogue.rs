//! What is asked of the catalogue, and the answers by name.
//!
//! In: the version of the server and the namespaces that are wanted. Out: the texts of the
//! statements, and their rows as values. Knows no model beyond names.

use std::collections::BTreeMap;

use super::row::Row;
use crate::dialect::Dialect;
use crate::live::Scope;
use crate::model::{Flavor, TableName, Vendor};

macro_rules! statements {
    ($($name:ident),+ $(,)?) => {
        /// The rows of each statement.
        #[derive(Debug, Default)]
        pub(super) struct Answers {
            $(pub(super) $name: Vec<Row>,)+
        }

        const TEXTS: &[&str] = &[$(include_str!(concat!("catalogue/", stringify!($name), ".sql"))),+];

        impl Answers {
            fn of(sets: Vec<Vec<Row>>) -> Self {
                let mut sets = sets.into_iter();
                Self { $($name: sets.next().unwrap_or_default(),)+ }
            }
        }
    };
}

statements!(
    namespaces,
    relations,
    inherits,
    columns,
    constraints,
    target_columns,
    indexes,
    index_parts,
    operator_classes,
    collations,
    sequences,
    types,
    routines,
    triggers,
    rules,
    policies,
    publications,
    statistics,
    dependencies,
    comments,
    others,
    extensions,
    domains,
    domain_checks,
    views,
    privileges,
    wide,
    namespace_comments,
    remade,
);

/// The columns of a table that are published, and which rows.
const PUBLISHED: &str = "\
    ' (' || (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY o.at) \
    FROM pg_catalog.unnest(l.prattrs::pg_catalog.int2[]) WITH ORDINALITY o (number, at) \
    JOIN pg_catalog.pg_attribute a ON a.attrelid = l.prrelid AND a.attnum = o.number) || ')', \
    ' WHERE (' || pg_catalog.pg_get_expr(l.prqual, l.prrelid) || ')'";

/// The texts of the statements, in the order of [`Answers`].
pub(super) fn statements(flavor: Flavor, scope: &Scope, snapshot: Snapshot) -> Vec<String> {
    let since = |version: u16, text: &str, before: &str| {
        let is_there = flavor.is_at_least(Vendor::Postgres, version, 0);
        (if is_there { text } else { before }).to_owned()
    };
    let extended = since(18, "k.conperiod OR NOT k.conenforced", "false");
    let words = [
        ("{scope}", condition(flavor, scope)),
        ("{database}", (*scope == Scope::All).to_string()),
        ("{compression}", since(14, "a.attcompression", "NULL")),
        (
            "{nulls_not_distinct}",
            since(15, "i.indnullsnotdistinct", "false"),
        ),
        (
            "{own_trigger}",
            since(
                13,
                "t.tgparentid = 0",
                "NOT EXISTS (SELECT FROM pg_catalog.pg_depend o WHERE o.classid = 2620 AND o.objid = t.oid \
                 AND o.deptype = 'P')",
            ),
        ),
        (
            "{same_clones}",
            since(
                13,
                "NOT EXISTS (SELECT FROM pg_catalog.pg_trigger o WHERE o.tgparentid = t.oid \
                 AND o.tgenabled <> t.tgenabled)",
                "true",
            ),
        ),
        ("{published}", since(15, PUBLISHED, "''")),
        (
            "{statistics_target}",
            since(13, "s.stxstattarget", "NULL::pg_catalog.int4"),
        ),
        ("{sql_body}", since(14, "p.prosqlbody IS NOT NULL", "false")),
        ("{enforced}", since(18, "k.conenforced", "true")),
        ("{extended}", extended),
        ("{emptied}", since(15, "k.confdelsetcols", "NULL")),
        (
            "{publication_details}",
            since(
                15,
                "r.prattrs, pg_catalog.pg_get_expr(r.prqual, r.prrelid)",
                "NULL",
            ),
        ),
    ];
    let filled = |text: &&str| {
        let mut text = text.trim_end().to_owned();
        for (word, value) in &words {
            text = text.replace(word, value);
        }
        text
    };
    let mut statements: Vec<String> = TEXTS.iter().map(filled).collect();
    if snapshot == Snapshot::Own
        && let Some(first) = statements.first_mut()
    {
        // Statements that are sent together are one transaction. To compile a question that is asked once takes
        // longer than to answer it.
        first.insert_str(
            0,
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;\nSET LOCAL jit = off;\n",
        );
    }
    statements
}

/// Whose view of the database is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Snapshot {
    /// One of its own, the same for all statements.
    Own,
    /// That of the transaction that the session is in.
    Session,
}

/// Which namespaces are read, as a condition on `n`.
fn condition(flavor: Flavor, scope: &Scope) -> String {
    let dialect = Dialect::of(flavor);
    match scope {
        Scope::All => {
            r"(n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema')".to_owned()
        }
        Scope::Namespaces(names) => {
            let names: String = names
                .iter()
                .map(|name| format!(", {}", dialect.ddl().literal(name)))
                .collect();
            format!("n.nspname IN (pg_catalog.current_schema(){names})")
        }
    }
}

/// A relation, whatever its kind.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) oid: u32,
    pub(super) name: TableName,
    /// The letter of `pg_class.relkind`.
    pub(super) kind: char,
    pub(super) row: Row,
}

/// A column of a relation.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub(super) number: i16,
    pub(super) name: String,
    pub(super) data_type: String,
    pub(super) type_oid: u32,
    pub(super) collation_oid: u32,
    pub(super) row: Row,
}

/// The whole answer, by the numbers that the server gives to objects.
#[derive(Debug)]
pub(super) struct Catalogue {
    pub(super) namespaces: Vec<String>,
    pub(super) relations: BTreeMap<u32, Relation>,
    pub(super) attributes: BTreeMap<u32, Vec<Attribute>>,
    /// Names of columns, those of tables that foreign keys refer to included.
    pub(super) column_names: BTreeMap<(u32, i16), String>,
    /// Comments by object and column; zero is the object itself.
    pub(super) comments: BTreeMap<(u32, i32), String>,
    /// Constraints by their relation.
    pub(super) constraints: BTreeMap<u32, Vec<Row>>,
    /// Indexes by the relation that they are of.
    pub(super) indexes: BTreeMap<u32, Vec<Row>>,
    /// Parts of indexes by the index.
    pub(super) index_parts: BTreeMap<u32, Vec<Row>>,
    /// Sequences by the relation that owns them; those without an owner under zero.
    pub(super) sequences: BTreeMap<u32, Vec<Row>>,
    /// What has no group of its own.
    pub(super) answers: Answers,
}

impl Catalogue {
    pub(super) fn of(sets: Vec<Vec<Row>>) -> Self {
        let mut answers = Answers::of(sets);
        let relation = |row: &Row| {
            let relation = Relation {
                oid: row.number(0),
                name: qualified(row, 1, 3),
                kind: row.letter(4),
                row: row.clone(),
            };
            (relation.oid, relation)
        };
        let mut attributes: BTreeMap<u32, Vec<Attribute>> = BTreeMap::new();
        for row in &answers.columns {
            attributes
                .entry(row.number(0))
                .or_default()
                .push(Attribute {
                    number: row.number(1),
                    name: row.text(2),
                    data_type: row.text(3),
                    type_oid: row.number(4),
                    collation_oid: row.number(8),
                    row: row.clone(),
                });
        }
        Self {
            namespaces: answers.namespaces.iter().map(|row| row.text(0)).collect(),
            relations: answers.relations.iter().map(relation).collect(),
            attributes,
            column_names: answers
                .columns
                .iter()
                .chain(&answers.target_columns)
                .map(|row| ((row.number(0), row.number(1)), row.text(2)))
                .collect(),
            comments: answers
                .comments
                .iter()
                .map(|row| ((row.number(0), row.number(1)), row.text(2)))
                .collect(),
            constraints: grouped(std::mem::take(&mut answers.constraints), 1),
            indexes: grouped(std::mem::take(&mut answers.indexes), 1),
            index_parts: grouped(std::mem::take(&mut answers.index_parts), 0),
            sequences: grouped(std::mem::take(&mut answers.sequences), 8),
            answers,
        }
    }

    /// The rows that belong to an object.
    pub(super) fn rows(groups: &BTreeMap<u32, Vec<Row>>, of: u32) -> &[Row] {
        groups.get(&of).map_or(&[], Vec::as_slice)
    }

    /// The names of the numbered columns of a relation.
    pub(super) fn columns(&self, relation: u32, numbers: &[i16]) -> Vec<String> {
        numbers
            .iter()
            .filter_map(|number| self.column_names.get(&(relation, *number)).cloned())
            .collect()
    }

    /// The column of a relation with that number.
    pub(super) fn attribute(&self, relation: u32, number: i16) -> Option<&Attribute> {
        self.attributes
            .get(&relation)?
            .iter()
            .find(|attribute| attribute.number == number)
    }
}

fn grouped(rows: Vec<Row>, by: usize) -> BTreeMap<u32, Vec<Row>> {
    let mut groups: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.number(by)).or_default().push(row);
    }
    groups
}

/// A name after its namespace and whether that is the default one.
pub(super) fn qualified(row: &Row, namespace: usize, name: usize) -> TableName {
    let is_default = row.is(namespace + 1);
    let schema = (!is_default).then(|| row.text(namespace));
    TableName::within(schema.as_deref(), row.text(name))
}
