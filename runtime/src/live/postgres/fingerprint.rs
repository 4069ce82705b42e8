//! The fingerprint of the catalogue.
//!
//! In: the version of the server, and namespaces. Out: an expression. Each change of a schema writes rows of the
//! catalogue anew, and each row carries the transaction that wrote it: those numbers tell that something moved
//! without a word of what (postgresql.org/docs/current/ddl-system-columns.html). Asks nothing.

use crate::dialect::Dialect;
use crate::live::fingerprint::Of;
use crate::model::Vendor;
use crate::plan::flavor;

/// The catalogues, what a row of each is known by, and which rows count. `n`, `t` and `s` are lists: of the namespaces, of
/// what has columns in them, and of their sequences.
///
/// What is not here moves a row that is: a default that of its column, a partition that of its table. Objects of
/// the kinds that are only listed come and go with their dependency on a namespace.
const CATALOGUES: [(&str, &str, &str); 18] = [
    ("pg_namespace", "x.oid", "x.oid = ANY (n.list)"),
    ("pg_class", "x.oid", "x.relnamespace = ANY (n.list)"),
    (
        "pg_attribute",
        "x.attrelid, x.attnum",
        "x.attnum > 0 AND x.attrelid = ANY (t.list)",
    ),
    ("pg_constraint", "x.oid", "x.connamespace = ANY (n.list)"),
    // Until PostgreSQL 14 an index becomes valid without another transaction in its row.
    (
        "pg_index",
        "x.indexrelid, x.indisvalid",
        "x.indrelid = ANY (t.list)",
    ),
    (
        "pg_type",
        "x.oid",
        "x.typnamespace = ANY (n.list) AND x.typtype IN ('d', 'e', 'r', 'm')",
    ),
    ("pg_enum", "x.oid", "true"),
    ("pg_sequence", "x.seqrelid", "x.seqrelid = ANY (s.list)"),
    // Which column a sequence belongs to.
    (
        "pg_depend",
        "x.objid, x.refobjid, x.refobjsubid",
        "x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.objid = ANY (s.list) \
         AND x.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass",
    ),
    (
        "pg_depend",
        "x.classid, x.objid",
        "x.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND x.refobjid = ANY (n.list)",
    ),
    // What belongs to an extension.
    (
        "pg_depend",
        "x.classid, x.objid, x.refobjid",
        "x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass",
    ),
    (
        "pg_description",
        "x.objoid, x.classoid, x.objsubid",
        "x.objoid >= 16384",
    ),
    ("pg_proc", "x.oid", "x.oid >= 16384"),
    (
        "pg_trigger",
        "x.oid",
        "x.tgrelid = ANY (t.list) AND NOT x.tgisinternal",
    ),
    ("pg_rewrite", "x.oid", "x.ev_class = ANY (t.list)"),
    ("pg_policy", "x.oid", "true"),
    ("pg_extension", "x.oid", "true"),
    ("pg_collation", "x.oid", "x.oid >= 16384"),
];

/// An expression with the fingerprint, from the version's number as the server tells it.
pub(crate) fn fingerprint(version: Option<u32>, of: Of<'_>) -> String {
    let namespaces = match of {
        Of::Names(names) => {
            let dialect = Dialect::of(flavor(Vendor::Postgres, None));
            let names = names
                .iter()
                .map(|name| format!(", {}", dialect.ddl().literal(name)));
            names.collect::<String>()
        }
        Of::Listed(query) => format!(
            ") OR o.nspname IN (SELECT pg_catalog.json_array_elements_text((({query})::pg_catalog.json) -> 'namespaces')"
        ),
    };
    let is_modern = version.is_some_and(|version| version >= 140_000);
    let sums = CATALOGUES.iter().zip(1..);
    let sums = sums.map(|((catalogue, key, condition), seed)| {
        // Sums and exclusive ors do not depend on an order. The rows of one catalogue differ in their key, so
        // that none undoes another.
        let sum = if is_modern {
            format!("bit_xor(pg_catalog.hash_record_extended(ROW({key}, x.xmin), {seed}))")
        } else {
            format!(
                "sum(pg_catalog.hashtextextended(pg_catalog.concat_ws(',', {key}, x.xmin), {seed}))"
            )
        };
        format!("(SELECT pg_catalog.{sum} FROM pg_catalog.{catalogue} x WHERE {condition})")
    });
    let sums: Vec<String> = sums.collect();
    format!(
        "WITH n AS MATERIALIZED (SELECT ARRAY(SELECT o.oid FROM pg_catalog.pg_namespace o \
           WHERE o.nspname IN (pg_catalog.current_schema(){namespaces})) AS list), \
         c AS MATERIALIZED (SELECT o.oid, o.relkind FROM pg_catalog.pg_class o, n \
           WHERE o.relnamespace = ANY (n.list) AND o.relkind NOT IN ('i', 'I')), \
         t AS MATERIALIZED (SELECT ARRAY(SELECT oid FROM c WHERE relkind <> 'S') AS list), \
         s AS MATERIALIZED (SELECT ARRAY(SELECT oid FROM c WHERE relkind = 'S') AS list) \
         SELECT pg_catalog.concat_ws(',', pg_catalog.current_setting('server_version_num'), \
           pg_catalog.current_database(), pg_catalog.current_setting('search_path'), \
           pg_catalog.array_to_string(n.list, ' '), {}) FROM n, t, s",
        sums.join(", ")
    )
}
