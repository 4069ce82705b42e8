//! What a view keeps when it is made anew, by its key in [`View::kept`](crate::model::View::kept).

/// The owner, quoted, where it is not the role that migrates.
pub(crate) const OWNER: &str = "owner";
/// Privileges of others, one `GRANT` on each line without its first word; `{view}` is the view.
pub(crate) const GRANTS: &str = "grants";
/// What cannot be put back, in words.
pub(crate) const LOST: &str = "lost";
/// That a materialised view holds no rows yet.
pub(crate) const EMPTY: &str = "empty";
