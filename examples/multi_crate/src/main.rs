//! Structs in three crates, one database: `cargo run -p multi_crate`.
//!
//! Nothing is listed by hand. Each `#[derive(Table)]` registers its table when the program is linked,
//! also where the struct is private, in a crate far down the tree.

use std::error::Error;

use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use trueup::Table;

// rustc links the crates that some path names, and no others. `multi_crate_billing` is in Cargo.toml
// and no line of code needs it, so without this anchor its tables would not be there. A program that
// had them once and then lost this line is told so when it starts, and drops nothing.
trueup::link!(multi_crate_billing, multi_crate_models);

/// A table of the program itself.
#[derive(Table)]
#[expect(dead_code, reason = "this example makes the table, and writes no row")]
struct Session {
    #[column(primary_key, max_length = 64)]
    token: String,
    #[column(references = multi_crate_models::Member::id, on_delete = cascade)]
    member_id: i64,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    println!("Linked into this program:");
    for table in trueup::Registry::linked()?.tables() {
        println!(
            "  {:9} from {}::{}",
            table.name, table.module, table.rust_name
        );
    }

    let directory = tempfile::tempdir()?;
    let options = SqliteConnectOptions::new()
        .filename(directory.path().join("app.db"))
        .create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await?;

    println!("\nThe first start:");
    for step in trueup::migrate(&pool).await?.applied() {
        println!("{}", step.headline());
    }
    println!("\nThe second start:");
    print!("{}", trueup::migrate(&pool).await?);
    pool.close().await;
    Ok(())
}
