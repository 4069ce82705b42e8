//! The fingerprint of the catalogue.
//!
//! In: the version of the server, and namespaces. Out: a statement. Each change of a schema writes rows of the
//! catalogue anew, and each row carries the transaction that wrote it: those numbers tell that something moved
//! without a word of what (postgresql.org/docs/current/ddl-system-columns.html). Asks nothing.
//!
//! One namespace and many are asked about in two ways with the same result. A list is the fastest for one, as nothing is
//! joined; for many it would be looked through for each, so each catalogue is read once and joined with all.

use crate::live::fingerprint::Side;
use crate::live::home::{self, Home};

/// A catalogue of which rows are counted.
struct Catalogue {
    /// Where they come from, as `x`.
    from: &'static str,
    /// What a row is known by.
    key: &'static str,
    /// Which rows count.
    condition: &'static str,
    whose: Whose,
}

/// What a row belongs to, by the column that names it.
enum Whose {
    Namespaces(&'static str),
    /// What has columns.
    Tables(&'static str),
    Sequences(&'static str),
    /// The database as a whole.
    Database,
}

const fn of(
    whose: Whose,
    from: &'static str,
    key: &'static str,
    condition: &'static str,
) -> Catalogue {
    Catalogue {
        from,
        key,
        condition,
        whose,
    }
}

/// What is not here moves a row that is: a default that of its column, a partition that of its table. Objects of
/// the kinds that are only listed come and go with their dependency on a namespace.
const CATALOGUES: [Catalogue; 20] = [
    of(
        Whose::Namespaces("x.oid"),
        "pg_namespace x",
        "x.oid",
        "true",
    ),
    of(
        Whose::Namespaces("x.relnamespace"),
        "pg_class x",
        "x.oid",
        "true",
    ),
    of(
        Whose::Tables("x.attrelid"),
        "pg_attribute x",
        "x.attrelid, x.attnum",
        "x.attnum > 0",
    ),
    of(
        Whose::Namespaces("x.connamespace"),
        "pg_constraint x",
        "x.oid",
        "true",
    ),
    // Until PostgreSQL 14 an index becomes valid without another transaction in its row.
    of(
        Whose::Tables("x.indrelid"),
        "pg_index x",
        "x.indexrelid, x.indisvalid",
        "true",
    ),
    of(
        Whose::Namespaces("x.typnamespace"),
        "pg_type x",
        "x.oid",
        "x.typtype IN ('d', 'e', 'r', 'm')",
    ),
    of(
        Whose::Namespaces("y.typnamespace"),
        "pg_enum x JOIN pg_catalog.pg_type y ON y.oid = x.enumtypid",
        "x.oid",
        "true",
    ),
    of(
        Whose::Sequences("x.seqrelid"),
        "pg_sequence x",
        "x.seqrelid",
        "true",
    ),
    // Which column a sequence belongs to.
    of(
        Whose::Sequences("x.objid"),
        "pg_depend x",
        "x.objid, x.refobjid, x.refobjsubid",
        "x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass \
         AND x.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass",
    ),
    of(
        Whose::Namespaces("x.refobjid"),
        "pg_depend x",
        "x.classid, x.objid",
        "x.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass",
    ),
    // Comments of tables, columns and indexes; of enums and domains.
    of(
        Whose::Namespaces("y.relnamespace"),
        "pg_description x JOIN pg_catalog.pg_class y ON y.oid = x.objoid",
        "x.objoid, x.objsubid",
        "x.objoid >= 16384 AND x.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass",
    ),
    of(
        Whose::Namespaces("y.typnamespace"),
        "pg_description x JOIN pg_catalog.pg_type y ON y.oid = x.objoid",
        "x.objoid",
        "x.objoid >= 16384 AND x.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass",
    ),
    of(
        Whose::Namespaces("x.pronamespace"),
        "pg_proc x",
        "x.oid",
        "x.oid >= 16384",
    ),
    of(
        Whose::Tables("x.tgrelid"),
        "pg_trigger x",
        "x.oid",
        "NOT x.tgisinternal",
    ),
    of(Whose::Tables("x.ev_class"), "pg_rewrite x", "x.oid", "true"),
    of(Whose::Tables("x.polrelid"), "pg_policy x", "x.oid", "true"),
    of(
        Whose::Namespaces("x.collnamespace"),
        "pg_collation x",
        "x.oid",
        "x.oid >= 16384",
    ),
    of(Whose::Database, "pg_extension x", "x.oid", "true"),
    // What belongs to an extension.
    of(
        Whose::Database,
        "pg_depend x",
        "x.classid, x.objid, x.refobjid",
        "x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass",
    ),
    // Comments of what else there is are few, and nobody's in particular.
    of(
        Whose::Database,
        "pg_description x",
        "x.objoid, x.classoid, x.objsubid",
        "x.objoid >= 16384 AND x.classoid NOT IN ('pg_catalog.pg_class'::pg_catalog.regclass, \
         'pg_catalog.pg_type'::pg_catalog.regclass)",
    ),
];

/// The statement that tells the fingerprint of each namespace and what its state row keeps, from the version's number as
/// the server tells it.
pub(crate) fn glance(version: Option<u32>, sides: &[Side<'_>]) -> String {
    let is_modern = version.is_some_and(|version| version >= 140_000);
    match sides {
        [side] => one(is_modern, side),
        _ => many(is_modern, sides),
    }
}

/// Rows of the namespaces of one side.
fn one(is_modern: bool, side: &Side<'_>) -> String {
    let Words { name, path, seen } = words(side);
    let (scoped, whole): (Vec<_>, Vec<_>) =
        numbered().partition(|(catalogue, _)| catalogue.is_scoped());
    let sums = scoped.into_iter().chain(whole).map(|(catalogue, seed)| {
        let member = match catalogue.whose {
            Whose::Namespaces(column) => format!("{column} = ANY (n.list) AND "),
            Whose::Tables(column) => format!("{column} = ANY (t.list) AND "),
            Whose::Sequences(column) => format!("{column} = ANY (s.list) AND "),
            Whose::Database => String::new(),
        };
        format!(
            "(SELECT {} FROM pg_catalog.{} WHERE {member}{})",
            catalogue.sum(is_modern, seed),
            catalogue.from,
            catalogue.condition
        )
    });
    let sums: Vec<String> = sums.collect();
    format!(
        "WITH n AS MATERIALIZED (SELECT ARRAY(SELECT o.oid FROM pg_catalog.pg_namespace o \
           WHERE o.nspname IN ({name}) OR o.nspname IN ( \
             SELECT pg_catalog.json_array_elements_text((({seen})::pg_catalog.json) -> 'namespaces'))) AS list), \
         c AS MATERIALIZED (SELECT o.oid, o.relkind FROM pg_catalog.pg_class o, n \
           WHERE o.relnamespace = ANY (n.list) AND o.relkind NOT IN ('i', 'I')), \
         t AS MATERIALIZED (SELECT ARRAY(SELECT oid FROM c WHERE relkind <> 'S') AS list), \
         s AS MATERIALIZED (SELECT ARRAY(SELECT oid FROM c WHERE relkind = 'S') AS list) \
         SELECT 0, pg_catalog.concat_ws(',', {WHERE}, {path}, {}), ({seen}) FROM n, t, s",
        sums.join(", ")
    )
}

/// Rows of the namespaces of each side, known by its number `at`.
fn many(is_modern: bool, sides: &[Side<'_>]) -> String {
    let rows = sides.iter().zip(0..).map(|(side, at)| {
        let Words { name, path, seen } = words(side);
        format!("({at}, {name}, {path}, ({seen}))")
    });
    let rows: Vec<String> = rows.collect();
    let sum = |(catalogue, seed): (&Catalogue, usize)| {
        let (list, column) = match catalogue.whose {
            Whose::Namespaces(column) => ("n", column),
            Whose::Tables(column) => ("t", column),
            Whose::Sequences(column) => ("s", column),
            Whose::Database => return None,
        };
        Some(format!(
            "SELECT o.at, {seed} AS seed, {} AS sum FROM pg_catalog.{} JOIN {list} o ON o.oid = {column} WHERE {} GROUP BY o.at",
            catalogue.sum(is_modern, seed),
            catalogue.from,
            catalogue.condition
        ))
    };
    let sums: Vec<String> = numbered().filter_map(sum).collect();
    let whole = numbered().filter(|(catalogue, _)| !catalogue.is_scoped());
    let whole = whole.map(|(catalogue, seed)| {
        format!(
            "(SELECT {} FROM pg_catalog.{} WHERE {})",
            catalogue.sum(is_modern, seed),
            catalogue.from,
            catalogue.condition
        )
    });
    let whole: Vec<String> = whole.collect();
    // To compile so long a statement takes many times as long as to run it.
    format!(
        "SET LOCAL jit = off; \
         WITH w (at, name, path, seen) AS MATERIALIZED (VALUES {}), \
         n AS MATERIALIZED (SELECT w.at, o.oid FROM w JOIN pg_catalog.pg_namespace o ON o.nspname = w.name \
           UNION SELECT w.at, o.oid FROM w \
           CROSS JOIN LATERAL pg_catalog.json_array_elements_text((w.seen::pg_catalog.json) -> 'namespaces') e (name) \
           JOIN pg_catalog.pg_namespace o ON o.nspname = e.name), \
         c AS MATERIALIZED (SELECT n.at, o.oid, o.relkind FROM n JOIN pg_catalog.pg_class o ON o.relnamespace = n.oid \
           WHERE o.relkind NOT IN ('i', 'I')), \
         t AS MATERIALIZED (SELECT at, oid FROM c WHERE relkind <> 'S'), \
         s AS MATERIALIZED (SELECT at, oid FROM c WHERE relkind = 'S'), \
         f AS MATERIALIZED (SELECT at, pg_catalog.string_agg(sum::pg_catalog.text, ',' ORDER BY seed) AS sums FROM ({}) r GROUP BY at), \
         d AS MATERIALIZED (SELECT pg_catalog.concat_ws(',', {}) AS sums) \
         SELECT w.at, pg_catalog.concat_ws(',', {WHERE}, w.path, f.sums, d.sums), w.seen \
         FROM d CROSS JOIN w LEFT JOIN f ON f.at = w.at",
        rows.join(", "),
        sums.join(" UNION ALL "),
        whole.join(", "),
    )
}

/// Which database it is.
const WHERE: &str =
    "pg_catalog.current_setting('server_version_num'), pg_catalog.current_database()";

/// What a side is in words of the statement.
struct Words<'a> {
    name: String,
    path: String,
    seen: &'a str,
}

fn words<'a>(side: &'a Side<'_>) -> Words<'a> {
    let (name, path) = match side.home {
        Home::Own => (
            "pg_catalog.current_schema()".to_owned(),
            "pg_catalog.current_setting('search_path')".to_owned(),
        ),
        Home::Named(name) => (home::literal(name), home::path(name)),
    };
    Words {
        name,
        path,
        seen: &side.seen,
    }
}

fn numbered() -> impl Iterator<Item = (&'static Catalogue, usize)> {
    CATALOGUES.iter().zip(1..)
}

impl Catalogue {
    const fn is_scoped(&self) -> bool {
        !matches!(self.whose, Whose::Database)
    }

    /// Sums and exclusive ors do not depend on an order. The rows of one catalogue differ in their key, so that none
    /// undoes another.
    fn sum(&self, is_modern: bool, seed: usize) -> String {
        let key = self.key;
        if is_modern {
            format!(
                "pg_catalog.bit_xor(pg_catalog.hash_record_extended(ROW({key}, x.xmin), {seed}))"
            )
        } else {
            format!(
                "pg_catalog.sum(pg_catalog.hashtextextended(pg_catalog.concat_ws(',', {key}, x.xmin), {seed}))"
            )
        }
    }
}
