//! What a view keeps when it is made anew, by its key in [`View::kept`](crate::model::View::kept).

/// The owner, quoted, where it is not the role that migrates.
pub(crate) const OWNER: &str = "owner";
/// Privileges, one statement on each line; `{view}` is the view.
pub(crate) const GRANTS: &str = "grants";
/// What cannot be put back, in words.
pub(crate) const LOST: &str = "lost";
/// That a materialised view holds no rows yet.
pub(crate) const EMPTY: &str = "empty";
/// The default of a column, under this and the column's name.
pub(crate) const DEFAULT: &str = "default ";
/// Privileges of one column, as [`GRANTS`], under this and the column's name.
pub(crate) const COLUMN_GRANTS: &str = "grants on ";
