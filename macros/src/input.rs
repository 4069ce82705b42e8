//! The struct as it is written.
//!
//! In: the syntax tree. Out: [`Input`], the words of each attribute beside the field they are on;
//! enums, unions, tuple structs and generics are turned away. Knows no rule about the words.

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Field, Fields, FieldsNamed, Type, Visibility};

use crate::attr::{ColumnWords, PartialWords, SqlxColumnWords, SqlxTableWords, TableWords};
use crate::documentation;
use crate::errors::Errors;

/// What is derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Table,
    Columns,
    Partial,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Table => "a table",
            Self::Columns => "a struct of columns",
            Self::Partial => "a partial struct",
        }
    }

    fn without_generics(self) -> &'static str {
        match self {
            Self::Table | Self::Columns => "write a struct for each table, with its own types",
            Self::Partial => {
                "write each type as the table does, such as `String`, and take the parameters away"
            }
        }
    }

    fn derive(self) -> &'static str {
        match self {
            Self::Table => "Table",
            Self::Columns => "Columns",
            Self::Partial => "Partial",
        }
    }
}

/// A struct with named fields.
pub(crate) struct Input {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) words: TableWords,
    pub(crate) sqlx: SqlxTableWords,
    pub(crate) fields: Vec<InputField>,
    /// Every word on the struct, where the databases are listed.
    pub(crate) said: Vec<Ident>,
}

/// A field and its attributes.
pub(crate) struct InputField {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) words: ColumnWords,
    pub(crate) sqlx: SqlxColumnWords,
    /// Whether every word could be read, so that a missing one is really missing.
    pub(crate) is_whole: bool,
    /// Every word on the field.
    pub(crate) said: Vec<Ident>,
}

impl Input {
    pub(crate) fn read(syntax: &DeriveInput, kind: Kind, errors: &mut Errors) -> Option<Self> {
        let fields = named_fields(syntax, kind, errors)?;
        misplaced(&syntax.attrs, "column", "a field", "table", errors);
        Some(Self {
            vis: syntax.vis.clone(),
            ident: syntax.ident.clone(),
            words: TableWords::read(&syntax.attrs, errors),
            sqlx: SqlxTableWords::read(&syntax.attrs),
            said: documentation::words(&syntax.attrs, "table"),
            fields: fields
                .named
                .iter()
                .filter_map(|field| InputField::read(field, errors))
                .collect(),
        })
    }

    /// Reads a struct that says of each field only which column it is.
    pub(crate) fn of_partial(
        syntax: &DeriveInput,
        words: &PartialWords,
        errors: &mut Errors,
    ) -> Option<Self> {
        let fields = named_fields(syntax, Kind::Partial, errors)?;
        misplaced(&syntax.attrs, "column", "a field", "partial", errors);
        Some(Self {
            vis: syntax.vis.clone(),
            ident: syntax.ident.clone(),
            words: TableWords {
                rename_all: words.rename_all,
                ..TableWords::default()
            },
            sqlx: SqlxTableWords::read(&syntax.attrs),
            said: Vec::new(),
            fields: fields
                .named
                .iter()
                .filter_map(|field| InputField::of_partial(field, errors))
                .collect(),
        })
    }
}

impl InputField {
    /// Whether the field is no column.
    pub(crate) fn is_skipped(&self) -> bool {
        self.words.skip.is_some() || self.sqlx.skip.is_some()
    }

    /// Whether the field stands for one column.
    pub(crate) fn is_column(&self) -> bool {
        !self.is_skipped() && self.words.flatten.is_none()
    }

    fn read(field: &Field, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        misplaced(&field.attrs, "table", "the struct", "column", errors);
        let words = ColumnWords::read(&field.attrs, errors);
        Some(Self {
            ident: field.ident.clone()?,
            ty: field.ty.clone(),
            words,
            sqlx: SqlxColumnWords::read(&field.attrs),
            said: documentation::words(&field.attrs, "column"),
            is_whole: errors.count() == before,
        })
    }

    fn of_partial(field: &Field, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        misplaced(&field.attrs, "partial", "the struct", "column", errors);
        Some(Self {
            ident: field.ident.clone()?,
            ty: field.ty.clone(),
            words: ColumnWords::of_partial(&field.attrs, errors),
            sqlx: SqlxColumnWords::read(&field.attrs),
            said: Vec::new(),
            is_whole: errors.count() == before,
        })
    }
}

fn named_fields<'a>(
    syntax: &'a DeriveInput,
    kind: Kind,
    errors: &mut Errors,
) -> Option<&'a FieldsNamed> {
    let (noun, derive) = (kind.noun(), kind.derive());
    let fields = match &syntax.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => {
            errors.add(
                data.enum_token.span(),
                format!("an enum cannot be {noun}\nhelp: derive `{derive}` on a struct with named fields"),
            );
            return None;
        }
        Data::Union(data) => {
            errors.add(
                data.union_token.span(),
                format!("a union cannot be {noun}\nhelp: derive `{derive}` on a struct with named fields"),
            );
            return None;
        }
    };
    if !syntax.generics.params.is_empty() {
        errors.add_spanned(
            &syntax.generics,
            format!(
                "{noun} cannot be generic\nhelp: {}",
                kind.without_generics()
            ),
        );
        return None;
    }
    match fields {
        Fields::Named(fields) => Some(fields),
        Fields::Unnamed(fields) => {
            errors.add_spanned(
                fields,
                format!(
                    "a tuple struct cannot be {noun}\nhelp: give each field the name of its column"
                ),
            );
            None
        }
        Fields::Unit => {
            errors.add(
                syntax.ident.span(),
                format!("{noun} needs at least one column\nhelp: add a field, such as `id: i64`"),
            );
            None
        }
    }
}

/// Refuses the attribute of a struct on a field, and the other way round.
fn misplaced(
    attributes: &[Attribute],
    name: &str,
    place: &str,
    instead: &str,
    errors: &mut Errors,
) {
    for attribute in attributes {
        if attribute.path().is_ident(name) {
            errors.add(
                attribute.path().span(),
                format!("`#[{name}]` belongs on {place}\nhelp: write `#[{instead}(...)]` here"),
            );
        }
    }
}
