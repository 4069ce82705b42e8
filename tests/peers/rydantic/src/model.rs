//! The pattern of a model, of which `build.rs` makes a hundred: the twenty columns of `tests/src/wide.rs`. A model of
//! Rydantic has no check, no index over two columns and no default that is an expression, and times are texts.

// Pattern:
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rydantic::{Model, SqlModel};

#[derive(Debug, Model, SqlModel)]
#[sql(table = "wideNUMBER")]
pub struct Wide {
    #[sql(primary_key, auto_increment)]
    pub id: Option<i64>,
    #[sql(index, references = "widePARENT.id", on_delete = "cascade")]
    pub parent_id: Option<i64>,
    #[sql(unique, length = 200)]
    pub email: String,
    #[sql(index, length = 20, default = "plain")]
    pub kind: String,
    #[sql(default = 0)]
    pub n0: i32,
    #[sql(default = 1)]
    pub n1: i64,
    #[sql(default = 2)]
    pub n2: i32,
    #[sql(default = true)]
    pub is_open: bool,
    pub created_at: DateTime<Utc>,
    #[sql(length = 20, default = "new")]
    pub state: String,
    pub t0: Option<String>,
    pub t1: Option<String>,
    pub t2: Option<String>,
    pub f0: Option<f64>,
    pub f1: Option<f64>,
    pub d0: Option<NaiveDate>,
    pub d1: Option<NaiveDateTime>,
    pub b0: Option<Vec<u8>>,
    pub j0: Option<String>,
    pub i0: Option<i16>,
}
