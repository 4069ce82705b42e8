//! Tables that a `macro_rules` writes, from fragments of every kind.

macro_rules! lookup {
    ($vis:vis $name:ident, $table:literal, $id:ty, $default:literal, $limit:expr) => {
        #[derive(trueup::Table)]
        #[table(name = $table, unique(label))]
        $vis struct $name {
            #[column(primary_key)]
            id: $id,
            #[column(default = $default)]
            label: String,
            #[column(default = $limit)]
            rank: i32,
        }
    };
}

macro_rules! child {
    ($name:ident of $parent:path, $parent_name:ident, $field:ident: $ty:ty, $action:ident) => {
        #[derive(trueup::Table)]
        #[table(index($field))]
        struct $name {
            #[column(primary_key)]
            id: i64,
            #[column(references = $parent_name::id, on_delete = $action)]
            $field: $ty,
            #[column(references = $parent::id)]
            other: Option<$ty>,
        }
    };
}

macro_rules! placed {
    ($name:ident, $part:ty, $prefix:literal, $field:ident) => {
        #[derive(trueup::Table)]
        struct $name {
            #[column(primary_key)]
            id: i64,
            #[column(flatten, prefix = $prefix)]
            $field: $part,
        }
    };
}

macro_rules! part {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[derive(trueup::Columns)]
        struct $name {
            $($field: $ty,)*
        }
    };
}

lookup!(pub Color, "colors", i16, "none", 10);
lookup!(pub(crate) Size, "sizes", i64, "none", -10);
part!(Spot { shelf: i32, place: Option<i16> });
placed!(Box, Spot, "at_", spot);
child!(Shirt of crate::tables_of_a_macro::Color, Color, color: i16, cascade);

mod elsewhere {
    pub const NAME: &str = <super::Shirt as trueup::Table>::NAME;
}

#[test]
fn a_macro_makes_tables() {
    use trueup::Table;
    use trueup::meta::DefaultMeta;

    assert_eq!(Color::META.name, "colors");
    assert_eq!(
        Color::META.columns[1].default(),
        Some(DefaultMeta::Text("none"))
    );
    assert_eq!(
        Color::META.columns[2].default(),
        Some(DefaultMeta::Number("10"))
    );
    assert_eq!(
        Size::META.columns[2].default(),
        Some(DefaultMeta::Number("-10"))
    );
    assert_eq!(Box::COLUMNS.spot.shelf.name(), "at_shelf");
    assert_eq!(elsewhere::NAME, "shirts");
    assert_eq!(Shirt::META.foreign_keys().len(), 2);
}
