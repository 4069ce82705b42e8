//! Names of Rust for names of a database.
//!
//! In: any name that a database accepts. Out: an identifier, which rustc takes and its lints like. Knows
//! the rules by which the derive names tables, to see when a name must be said.

use std::collections::BTreeSet;

/// Words that are no plain identifiers.
const KEYWORDS: &str = "abstract as async await become box break const continue do dyn else enum extern \
false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return static \
struct trait true try type typeof union unsafe unsized use virtual where while yield";

/// Words that cannot even be raw identifiers.
const NEVER: [&str; 4] = ["crate", "self", "super", "_"];

/// Types that the generated code means when it says their names.
const TAKEN: [&str; 10] = [
    "Box", "Default", "Err", "None", "Ok", "Option", "Self", "Some", "String", "Vec",
];

/// The name of a struct or an enum.
pub(super) fn of_type(name: &str) -> String {
    let words = words(name);
    let name: String = words.iter().map(|word| capital(word)).collect();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("T{name}"),
        Some(_) if TAKEN.contains(&name.as_str()) => format!("{name}Row"),
        Some(_) => name,
        None => "Unnamed".to_owned(),
    }
}

/// The name of the struct of a table: one of what the table holds many of.
pub(super) fn of_struct(table: &str) -> String {
    let mut all = words(table);
    if let Some(last) = all.last_mut() {
        *last = singular(last);
    }
    of_type(&all.join("_"))
}

/// The name of a field or a module.
pub(super) fn of_field(name: &str) -> String {
    let is_fine = !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let name = if is_fine {
        name.to_owned()
    } else {
        words(name).join("_")
    };
    match name.chars().next() {
        _ if NEVER.contains(&name.as_str()) => format!("{}_field", name.trim_matches('_')),
        _ if KEYWORDS.split_whitespace().any(|word| word == name) => format!("r#{name}"),
        Some(first) if first.is_ascii_digit() => format!("n{name}"),
        Some(_) => name,
        None => "unnamed".to_owned(),
    }
}

/// Whether the derive makes the name of the column of the field.
pub(super) fn is_column_of(field: &str, column: &str) -> bool {
    field.strip_prefix("r#").unwrap_or(field) == column
}

/// Whether the derive makes the name of the table of the struct.
pub(super) fn is_table_of(rust: &str, table: &str) -> bool {
    plural(&words(rust).join("_")) == table
}

/// Whether `rename_all = "snake_case"` makes the value of the variant.
pub(super) fn is_value_of(variant: &str, value: &str) -> bool {
    words(variant).join("_") == value
}

/// The name, or the same with a number behind it when it is taken.
pub(super) fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 2;
    let mut free = name.to_owned();
    while !taken.insert(free.clone()) {
        free = format!("{name}_{number}").replace("r#", "");
        if name.starts_with(char::is_uppercase) {
            free = format!("{name}{number}");
        }
        number += 1;
    }
    free
}

/// One of what the word names several of, by the rule that the derive applies the other way round.
fn singular(word: &str) -> String {
    let candidates = [("ies", "y"), ("es", ""), ("s", "")];
    let stems = candidates
        .iter()
        .filter_map(|(end, instead)| Some(format!("{}{instead}", word.strip_suffix(end)?)));
    stems
        .filter(|stem| stem.chars().count() > 1)
        .find(|stem| plural(stem) == word)
        .unwrap_or_else(|| word.to_owned())
}

/// The plural by the rule of the derive.
fn plural(word: &str) -> String {
    let before = word.strip_suffix('s').and_then(|stem| stem.chars().last());
    if before.is_some_and(|last| last == 'e' || is_consonant(last) && last != 's') {
        return word.to_owned();
    }
    match word.strip_suffix('y') {
        Some(stem) if stem.ends_with(is_consonant) => format!("{stem}ies"),
        _ if ["s", "x", "z", "ch", "sh"]
            .iter()
            .any(|end| word.ends_with(end)) =>
        {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    }
}

fn is_consonant(letter: char) -> bool {
    letter.is_alphabetic() && !"aeiou".contains(letter)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The words of a name in lower case: `HTTPServer_name` is `http`, `server` and `name`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in name.split(|letter: char| !letter.is_alphanumeric()) {
        let letters: Vec<char> = part.chars().collect();
        let mut word = String::new();
        let mut was_capital: Option<bool> = None;
        for (at, letter) in letters.iter().enumerate() {
            let is_last_capital = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
            let begins = letter.is_uppercase()
                && (was_capital == Some(false) || was_capital == Some(true) && is_last_capital);
            if begins {
                words.push(std::mem::take(&mut word));
            }
            word.extend(letter.to_lowercase());
            if letter.is_uppercase() || letter.is_lowercase() {
                was_capital = Some(letter.is_uppercase());
            }
        }
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{free, is_table_of, of_field, of_struct, of_type};

    #[test]
    fn a_struct_is_called_by_one_of_what_its_table_holds() {
        for (table, rust, is_by_rule) in [
            ("order_lines", "OrderLine", true),
            ("companies", "Company", true),
            ("boxes", "BoxRow", false),
            ("addresses", "Address", true),
            ("settings", "Setting", true),
            ("news", "New", true),
            ("user", "User", false),
            ("Odd Table", "OddTable", false),
            ("2fa_codes", "T2faCode", false),
        ] {
            assert_eq!(of_struct(table), rust);
            assert_eq!(is_table_of(rust, table), is_by_rule, "{table}");
        }
        assert_eq!(of_type("options"), "Options");
    }

    /// The rule stands here a second time, because a crate of macros exports nothing else. So it is held
    /// to the names that the tests of the derive expect.
    #[test]
    fn a_table_is_named_as_the_derive_names_it() {
        let tests = include_str!("../../../macros/src/tests.rs");
        let (_, list) = tests
            .split_once("fn a_table_is_called_by_the_plural_of_its_struct")
            .expect("the test of the derive");
        let (list, _) = list.split_once("]);").expect("its end");
        let pairs: Vec<(&str, &str)> = list
            .lines()
            .filter_map(|line| line.trim().strip_prefix("(\"")?.strip_suffix("\"),"))
            .filter_map(|pair| pair.split_once("\", \""))
            .collect();
        assert!(pairs.len() > 15, "{pairs:?}");
        for (rust, table) in pairs {
            assert!(is_table_of(rust, table), "{rust} is {table}");
        }
    }

    #[test]
    fn a_field_is_an_identifier() {
        for (column, field) in [
            ("id", "id"),
            ("type", "r#type"),
            ("self", "self_field"),
            ("userId", "user_id"),
            ("2nd", "n2nd"),
            ("a b", "a_b"),
            ("-", "unnamed"),
        ] {
            assert_eq!(of_field(column), field);
        }
        let mut taken = BTreeSet::from(["a".to_owned()]);
        assert_eq!(free("a", &mut taken), "a_2");
    }
}
