//! Vendor and version of the server, and the database of the session.

use sqlx::MySqlConnection;

use super::vendor::{self, Answers};
use super::{cell, rows, text};
use crate::error::Error;
use crate::live::Server;
use crate::model::Flavor;

/// Finds out which server it is.
///
/// # Errors
///
/// When it is neither MySQL nor MariaDB, or the connection has no database.
pub async fn server(connection: &mut MySqlConnection) -> Result<Server, Error> {
    let (flavor, database) = identify(connection).await?;
    let Some(database) = database else {
        return Err(connect(
            "the connection has no database, and tables belong to one; put its name at the end of \
             the URL: `mysql://host/NAME`"
                .to_owned(),
        ));
    };
    Ok(Server::new(flavor, Some(database)))
}

/// Vendor and version, and the database of the session where it has one.
pub(in crate::live) async fn identify(
    connection: &mut MySqlConnection,
) -> Result<(Flavor, Option<String>), Error> {
    let found = rows(
        connection,
        "the server's version",
        include_str!("sql/server.sql"),
    )
    .await?;
    let told = |at| found.first().and_then(|row| cell(row, at));
    let owned = |at| told(at).unwrap_or_default().to_owned();
    let said = Answers {
        version: owned(0),
        comment: owned(1),
        variables: Vec::new(),
    };
    // What it says may be enough, and what is no MySQL may not answer another question.
    vendor::flavor(&said).map_err(connect)?;
    let variables = rows(connection, "the kind of the server", &vendor::question()).await?;
    let flavor = vendor::flavor(&Answers {
        variables: variables.iter().map(|row| text(row, 0)).collect(),
        ..said
    });
    let flavor = flavor.map_err(connect)?;
    Ok((flavor, told(2).map(str::to_owned)))
}

fn connect(reason: String) -> Error {
    Error::Connect {
        reason,
        source: None,
    }
}
