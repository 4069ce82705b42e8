//! The README and the pages of the guide: their code is compiled with the documentation tests.
//!
//! In: the pages. Out: nothing, outside of those tests.

/// The code of the README, compiled.
#[cfg(all(feature = "postgres", feature = "sqlite", feature = "chrono"))]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The code of the guide's page on editors, compiled.
#[doc = include_str!("../../docs/guide/editor.md")]
struct EditorGuide;

/// The code of the guide's page on databases that are there already, compiled.
#[doc = include_str!("../../docs/guide/adoption.md")]
struct AdoptionGuide;

/// The code of the guide's page on tests, compiled.
#[doc = include_str!("../../docs/guide/testing.md")]
struct TestingGuide;

/// The code of the guide's page on tables, columns and their names, compiled.
#[doc = include_str!("../../docs/guide/definitions.md")]
struct DefinitionsGuide;

/// The code of the guide's page on columns, compiled.
#[cfg(all(feature = "chrono", feature = "rust_decimal"))]
#[doc = include_str!("../../docs/guide/columns.md")]
struct ColumnsGuide;

/// The code of the guide's page on how a table is kept, compiled.
#[doc = include_str!("../../docs/guide/tables.md")]
struct TablesGuide;

/// The code of the guide's page on partitions, compiled.
#[cfg(feature = "chrono")]
#[doc = include_str!("../../docs/guide/partitions.md")]
struct PartitionsGuide;

/// The code of the guide's page on enums, compiled.
#[doc = include_str!("../../docs/guide/enums.md")]
struct EnumsGuide;

/// The code of the guide's page on numbered rows, compiled.
#[doc = include_str!("../../docs/guide/identity.md")]
struct IdentityGuide;

/// The code of the guide's page on objects beside the tables, compiled.
#[doc = include_str!("../../docs/guide/outside.md")]
struct OutsideGuide;

/// The code of the guide's page on views, compiled.
#[doc = include_str!("../../docs/guide/views.md")]
struct ViewsGuide;

/// The code of the guide's page on triggers, compiled.
#[doc = include_str!("../../docs/guide/triggers.md")]
struct TriggersGuide;

/// The code of the guide's page on reuse, compiled.
#[cfg(feature = "sqlite")]
#[doc = include_str!("../../docs/guide/reuse.md")]
struct ReuseGuide;

/// The code of the guide's page on indexes, compiled.
#[doc = include_str!("../../docs/guide/indexes.md")]
struct IndexesGuide;

/// The code of the guide's page on keys, compiled.
#[doc = include_str!("../../docs/guide/keys.md")]
struct KeysGuide;

/// The code of the guide's page on many tenants, compiled.
#[doc = include_str!("../../docs/guide/tenants.md")]
struct TenantsGuide;
