//! Which server it is that speaks PostgreSQL's protocol.
//!
//! In: what the server says of itself. Out: the flavor, or why it is not migrated. Asks nothing.

use crate::model::{Flavor, Vendor, Version};

/// Servers that say in their version that they are something else: a word of it in small letters, the name,
/// and what is different there.
const OTHERS: [(&str, &str, &str); 13] = [
    ("cockroachdb", "CockroachDB", IN_JOBS),
    (
        "-yb-",
        "YugabyteDB",
        "takes no schema change back, and loses writes while it makes a table anew",
    ),
    ("redshift", "Amazon Redshift", ANALYTIC),
    ("materialize", "Materialize", STREAMS),
    ("risingwave", "RisingWave", STREAMS),
    ("greenplum", "Greenplum", SPREAD),
    ("cloudberry", "Cloudberry", SPREAD),
    (
        "opengauss",
        "openGauss",
        "left PostgreSQL at version 9.2, and has another catalogue",
    ),
    (
        "gaussdb",
        "GaussDB",
        "left PostgreSQL at version 9.2, and has another catalogue",
    ),
    ("cratedb", "CrateDB", ANALYTIC),
    ("questdb", "QuestDB", ANALYTIC),
    ("duckdb", "DuckDB", ANALYTIC),
    ("h2 ", "H2", "has another catalogue"),
];

/// Servers that say they are PostgreSQL, by what they have besides.
const PROBED: [(Probe, &str, &str); 2] = [
    (Probe::Dsql, "Amazon Aurora DSQL", IN_JOBS),
    (
        Probe::Citus,
        "PostgreSQL with tables that Citus distributes",
        SPREAD,
    ),
];

const IN_JOBS: &str = "changes schemas in jobs of its own, outside of transactions";
const ANALYTIC: &str = "has other tables, keys and types";
const STREAMS: &str = "keeps views over streams, and has no tables that change";
const SPREAD: &str =
    "spreads rows over nodes, which most changes of a key or a column must not break";

/// What only one kind of server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probe {
    /// The catalogue of the jobs of Aurora DSQL.
    Dsql,
    /// Tables in the catalogue of Citus.
    Citus,
}

/// What a server says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    /// What `version()` says.
    pub(super) version: String,
    /// The setting `server_version_num`.
    pub(super) number: String,
    /// What it has besides.
    pub(super) probes: Vec<Probe>,
}

/// The flavor of the server.
///
/// # Errors
///
/// Says which server it is, and the way out on a second line.
pub(super) fn flavor(answers: &Answers) -> Result<Flavor, String> {
    let version = &answers.version;
    if let Some(reason) = other(version) {
        return Err(reason);
    }
    let has = |(probe, ..): &&(Probe, &str, &str)| answers.probes.contains(probe);
    if let Some((_, name, why)) = PROBED.iter().find(has) {
        return Err(refused(&format!("{name} (`{version}`), which {why}")));
    }
    let number: Option<u32> = answers.number.parse().ok();
    let part = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    match number {
        // Since version 10 the number is the major version and four digits for the minor one.
        Some(number) if number >= 120_000 => {
            let version = Version(part(number / 10_000), part(number % 10_000), 0);
            Ok(Flavor::new(Vendor::Postgres, version))
        }
        Some(_) => Err(format!(
            "the server is `{version}`, and PostgreSQL 12 is the oldest that is migrated\n\
             help: upgrade the server"
        )),
        None => Err(format!(
            "the version number `{}` cannot be read\nhelp: connect to PostgreSQL itself",
            answers.number
        )),
    }
}

/// Why a server that says that is not migrated, where it is not.
pub(super) fn other(version: &str) -> Option<String> {
    let lower = version.to_lowercase();
    let said = OTHERS.iter().find(|(word, ..)| lower.contains(word));
    if let Some((_, name, why)) = said {
        return Some(refused(&format!("{name} (`{version}`), which {why}")));
    }
    let is_known = lower.starts_with("postgresql ") || lower.starts_with("enterprisedb ");
    (!is_known).then(|| refused(&format!("`{version}`, which is not known")))
}

fn refused(server: &str) -> String {
    format!(
        "the server is {server}; nothing is tried there\n\
         help: connect to PostgreSQL itself; for this server write the changes by hand, from `trueup plan` on a PostgreSQL \
         with the same schema"
    )
}

#[cfg(test)]
mod tests {
    use super::{Answers, Probe, flavor};

    fn answers(version: &str, number: &str, probes: &[Probe]) -> Answers {
        Answers {
            version: version.to_owned(),
            number: number.to_owned(),
            probes: probes.to_vec(),
        }
    }

    #[test]
    fn postgresql_is_itself_wherever_it_is_hosted() {
        for (version, number, expected) in [
            (
                "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc, 64-bit",
                "150018",
                "PostgreSQL 15.18.0",
            ),
            (
                "PostgreSQL 17.5 (6bc9ef8) on aarch64-unknown-linux-gnu, compiled by gcc (Debian) 12.2.0, 64-bit",
                "170005",
                "PostgreSQL 17.5.0",
            ),
            (
                "PostgreSQL 15.8 on aarch64-unknown-linux-gnu, compiled by gcc (GCC) 13.2.0, 64-bit",
                "150008",
                "PostgreSQL 15.8.0",
            ),
            ("PostgreSQL 12.22 on x86_64", "120022", "PostgreSQL 12.22.0"),
        ] {
            let found = flavor(&answers(version, number, &[]));
            assert_eq!(found.expect("PostgreSQL").to_string(), expected);
        }
    }

    #[test]
    fn another_server_is_named_with_a_way_out() {
        for (version, number, name) in [
            (
                "CockroachDB CCL v25.2.1 (x86_64-pc-linux-gnu, built 2025/06/12, go1.23.7)",
                "130000",
                "CockroachDB",
            ),
            (
                "PostgreSQL 15.12-YB-2025.1.0.0-b0 on x86_64-pc-linux-gnu, compiled by clang version 17.0.6, 64-bit",
                "150012",
                "YugabyteDB",
            ),
            (
                "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2, Redshift 1.0.103535",
                "80002",
                "Redshift",
            ),
            (
                "PostgreSQL 9.5.0 on x86_64-unknown-linux-gnu (Materialize v0.147.2)",
                "90500",
                "Materialize",
            ),
            (
                "PostgreSQL 13.14.0-RisingWave-2.4.0 (0d15632)",
                "130014",
                "RisingWave",
            ),
            (
                "PostgreSQL 12.12 (Greenplum Database 7.1.0 build commit:e7c2b1f)",
                "120012",
                "Greenplum",
            ),
            ("Something 1.0", "150000", "not known"),
        ] {
            let error = flavor(&answers(version, number, &[])).expect_err(version);
            assert!(
                error.contains(name) && error.contains("\nhelp: "),
                "{error}"
            );
        }
        let plain = "PostgreSQL 16.9 on aarch64-unknown-linux-gnu, compiled by gcc, 64-bit";
        for (probe, name) in [(Probe::Dsql, "Aurora DSQL"), (Probe::Citus, "Citus")] {
            let error = flavor(&answers(plain, "160009", &[probe])).expect_err(name);
            assert!(
                error.contains(name) && error.contains("\nhelp: "),
                "{error}"
            );
        }
    }

    #[test]
    fn a_server_before_the_oldest_is_told_its_version() {
        let error = flavor(&answers("PostgreSQL 11.22 on x86_64", "110022", &[]));
        assert!(
            error
                .expect_err("too old")
                .contains("PostgreSQL 12 is the oldest")
        );
    }
}
