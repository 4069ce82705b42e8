//! Which server it is that speaks MySQL's protocol.
//!
//! In: what the server says of itself. Out: the flavor, or why it is not migrated. Asks nothing.

use crate::model::{Flavor, Vendor, Version};

/// Servers that say that they are something else: a word of it in small letters, the name, and what is
/// different there.
const OTHERS: [(&str, &str, &str); 17] = [
    ("tidb", "TiDB", IN_JOBS),
    ("planetscale", "PlanetScale", IN_REQUESTS),
    ("vitess", "Vitess", IN_REQUESTS),
    ("singlestore", "SingleStore", SPREAD),
    ("memsql", "SingleStore", SPREAD),
    ("oceanbase", "OceanBase", IN_JOBS),
    ("polardb-x", "PolarDB-X", SPREAD),
    ("tddl", "PolarDB-X", SPREAD),
    ("tdsql", "TDSQL", SPREAD),
    ("matrixone", "MatrixOne", ANALYTIC),
    ("starrocks", "StarRocks", ANALYTIC),
    ("doris", "Doris", ANALYTIC),
    ("clickhouse", "ClickHouse", ANALYTIC),
    ("databend", "Databend", ANALYTIC),
    ("greptime", "GreptimeDB", ANALYTIC),
    ("manticore", "Manticore", ANALYTIC),
    (
        "dolt",
        "Dolt",
        "commits schemas like code, and has another catalogue",
    ),
];

/// Variables that only one kind of server has, whatever it says of itself: some let the version be chosen.
const PROBED: [(&str, &str, &str); 4] = [
    ("tidb_current_ts", "TiDB", IN_JOBS),
    ("memsql_version", "SingleStore", SPREAD),
    ("ob_compatibility_mode", "OceanBase", IN_JOBS),
    (
        "dolt_show_branch_databases",
        "Dolt",
        "commits schemas like code, and has another catalogue",
    ),
];

/// The variable that Aurora alone has. What its version says of MySQL can be without a last number.
const AURORA: &str = "aurora_version";

const IN_JOBS: &str =
    "changes schemas in jobs of its own, and has neither the same locks nor the same refusals";
const IN_REQUESTS: &str = "takes changes of the schema as requests that it carries out later, and spreads rows and named locks over servers";
const SPREAD: &str = "spreads rows over nodes, and has other keys and locks";
const ANALYTIC: &str = "has other tables, keys and types";

/// What a server says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    /// What `VERSION()` says.
    pub(super) version: String,
    /// The variable `version_comment`.
    pub(super) comment: String,
    /// Those of the variables that tell servers apart that it has.
    pub(super) variables: Vec<String>,
}

/// The question for [`Answers::variables`]. Every server answers it, and none with an error.
pub(super) fn question() -> String {
    let names: Vec<String> = PROBED
        .iter()
        .map(|(variable, ..)| *variable)
        .chain([AURORA])
        .map(|variable| format!("'{variable}'"))
        .collect();
    format!(
        "SHOW VARIABLES WHERE Variable_name IN ({})",
        names.join(", ")
    )
}

/// The flavor of the server. The vendor comes first: the numbers of the two have nothing in common.
///
/// # Errors
///
/// Says which server it is, and the way out on a second line.
pub(super) fn flavor(answers: &Answers) -> Result<Flavor, String> {
    let version = &answers.version;
    let both = format!("{version} {}", answers.comment).to_lowercase();
    let has = |variable: &str| {
        answers
            .variables
            .iter()
            .any(|own| own.eq_ignore_ascii_case(variable))
    };
    let said = OTHERS.iter().find(|(word, ..)| both.contains(word));
    let probed = || PROBED.iter().find(|(variable, ..)| has(variable));
    if let Some((_, name, why)) = said.or_else(probed) {
        return Err(format!(
            "the server is {name} (`{version}`), which {why}; nothing is tried there\n\
             help: connect to MySQL or MariaDB itself; for this server write the changes by hand, from `trueup plan` on a \
             MySQL with the same schema"
        ));
    }
    let (vendor, oldest) = if both.contains("mariadb") {
        (Vendor::MariaDb, Version(10, 6, 0))
    } else {
        (Vendor::MySql, Version(8, 0, 16))
    };
    let found = numbers(version).ok_or_else(|| {
        format!("the version `{version}` cannot be read\nhelp: connect to MySQL or MariaDB itself")
    })?;
    let found = match found {
        // The third Aurora has been MySQL 8.0.23 from its beginning.
        Version(8, 0, 0) if both.contains("aurora") || has(AURORA) => Version(8, 0, 23),
        found => found,
    };
    if found < oldest {
        return Err(format!(
            "the server is `{version}`, and {vendor} {oldest} is the oldest that is migrated\n\
             help: upgrade the server"
        ));
    }
    Ok(Flavor::new(vendor, found))
}

fn numbers(version: &str) -> Option<Version> {
    // MariaDB once hid behind this number from clients that expected MySQL.
    let numbers = version.strip_prefix("5.5.5-").unwrap_or(version);
    let mut numbers = numbers.split(['.', '-', '+']).map(str::parse::<u16>);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor)), patch) => {
            let patch = patch.and_then(Result::ok).unwrap_or(0);
            Some(Version(major, minor, patch))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, flavor};

    fn answers(version: &str, comment: &str, variables: &[&str]) -> Answers {
        Answers {
            version: version.to_owned(),
            comment: comment.to_owned(),
            variables: variables.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn the_vendor_is_found_before_the_version() {
        for (version, comment, expected) in [
            (
                "10.11.19-MariaDB-0+deb12u1",
                "Debian 12",
                "MariaDB 10.11.19",
            ),
            ("5.5.5-10.6.1-MariaDB", "", "MariaDB 10.6.1"),
            (
                "10.6.18-MariaDB-log",
                "managed by https://aws.amazon.com/rds/",
                "MariaDB 10.6.18",
            ),
            ("11.8.6", "MariaDB Server", "MariaDB 11.8.6"),
            ("8.4.3", "MySQL Community Server - GPL", "MySQL 8.4.3"),
            (
                "8.0.39-30",
                "Percona Server (GPL), Release 30, Revision 41ebc5d9",
                "MySQL 8.0.39",
            ),
            ("8.0.35-google", "(Google)", "MySQL 8.0.35"),
            (
                "8.0.40-azure",
                "MySQL Community Server - GPL",
                "MySQL 8.0.40",
            ),
            ("9.7.4", "Source distribution", "MySQL 9.7.4"),
            ("8.0.mysql_aurora.3.04.0", "", "MySQL 8.0.23"),
        ] {
            let found = flavor(&answers(version, comment, &[]));
            assert_eq!(found.expect(version).to_string(), expected);
        }
        let aurora = answers("8.0.32", "Source distribution", &["aurora_version"]);
        assert_eq!(flavor(&aurora).expect("Aurora").to_string(), "MySQL 8.0.32");
    }

    #[test]
    fn another_server_is_named_with_a_way_out() {
        for (version, comment, variables, name) in [
            (
                "8.0.11-TiDB-v7.5.0",
                "TiDB Server (Apache License 2.0) Community Edition",
                &[][..],
                "TiDB",
            ),
            (
                "8.0.36",
                "MySQL Community Server - GPL",
                &["tidb_current_ts"],
                "TiDB",
            ),
            ("8.0.30-Vitess", "Version: 19.0.4", &[], "Vitess"),
            ("8.0.34-PlanetScale", "", &[], "PlanetScale"),
            (
                "5.7.32",
                "SingleStoreDB source distribution (compatible; MySQL Enterprise & MySQL Commercial)",
                &[],
                "SingleStore",
            ),
            ("5.7.32", "", &["memsql_version"], "SingleStore"),
            (
                "5.7.25-OceanBase_CE-v4.2.1.2",
                "OceanBase_CE 4.2.1.2",
                &[],
                "OceanBase",
            ),
            ("5.6.29-TDDL-5.4.12", "", &[], "PolarDB-X"),
            ("8.0.33", "StarRocks version 3.1.5", &[], "StarRocks"),
            ("5.7.99", "Doris version doris-2.0.3", &[], "Doris"),
            ("8.0.33", "Dolt", &[], "Dolt"),
            ("23.8.1-ClickHouse", "", &[], "ClickHouse"),
        ] {
            let error = flavor(&answers(version, comment, variables)).expect_err(version);
            assert!(
                error.contains(name) && error.contains("\nhelp: "),
                "{error}"
            );
        }
        assert!(flavor(&answers("what", "", &[])).is_err());
    }

    #[test]
    fn a_server_before_the_oldest_is_told_its_version() {
        for (version, oldest) in [
            ("5.7.44", "MySQL 8.0.16"),
            ("8.0.15", "MySQL 8.0.16"),
            ("10.5.29-MariaDB", "MariaDB 10.6.0"),
        ] {
            let error = flavor(&answers(version, "", &[])).expect_err(version);
            assert!(
                error.contains(&format!("{oldest} is the oldest")),
                "{error}"
            );
        }
    }
}
