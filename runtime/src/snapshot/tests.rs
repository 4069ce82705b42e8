//! What is written, and what is missed.

use super::{NAME, Snapshot};
use crate::meta::{
    ColumnMeta, ColumnWord, DroppedKind, DroppedMeta, TableMeta, TableWord, ValueType,
};

const fn column(name: &'static str, value: ValueType, words: &'static [ColumnWord]) -> ColumnMeta {
    ColumnMeta {
        name,
        field: name,
        value,
        nullable: false,
        words,
    }
}

const fn table(
    rust_name: &'static str,
    name: &'static str,
    columns: &'static [ColumnMeta],
    words: &'static [TableWord],
) -> TableMeta {
    TableMeta {
        rust_name,
        module: "shop::models",
        place: crate::meta::Place::UNKNOWN,
        schema: None,
        name,
        columns,
        primary_key: &["id"],
        words,
    }
}

const ID: ColumnMeta = column("id", ValueType::I64, &[]);
const NICK: ColumnMeta = column("nick", ValueType::Text, &[]);
static USER: TableMeta = table("User", "users", &[ID, NICK], &[]);

fn lost(tables: &[&TableMeta], dropped: &[&'static str]) -> Vec<String> {
    let before = Snapshot::default().with("shop", &[&USER]);
    let dropped: Vec<DroppedMeta> = dropped
        .iter()
        .map(|name| DroppedMeta {
            kind: DroppedKind::Table,
            name,
        })
        .collect();
    let lost = before.lost("shop", tables, &dropped);
    let first = |text: String| text.lines().next().map(str::to_owned);
    lost.into_iter().filter_map(first).collect()
}

#[test]
fn the_file_is_the_same_whoever_writes_it() {
    static ORG: TableMeta = table("Org", "orgs", &[NICK, ID], &[]);
    let one = Snapshot::default().with("shop", &[&USER, &ORG]);
    let other = Snapshot::default().with("shop", &[&ORG, &USER]);
    assert_eq!(one.text(), other.text());
    insta::assert_snapshot!(Snapshot::default().with("shop", &[&USER]).text(), @r#"
    {
      "strict": false,
      "crates": {
        "shop": [
          {
            "struct": "User",
            "table": "users",
            "columns": {
              "id": "I64",
              "nick": "Text"
            }
          }
        ]
      }
    }
    "#);
}

#[test]
fn it_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(
        Snapshot::read(folder.path()).expect("nothing"),
        Snapshot::default()
    );
    let mut written = Snapshot::default().with("shop", &[&USER]);
    written.strict = true;
    written.write(folder.path()).expect("a file");
    assert_eq!(Snapshot::read(folder.path()).expect("a snapshot"), written);
    let files = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(files, 1, "something is left beside {NAME}");
}

#[test]
fn other_crates_of_the_package_stay() {
    let shop = Snapshot::default().with("shop", &[&USER]);
    assert_eq!(shop.with("stock", &[&USER]), shop);
    assert_eq!(shop.with("shop", &[]), Snapshot::default());
}

#[test]
fn what_is_gone_without_a_word_is_told() {
    static WITHOUT: TableMeta = table("User", "users", &[ID], &[]);
    static OTHER: TableMeta = table(
        "User",
        "users",
        &[ID, column("nick", ValueType::I64, &[])],
        &[],
    );
    for (tables, expected) in [
        (vec![&USER], vec![]),
        (
            vec![&WITHOUT],
            vec!["the column `nick` of `users` has no field any more"],
        ),
        (
            vec![&OTHER],
            vec!["the column `nick` of `users` held `Text`, and now `I64`"],
        ),
        (
            vec![],
            vec!["the struct `User` of the table `users` is gone"],
        ),
    ] {
        assert_eq!(lost(&tables, &[]), expected);
    }
}

#[test]
fn what_goes_by_consent_is_not_told() {
    static DROPPED: TableMeta = table("User", "users", &[ID], &[TableWord::Dropped(&["nick"])]);
    static RENAMED: TableMeta = table(
        "Member",
        "members",
        &[
            ID,
            column(
                "alias",
                ValueType::Text,
                &[ColumnWord::RenamedFrom(&["nick"])],
            ),
        ],
        &[TableWord::RenamedFrom(&["users"])],
    );
    assert_eq!(lost(&[&DROPPED], &[]), [""; 0]);
    assert_eq!(lost(&[&RENAMED], &[]), [""; 0]);
    assert_eq!(lost(&[], &["users"]), [""; 0]);
}

#[test]
fn several_structs_of_a_table_are_one() {
    static PART: TableMeta = table("UserNick", "users", &[ID, NICK], &[]);
    static REST: TableMeta = table("User", "users", &[ID], &[]);
    assert_eq!(lost(&[&REST, &PART], &[]), [""; 0]);
}
