//! The complete vocabulary of changes.

use crate::model::{Column, Object, ObjectId};

/// One neutral difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is done.
    pub edit: Edit,
    /// Why.
    pub cause: Cause,
}

/// What is done to one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The object comes into being.
    Create(Object),
    /// The object goes.
    Drop(Object),
    /// The object changes and keeps its identity.
    Alter {
        /// As it is.
        from: Object,
        /// As it will be.
        to: Object,
    },
    /// The object gets another identity and is otherwise the same.
    Rename {
        /// Its identity so far.
        from: ObjectId,
        /// Its identity from now on.
        to: ObjectId,
    },
}

/// Why there is a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The desired schema says so.
    Desired,
    /// The code states this very change: a rename, a drop.
    Declared,
    /// The object is ours and no longer desired.
    Surplus,
    /// A column that is no longer desired stays, and must not stand in the way of new rows.
    Retired,
}

impl Change {
    /// A change because of `cause`.
    #[must_use]
    pub const fn new(edit: Edit, cause: Cause) -> Self {
        Self { edit, cause }
    }

    /// The object that the change is about, by the name it has afterwards.
    #[must_use]
    pub fn object(&self) -> ObjectId {
        self.edit.object()
    }

    /// What is done, in words joined by underscores, such as `create_table`.
    #[must_use]
    pub fn kind(&self) -> String {
        let verb = match &self.edit {
            Edit::Create(_) => "create",
            Edit::Drop(_) => "drop",
            Edit::Alter { .. } => "alter",
            Edit::Rename { .. } => "rename",
        };
        format!("{verb}_{}", self.object().kind().as_str())
    }
}

impl Edit {
    /// The object that the change is about, by the name it has afterwards.
    #[must_use]
    pub fn object(&self) -> ObjectId {
        match self {
            Self::Create(object) | Self::Drop(object) | Self::Alter { to: object, .. } => {
                object.id()
            }
            Self::Rename { to, .. } => to.clone(),
        }
    }

    /// The column before and after, where one is altered.
    pub(crate) const fn altered_column(&self) -> Option<(&Column, &Column)> {
        match self {
            Self::Alter {
                from: Object::Column(_, from),
                to: Object::Column(_, to),
            } => Some((from, to)),
            _ => None,
        }
    }

    /// The change that takes this one back; rows that it destroyed stay away.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self.clone() {
            Self::Create(object) => Self::Drop(object),
            Self::Drop(object) => Self::Create(object),
            Self::Alter { from, to } => Self::Alter { from: to, to: from },
            Self::Rename { from, to } => Self::Rename { from: to, to: from },
        }
    }
}
