//! Names as tables, and what is written for each fixture that must compile.
//!
//! In: strings, tokens, and the definitions of `tests/tests/sound`. Out: nothing but verdicts. Does not run the compiler:
//! those definitions are compiled where they stand, and mistakes by `ui.rs`.

use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Block, DeriveInput, File, Item, Stmt};

use crate::errors::{Errors, nearest, suggestion};
use crate::naming::{Case, fault, table_name};

fn check_table_names(cases: &[(&str, &str)]) {
    for (rust, table) in cases {
        assert_eq!(table_name(rust), *table, "of {rust}");
    }
}

fn check_case(case: &str, cases: &[(&str, &str)]) {
    let (_, case) = Case::ALL
        .into_iter()
        .find(|(known, _)| *known == case)
        .unwrap();
    for (field, column) in cases {
        assert_eq!(case.apply(field), *column, "of {field} in {case:?}");
    }
}

/// The expansion without white space, which differs between versions of rustc.
fn expanded(tokens: TokenStream) -> String {
    let syntax = syn::parse2(tokens).unwrap();
    crate::derive(&syntax).to_string().replace(' ', "")
}

/// What the derives write for every table and view of a file, in the order of the file.
fn expand_tables(items: &[Item], written: &mut String) {
    for item in items {
        match item {
            Item::Struct(table) if derives(&table.attrs, "Table") => {
                expand(item, crate::derive, written);
            }
            Item::Enum(values) if derives(&values.attrs, "Enum") => {
                expand(item, crate::enumeration::derive, written);
            }
            Item::Struct(newtype) if derives(&newtype.attrs, "ColumnType") => {
                expand(item, crate::newtype::derive, written);
            }
            Item::Struct(view) if derives(&view.attrs, "View") => {
                expand(item, crate::view::derive, written);
            }
            Item::Struct(partial) if derives(&partial.attrs, "Partial") => {
                expand(item, crate::partial::derive, written);
            }
            Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    expand_tables(items, written);
                }
            }
            Item::Fn(function) => expand_tables(&items_of(&function.block), written),
            _ => {}
        }
    }
}

fn expand(item: &Item, derive: fn(&DeriveInput) -> TokenStream, written: &mut String) {
    let syntax: DeriveInput = syn::parse2(item.to_token_stream()).unwrap();
    let file: File = syn::parse2(derive(&syntax)).unwrap();
    written.push_str(&format!("// {}\n", syntax.ident));
    written.push_str(&prettyplease::unparse(&file));
}

fn items_of(block: &Block) -> Vec<Item> {
    let items = block.stmts.iter().filter_map(|statement| match statement {
        Stmt::Item(item) => Some(item.clone()),
        _ => None,
    });
    items.collect()
}

fn derives(attributes: &[Attribute], name: &str) -> bool {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
        .any(|attribute| attribute.to_token_stream().to_string().contains(name))
}

#[test]
fn every_sound_table_is_written_as_its_snapshot() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tests/sound");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let items = syn::parse_file(&std::fs::read_to_string(&file).unwrap())
            .unwrap()
            .items;
        let mut written = String::new();
        expand_tables(&items, &mut written);
        // The tables of a `macro_rules` are known to the compiler alone.
        if !written.is_empty() {
            let name = file.file_stem().unwrap().to_str().unwrap();
            insta::assert_snapshot!(name, written);
        }
    }
}

#[test]
fn a_table_is_called_by_the_plural_of_its_struct() {
    check_table_names(&[
        ("Account", "accounts"),
        ("Category", "categories"),
        ("Day", "days"),
        ("Key", "keys"),
        ("Box", "boxes"),
        ("Bus", "buses"),
        ("Address", "addresses"),
        ("Branch", "branches"),
        ("Dish", "dishes"),
        ("Waltz", "waltzes"),
        ("OrderLine", "order_lines"),
        ("HTTPServer", "http_servers"),
        ("Oauth2Token", "oauth2_tokens"),
        ("UserV2", "user_v2s"),
        ("Y", "ys"),
        ("Größe", "größes"),
        ("order", "orders"),
        ("Settings", "settings"),
        ("CustomerOrders", "customer_orders"),
        ("Alias", "aliases"),
        ("Axes", "axes"),
    ]);
}

// Expected values are what sqlx 0.9 looks for, which are those of heck 0.5.
#[test]
fn a_column_is_called_as_sqlx_would_call_it() {
    check_case(
        "camelCase",
        &[
            ("created_at", "createdAt"),
            ("line_2", "line2"),
            ("_id", "id"),
        ],
    );
    check_case(
        "snake_case",
        &[("createdAt", "created_at"), ("a1B", "a1_b")],
    );
    check_case("PascalCase", &[("created_at", "CreatedAt"), ("id", "Id")]);
    check_case("kebab-case", &[("created_at", "created-at")]);
    check_case("SCREAMING_SNAKE_CASE", &[("created_at", "CREATED_AT")]);
    check_case("lowercase", &[("created_At", "created_at")]);
    check_case("UPPERCASE", &[("created_at", "CREATED_AT")]);
}

#[test]
fn capitals_in_a_row_are_one_word() {
    check_case(
        "snake_case",
        &[
            ("XMLHttpRequest", "xml_http_request"),
            ("A1Bc", "a1_bc"),
            ("ABC", "abc"),
            ("aB", "a_b"),
            ("__a__b__", "a_b"),
        ],
    );
}

#[test]
fn a_name_has_at_most_63_bytes() {
    assert_eq!(fault(&"a".repeat(63)), None);
    assert!(fault(&"a".repeat(64)).unwrap().contains("64 bytes"));
    // 32 letters of two bytes each.
    assert!(fault(&"ö".repeat(32)).unwrap().contains("64 bytes"));
}

#[test]
fn a_name_of_trueup_is_reserved_in_any_case() {
    assert!(fault("_TrueUp_state").unwrap().contains("reserved"));
    assert_eq!(fault("trueup_state"), None);
}

#[test]
fn the_nearest_word_is_suggested_and_otherwise_all() {
    let known = ["unique", "index", "check"];
    for (word, help) in [
        ("uniqe", "help: did you mean `unique`?"),
        ("idnex", "help: did you mean `index`?"),
        ("INDEX", "help: did you mean `index`?"),
        ("chek", "help: did you mean `check`?"),
        ("x", "help: expected `unique`, `index` or `check`"),
    ] {
        assert_eq!(suggestion(word, &known), help, "for {word}");
    }
    assert_eq!(suggestion("a", &["bcd"]), "help: expected `bcd`");
    let longer = [
        "initially_deferred",
        "match_full",
        "max_length",
        "max_width",
    ];
    assert_eq!(
        suggestion("defered", &longer),
        "help: did you mean `initially_deferred`?"
    );
    assert_eq!(nearest("full", &longer), Some("match_full"));
    assert_eq!(nearest("max", &longer), None);
}

#[test]
fn each_word_is_documented() {
    let kinds: [(&str, &[&str]); 6] = [
        ("table", crate::attr::table::WORDS),
        ("column", crate::attr::column::WORDS),
        ("enumeration", crate::attr::enumeration::WORDS),
        ("variant", crate::attr::enumeration::VARIANT_WORDS),
        ("column_type", crate::attr::enumeration::COLUMN_TYPE_WORDS),
        ("view", crate::attr::view::WORDS),
    ];
    for (kind, words) in kinds {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/words");
        let modules = std::fs::read_to_string(folder.join(kind).join("mod.rs")).unwrap();
        for word in words {
            let is_named = modules.contains(&format!("pub mod {word};"))
                || modules.contains(&format!("pub mod r#{word};"));
            assert!(
                is_named && folder.join(kind).join(format!("{word}.rs")).exists(),
                "`{word}` is not documented: write runtime/src/words/{kind}/{word}.rs, and its line in the mod.rs beside it"
            );
        }
    }
}

#[test]
fn each_word_names_its_documentation_at_its_place() {
    let text = expanded(quote! {
        #[table(index(id desc), check("id > 0", name = "a"))]
        #[table(name = "unlike")]
        struct Person {
            #[column(primary_key, default = sql("unique"))]
            #[serde(column(skip))]
            id: i64,
            #[column(unique)]
            code: i64,
        }
    });
    let import = "use::trueup::words::{table::{indexas_,checkas_,nameas_},\
                  column::{primary_keyas_,defaultas_,uniqueas_}};";
    assert!(text.contains(import), "{text}");
}

#[test]
#[should_panic = "were not reported"]
fn a_mistake_cannot_be_forgotten() {
    Errors::default().add(proc_macro2::Span::call_site(), "forgotten");
}

#[test]
fn a_table_is_one_literal_one_impl_and_one_registration() {
    let text = expanded(quote! {
        #[table(index(born desc))]
        struct Person {
            #[column(primary_key)]
            id: i64,
            #[column(default = -1_0i32)]
            born: Year,
            #[column(skip)]
            age: Age,
        }
    });
    assert_eq!(text.matches("__trueup::TableMeta{").count(), 1);
    assert_eq!(text.matches("impl__trueup::Table").count(), 1);
    assert_eq!(text.matches("inventory::submit!").count(), 1);
    for part in [
        r#"constNAME:&'static::core::primitive::str="persons""#.to_owned(),
        r#"primary_key:&["id"]"#.to_owned(),
        r#"TargetMeta::Column("born"),words:&[__trueup::PartWord::Descending]"#.to_owned(),
        r#"DefaultMeta::Number("-10")"#.to_owned(),
        "<Yearas__trueup::ColumnType>::HELD".to_owned(),
    ] {
        assert!(text.contains(&part), "{part} is missing in {text}");
    }
    assert!(!text.contains("Age"), "a skipped field is in {text}");
}

#[test]
fn a_mistake_leaves_an_impl_that_is_not_registered() {
    let text = expanded(quote! {
        struct Person {
            #[column(primary)]
            id: i64,
        }
    });
    assert_eq!(text.matches("compile_error!").count(), 1);
    assert_eq!(text.matches("impl__trueup::Table").count(), 1);
    assert!(!text.contains("inventory"));
    assert!(text.contains("id:__trueup::Column"));
}

/// What is written for a struct of twenty columns, as tokens, and how many constants and statics are in it. Each of them costs the
/// compiler, and both repeat exactly.
const TOKENS: usize = 1494;
const CONSTANTS: usize = 7;

#[test]
fn what_is_written_for_a_table_stays_small() {
    let fields = (1..5).map(|number| {
        let field = |kind: &str| quote::format_ident!("{kind}_{number}");
        let [text, count, flag, ratio] = ["text", "count", "flag", "ratio"].map(field);
        quote! {
            #[column(max_length = 255)]
            #text: String,
            #[column(default = 0)]
            #count: i32,
            #flag: bool,
            #ratio: Option<f64>,
        }
    });
    let syntax = syn::parse2(quote! {
        struct Table {
            #[column(primary_key, auto_increment)]
            id: i64,
            #[column(references = Other::id, on_delete = cascade, index)]
            other_id: i64,
            note: Option<String>,
            rank: i64,
            #(#fields)*
        }
    });
    let written = crate::derive(&syntax.unwrap());
    let text = written.to_string();
    let constants = text.matches("const ").count() + text.matches("submit !").count();
    assert_eq!(constants, CONSTANTS, "in {text}");
    let tokens = count(written);
    assert!(
        (TOKENS * 95 / 100..=TOKENS * 105 / 100).contains(&tokens),
        "{tokens} tokens, and {TOKENS} are expected: look for what costs more, or write the better number here"
    );
}

fn count(tokens: TokenStream) -> usize {
    let sizes = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 2 + count(group.stream()),
        _ => 1,
    });
    sizes.sum()
}
