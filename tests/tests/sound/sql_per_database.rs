//! SQL that differs per database.

use trueup::Table;
use trueup::meta::{DefaultMeta, SqlMeta};

#[derive(Table)]
#[table(check(
    name = "short_code",
    postgres = "length(code) < 9",
    mysql = "char_length(code) < 9"
))]
struct Ticket {
    #[column(primary_key)]
    id: i64,
    #[column(default = sql(postgres = "gen_random_uuid()::text", mysql = "(uuid())"))]
    code: String,
    #[column(check(sqlite = "seats > 0", name = "some_seats"))]
    seats: i64,
}

#[test]
fn sql_is_told_for_each_database() {
    let ticket = <Ticket as Table>::META;
    assert_eq!(
        ticket.columns[1].default(),
        Some(DefaultMeta::Sql(SqlMeta::Each {
            postgres: Some("gen_random_uuid()::text"),
            mysql: Some("(uuid())"),
            sqlite: None,
        }))
    );
    let checks = ticket.checks();
    assert_eq!(
        (checks[0].name, checks[1].name),
        (Some("some_seats"), Some("short_code"))
    );
    assert!(matches!(
        checks[0].expression,
        SqlMeta::Each {
            postgres: None,
            sqlite: Some(_),
            ..
        }
    ));
}
