//! Vendor and version of the server, and the database of the session.

use sqlx::MySqlConnection;

use super::{rows, text};
use crate::error::Error;
use crate::live::Server;
use crate::model::{Flavor, Vendor, Version};

/// Servers that speak the protocol and are something else.
const OTHERS: [(&str, &str); 9] = [
    ("tidb", "TiDB"),
    ("vitess", "Vitess"),
    ("planetscale", "PlanetScale"),
    ("singlestore", "SingleStore"),
    ("memsql", "SingleStore"),
    ("oceanbase", "OceanBase"),
    ("starrocks", "StarRocks"),
    ("doris", "Doris"),
    ("dolt", "Dolt"),
];

/// Finds out which server it is.
///
/// # Errors
///
/// When it is neither MySQL nor MariaDB, or the connection has no database.
pub async fn server(connection: &mut MySqlConnection) -> Result<Server, Error> {
    let found = rows(
        connection,
        "the server's version",
        include_str!("sql/server.sql"),
    )
    .await?;
    let row = found.first().cloned().unwrap_or_default();
    let flavor = parse(&text(&row, 0), &text(&row, 1)).map_err(connect)?;
    let Some(database) = super::cell(&row, 2) else {
        return Err(connect(
            "the connection has no database, and tables belong to one; put its name at the end of \
             the URL: `mysql://host/NAME`"
                .to_owned(),
        ));
    };
    Ok(Server {
        flavor,
        namespace: Some(database.to_owned()),
        passed_over: Vec::new(),
    })
}

fn connect(reason: String) -> Error {
    Error::Connect {
        reason,
        source: None,
    }
}

/// The vendor comes first: the numbers of the two have nothing in common.
fn parse(version: &str, comment: &str) -> Result<Flavor, String> {
    let both = format!("{version} {comment}").to_lowercase();
    if let Some((_, name)) = OTHERS.iter().find(|(word, _)| both.contains(word)) {
        return Err(format!(
            "the server is {name} (`{version}`), which changes schemas in its own ways; only MySQL and \
             MariaDB are supported"
        ));
    }
    let vendor = if both.contains("mariadb") {
        Vendor::MariaDb
    } else {
        Vendor::MySql
    };
    // MariaDB once hid behind this number from clients that expected MySQL.
    let numbers = version.strip_prefix("5.5.5-").unwrap_or(version);
    let mut numbers = numbers.split(['.', '-', '+']).map(str::parse::<u16>);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor)), patch) => {
            let patch = patch.and_then(Result::ok).unwrap_or(0);
            Ok(Flavor::new(vendor, Version(major, minor, patch)))
        }
        _ => Err(format!("the version `{version}` cannot be read")),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_vendor_is_found_before_the_version() {
        for (version, comment, flavor) in [
            (
                "10.11.19-MariaDB-0+deb12u1",
                "Debian 12",
                "MariaDB 10.11.19",
            ),
            ("5.5.5-10.6.1-MariaDB", "", "MariaDB 10.6.1"),
            ("11.8.6", "MariaDB Server", "MariaDB 11.8.6"),
            ("8.4.3", "MySQL Community Server - GPL", "MySQL 8.4.3"),
            ("9.7.4", "Source distribution", "MySQL 9.7.4"),
            ("8.0.mysql_aurora.3.04.0", "", "MySQL 8.0.0"),
        ] {
            assert_eq!(parse(version, comment).unwrap().to_string(), flavor);
        }
    }

    #[test]
    fn another_server_is_named() {
        for (version, comment, name) in [
            (
                "8.0.11-TiDB-v7.5.0",
                "TiDB Server (Apache License 2.0)",
                "TiDB",
            ),
            ("8.0.30-Vitess", "", "Vitess"),
        ] {
            assert!(parse(version, comment).unwrap_err().contains(name));
        }
        assert!(parse("what", "").is_err());
    }
}
