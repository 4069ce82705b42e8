//! The pattern of an entity, of which `build.rs` makes a hundred: the twenty columns of `tests/src/wide.rs`. An entity of
//! SeaORM has no check, no index over two columns and no index that falls, so it has an index over each.

// Pattern:
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "wideNUMBER")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(indexed)]
    pub parent_id: Option<i64>,
    #[sea_orm(unique, column_type = "String(StringLen::N(200))")]
    pub email: String,
    #[sea_orm(indexed, column_type = "String(StringLen::N(20))", default_value = "plain")]
    pub kind: String,
    #[sea_orm(default_value = 0)]
    pub n0: i32,
    #[sea_orm(default_value = 1)]
    pub n1: i64,
    #[sea_orm(default_value = 2)]
    pub n2: i32,
    #[sea_orm(default_value = true)]
    pub is_open: bool,
    #[sea_orm(default_expr = "Expr::current_timestamp()")]
    pub created_at: DateTimeUtc,
    #[sea_orm(column_type = "String(StringLen::N(20))", default_value = "new")]
    pub state: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub t0: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub t1: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub t2: Option<String>,
    pub f0: Option<f64>,
    pub f1: Option<f64>,
    pub d0: Option<Date>,
    pub d1: Option<DateTime>,
    pub b0: Option<Vec<u8>>,
    pub j0: Option<Json>,
    pub i0: Option<i16>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "PARENT_ENTITY",
        from = "Column::ParentId",
        to = "PARENT_COLUMN::Id",
        on_delete = "Cascade"
    )]
    Parent,
}

impl ActiveModelBehavior for ActiveModel {}
