//! The snapshot of the crate that is compiled.
//!
//! In: the variables that cargo sets, and the file. Out: [`Snapshot`], read once for all structs
//! of a crate. Knows how the file is written, and no struct.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use proc_macro2::TokenStream;
use quote::quote;
use tinyjson::JsonValue;

/// The file, beside the manifest.
pub(super) const NAME: &str = "trueup.json";

/// What the file says of one crate.
#[derive(Debug, PartialEq)]
pub(super) struct Snapshot {
    pub(super) is_strict: bool,
    pub(super) tables: Vec<Entry>,
}

/// A struct at the time of the snapshot.
#[derive(Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) rust_name: String,
    pub(super) schema: Option<String>,
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

/// The snapshot, and what makes the compiler look at the file again when it changes.
pub(super) struct Found {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) tracked: TokenStream,
}

/// The same for a file that cannot be read.
pub(super) struct Unreadable {
    pub(super) problem: String,
    pub(super) tracked: TokenStream,
}

/// What is kept from one struct to the next. An editor's server lives long and sees many crates.
struct Kept {
    path: PathBuf,
    package: String,
    modified: Option<SystemTime>,
    /// Nothing when the file could not be read, which was told once.
    snapshot: Option<Arc<Snapshot>>,
}

static KEPT: Mutex<Option<Kept>> = Mutex::new(None);

/// Reads the file of the crate that is compiled, where there is one.
pub(super) fn current() -> Result<Option<Found>, Unreadable> {
    let variable = |name| std::env::var(name).ok();
    let (Some(folder), Some(package)) =
        (variable("CARGO_MANIFEST_DIR"), variable("CARGO_CRATE_NAME"))
    else {
        return Ok(None);
    };
    let path = Path::new(&folder).join(NAME);
    let Ok(metadata) = std::fs::metadata(&path) else {
        return Ok(None);
    };
    let modified = metadata.modified().ok();
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = &*kept
        && kept.path == path
        && kept.package == package
        && kept.modified == modified
    {
        return Ok(kept.snapshot.clone().map(|snapshot| Found {
            snapshot,
            tracked: TokenStream::new(),
        }));
    }
    let read = std::fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|text| read(&text, &package));
    // Once for a crate is enough, for the file may be long.
    let tracked = path
        .to_str()
        .map(|path| {
            quote!(
                const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
            )
        })
        .unwrap_or_default();
    let read = read.map(Arc::new);
    *kept = Some(Kept {
        path,
        package,
        modified,
        snapshot: read.as_ref().ok().cloned(),
    });
    match read {
        Ok(snapshot) => Ok(Some(Found { snapshot, tracked })),
        Err(problem) => Err(Unreadable {
            problem: format!(
                "`{NAME}` cannot be read: {problem}\nhelp: write it again with `trueup snapshot`"
            ),
            tracked,
        }),
    }
}

/// Reads what the text says of a crate.
pub(super) fn read(text: &str, package: &str) -> Result<Snapshot, String> {
    let root: JsonValue = text.parse().map_err(|error| format!("{error}"))?;
    let root = object(&root, "the file")?;
    let is_strict = match root.get("strict") {
        Some(JsonValue::Boolean(is_strict)) => *is_strict,
        Some(_) => return Err("`strict` is neither `true` nor `false`".to_owned()),
        None => false,
    };
    let crates = root.get("crates").ok_or("`crates` is missing")?;
    let tables = match object(crates, "`crates`")?.get(package) {
        Some(JsonValue::Array(tables)) => tables.iter().map(entry).collect::<Result<_, _>>()?,
        Some(_) => return Err(format!("`{package}` is no list")),
        None => Vec::new(),
    };
    Ok(Snapshot { is_strict, tables })
}

fn entry(value: &JsonValue) -> Result<Entry, String> {
    let table = object(value, "a table")?;
    let text = |key: &str| match table.get(key) {
        Some(JsonValue::String(text)) => Ok(Some(text.clone())),
        None => Ok(None),
        Some(_) => Err(format!("`{key}` of a table is no text")),
    };
    let needed = |key: &str| text(key)?.ok_or(format!("a table has no `{key}`"));
    let columns = table.get("columns").ok_or("a table has no `columns`")?;
    let columns = object(columns, "`columns`")?;
    Ok(Entry {
        rust_name: needed("struct")?,
        schema: text("schema")?,
        name: needed("table")?,
        columns: columns.into_keys().map(str::to_owned).collect(),
    })
}

/// The keys in their order.
fn object<'a>(
    value: &'a JsonValue,
    what: &str,
) -> Result<BTreeMap<&'a str, &'a JsonValue>, String> {
    match value {
        JsonValue::Object(object) => Ok(object
            .iter()
            .map(|(key, value)| (key.as_str(), value))
            .collect()),
        _ => Err(format!("{what} is no object")),
    }
}
