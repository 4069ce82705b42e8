//! How a table is kept.

use trueup::Table;

#[derive(Table)]
#[table(
    comment = "who pays",
    engine = "InnoDB",
    charset = "utf8mb4",
    row_format = "dynamic",
    strict,
    without_rowid,
    unlogged,
    tablespace = "fast",
    replica_identity = full,
    storage(fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_enabled = false)
)]
struct Archive {
    #[column(primary_key)]
    id: i64,
}

#[test]
fn a_table_has_options() {
    let account = Archive::META;
    assert_eq!(account.comment(), Some("who pays"));
    let options: Vec<_> = account
        .options()
        .iter()
        .map(|option| (option.name, option.value))
        .collect();
    assert_eq!(options[0], ("engine", "InnoDB"));
    assert!(options.contains(&("replica_identity", "full")));
    assert!(options.contains(&("toast.autovacuum_enabled", "false")));
}
