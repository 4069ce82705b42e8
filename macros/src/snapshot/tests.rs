//! What a snapshot says of a crate, and what is wrong with one. Warnings are tested where a compiler
//! gives them, in `tests/tests/snapshot.rs`.

use super::file::{Entry, Snapshot, read};

const TEXT: &str = r#"{
  "strict": true,
  "crates": {
    "shop": [
      { "struct": "Account", "table": "accounts", "columns": { "id": "I64", "email": "Text" } },
      { "struct": "Bill", "schema": "billing", "table": "bills", "columns": {} }
    ],
    "stock": []
  }
}"#;

#[test]
fn a_crate_has_its_own_tables() {
    let entry = |rust_name: &str, schema: Option<&str>, name: &str, columns: &[&str]| Entry {
        rust_name: rust_name.to_owned(),
        schema: schema.map(str::to_owned),
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    };
    let shop = vec![
        entry("Account", None, "accounts", &["email", "id"]),
        entry("Bill", Some("billing"), "bills", &[]),
    ];
    for (package, tables) in [("shop", shop), ("stock", Vec::new()), ("other", Vec::new())] {
        let is_strict = true;
        assert_eq!(read(TEXT, package), Ok(Snapshot { is_strict, tables }));
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told() {
    for (text, problem) in [
        ("[]", "the file is no object"),
        ("{}", "`crates` is missing"),
        (r#"{"crates": {}, "strict": 1}"#, "`strict` is neither"),
        (r#"{"crates": {"a": {}}}"#, "`a` is no list"),
        (
            r#"{"crates": {"a": [{"columns": {}}]}}"#,
            "a table has no `struct`",
        ),
        (
            r#"{"crates": {"a": [{"struct": "A"}]}}"#,
            "a table has no `columns`",
        ),
        (
            r#"{"crates": {"a": [{"struct": 1, "columns": {}}]}}"#,
            "`struct` of a table is no text",
        ),
        ("<<<<<<< HEAD", "Parse error"),
    ] {
        let told = read(text, "a").unwrap_err();
        assert!(told.contains(problem), "of {text}: {told}");
    }
}
