//! Conditions on each row.

use trueup_tests::case::Safe;
use trueup_tests::engines::Engine::{MariaDb, Postgres, Sqlite};

case! {
    a_check_is_added
    before { struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9)] state: String, size: i32 } }
    after {
        #[table(check("size between 0 and 9"), check(name = "known", "state in ('new', 'it''s') or size = 1"))]
        struct Item { #[column(primary_key)] id: i64, #[column(max_length = 9, check("state <> ''"))] state: String, size: i32 }
    }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 'new', 3), (2, 'it''s', 9), (3, '?', 1)")
        .step("HIGH create_check items.known")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, state, size FROM items ORDER BY id", &["1|new|3", "2|it's|9", "3|?|1"])
}

case! {
    a_check_that_a_row_does_not_pass_fails_and_keeps_it
    before { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, #[column(check("size > 0"))] size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 3), (2, -3)")
        .safe(Safe::HoldsBack)
        .fails_until(&[Postgres, MariaDb, Sqlite], "UPDATE items SET size = 1 WHERE size < 0")
        .keeps("SELECT id, size FROM items ORDER BY id", &["1|3", "2|1"])
}

case! {
    a_check_goes
    before { struct Item { #[column(primary_key)] id: i64, #[column(check("size > 0"))] size: i32 } }
    after { struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 3)")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, size FROM items", &["1|3"])
}

case! {
    a_check_of_one_name_changes
    before { #[table(check(name = "fits", "size > 0"))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { #[table(check(name = "fits", "size > 1 and size < 99"))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 3)")
        .step("HIGH alter_check items.fits")
        .safe(Safe::HoldsBack)
        .keeps("SELECT id, size FROM items", &["1|3"])
}

case! {
    a_check_is_written_in_other_words
    before { #[table(check("size > 0"))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    after { #[table(check("( SIZE > 0 )"))] struct Item { #[column(primary_key)] id: i64, size: i32 } }
    expect |case| case
        .seed("INSERT INTO items VALUES (1, 3)")
        .keeps("SELECT id, size FROM items", &["1|3"])
}
