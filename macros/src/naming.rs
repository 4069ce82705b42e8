//! Names as text: the default of a table, the case of a column, what no database takes.
//!
//! In: a Rust name or a declared one. Out: a string, or what is wrong with it. Knows no tokens.

/// How `rename_all` writes the name of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Camel,
    Snake,
    Lower,
    Upper,
    Pascal,
    Kebab,
    ScreamingSnake,
}

impl Case {
    /// Each case as it is written in `rename_all`.
    pub(crate) const ALL: [(&'static str, Self); 7] = [
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("kebab-case", Self::Kebab),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
    ];

    /// Writes a name in this case, as sqlx does.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::Snake => lower_words(name).join("_"),
            Self::Kebab => lower_words(name).join("-"),
            Self::ScreamingSnake => lower_words(name).join("_").to_uppercase(),
            Self::Pascal => lower_words(name).iter().map(|word| capital(word)).collect(),
            Self::Camel => {
                let words = lower_words(name);
                let mut words = words.iter();
                let first = words.next().cloned().unwrap_or_default();
                words.fold(first, |name, word| name + &capital(word))
            }
        }
    }
}

/// The table of a struct that names none: `OrderLine` is stored in `order_lines`.
pub(crate) fn table_name(rust_name: &str) -> String {
    plural(&Case::Snake.apply(rust_name))
}

/// What makes a name unusable, as the message and its way out.
pub(crate) fn fault(name: &str) -> Option<String> {
    // PostgreSQL cuts longer names without an error: NAMEDATALEN, manual section 4.1.1.
    const LONGEST: usize = 63;
    if name.is_empty() {
        Some("a name cannot be empty\nhelp: write at least one letter".to_owned())
    } else if name.contains('\0') {
        Some(
            "a name cannot hold a NUL character\nhelp: no database stores it, take it away"
                .to_owned(),
        )
    } else if name.len() > LONGEST {
        Some(format!(
            "the name `{name}` is {} bytes long, and PostgreSQL cuts names after {LONGEST}\nhelp: choose a shorter name with `name = \"...\"`",
            name.len()
        ))
    } else if name.to_lowercase().starts_with("_trueup_") {
        Some(
            "names that start with `_trueup_` are reserved for the tables of trueup itself\nhelp: choose another name"
                .to_owned(),
        )
    } else {
        None
    }
}

/// Adds the ending of a regular English plural, unless the word has it. Whatever is irregular takes
/// `name = "..."`.
fn plural(word: &str) -> String {
    let is_plural = match word.strip_suffix('s').and_then(|stem| stem.chars().last()) {
        // `bus`, `address`, `analysis`, `alias`: one of them.
        Some(last) => last == 'e' || is_consonant(last) && last != 's',
        None => false,
    };
    if is_plural {
        return word.to_owned();
    }
    let hisses = ["s", "x", "z", "ch", "sh"];
    match word.strip_suffix('y') {
        Some(stem) if stem.ends_with(is_consonant) => format!("{stem}ies"),
        _ if hisses.iter().any(|end| word.ends_with(end)) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

fn is_consonant(letter: char) -> bool {
    letter.is_alphabetic() && !"aeiou".contains(letter)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Splits `HTTPServer_name` into `http`, `server` and `name`. Digits stay with what is before them.
fn lower_words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|letter: char| !letter.is_alphanumeric()) {
        let mut word = String::new();
        // Whether the last letter of the word was a capital; a digit does not count.
        let mut was_capital = None;
        let mut letters = part.chars().peekable();
        while let Some(letter) = letters.next() {
            let starts_word = letter.is_uppercase()
                && match was_capital {
                    None => false,
                    Some(false) => true,
                    Some(true) => letters.peek().is_some_and(|next| next.is_lowercase()),
                };
            if starts_word {
                words.push(std::mem::take(&mut word));
            }
            word.extend(letter.to_lowercase());
            if letter.is_uppercase() || letter.is_lowercase() {
                was_capital = Some(letter.is_uppercase());
            }
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}
