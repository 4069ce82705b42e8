//! Hashes that stand for a schema and for a plan.

use std::borrow::Cow;
#[cfg(feature = "live")]
use std::hash::{Hash, Hasher};

use sha2::{Digest, Sha256};

use super::Step;
use crate::model::{Options, Schema, Unsupported};

/// The hash of a schema's content: equal for equal schemas, whatever the order of the input. Who may do
/// what is left out: a `GRANT` between a plan and its approval changes nothing that was approved.
#[must_use]
pub fn fingerprint(schema: &Schema) -> String {
    let schema = match is_canonical(schema) {
        true => Cow::Borrowed(schema),
        false => Cow::Owned(canonical(schema.clone())),
    };
    let text = serde_json::to_string(&*schema).expect("a schema has string keys only");
    digest(&text)
}

/// The schema without what is left out, and with everything in the order of names.
fn canonical(schema: Schema) -> Schema {
    let mut schema = schema.sorted();
    schema.unsupported.retain(|item| !is_grant(item));
    for table in &mut schema.tables {
        let indexes = table.indexes.iter_mut().map(|index| &mut index.options);
        let partitions = table.partitions.iter_mut().map(|part| &mut part.options);
        let options = indexes.chain(partitions).chain([&mut table.options]);
        options.for_each(Options::sort_keys);
    }
    for view in &mut schema.views {
        let indexes = view.indexes.iter_mut().map(|index| &mut index.options);
        let options = indexes.chain([&mut view.options]);
        options.for_each(Options::sort_keys);
    }
    schema
}

/// Whether [`canonical`] would change nothing, as with most: the walk is the same, without a schema of its own.
fn is_canonical(schema: &Schema) -> bool {
    let tables = schema.tables.iter().flat_map(|table| {
        let indexes = table.indexes.iter().map(|index| &index.options);
        let partitions = table.partitions.iter().map(|part| &part.options);
        indexes.chain(partitions).chain([&table.options])
    });
    let views = schema.views.iter().flat_map(|view| {
        let indexes = view.indexes.iter().map(|index| &index.options);
        indexes.chain([&view.options])
    });
    let mut options = tables.chain(views);
    schema.is_sorted()
        && !schema.unsupported.iter().any(is_grant)
        && options.all(|options| options.keys().is_sorted())
}

fn is_grant(item: &Unsupported) -> bool {
    item.kind.ends_with("grants")
}

/// The hash of a text, in hexadecimal digits.
pub(crate) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The hash of a value by its parts, in hexadecimal digits: the same for each run of a program, and maybe another one for
/// another build of it.
#[cfg(feature = "live")]
pub(crate) fn digest_of(value: &impl Hash) -> String {
    let mut hasher = Sha256Hasher(Sha256::new());
    value.hash(&mut hasher);
    hex(&hasher.0.finalize())
}

/// Takes the parts of a value as `Hash` gives them: the usual hasher has 64 bits, which may hide a difference.
#[cfg(feature = "live")]
struct Sha256Hasher(Sha256);

#[cfg(feature = "live")]
impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.clone().finalize();
        u64::from_be_bytes(std::array::from_fn(|at| digest[at]))
    }
}

/// The hash of what a plan would do, from which live schema.
pub(super) fn plan_hash(live_fingerprint: &str, steps: &[Step]) -> String {
    let mut hasher = Sha256::new();
    let mut add = |text: &str| {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    };
    add(live_fingerprint);
    for step in steps {
        add(&step.change.kind());
        add(&step.change.object().to_string());
        for statement in &step.statements {
            add(&statement.sql);
        }
    }
    hex(&hasher.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
