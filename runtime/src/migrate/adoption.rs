//! A database that is taken as it is.
//!
//! In: a survey of it. Out: what is recorded of it, or why it is not adopted. Nothing of the user's is changed:
//! each step is held, and the only statements are those that write trueup's own tables.

use super::Migrator;
use super::memory::owned;
use super::survey::Survey;
use crate::error::Error;
#[cfg(feature = "cli")]
use crate::live::state::State;
#[cfg(feature = "cli")]
use crate::model::{ObjectId, Schema};

/// How the history describes an adoption.
pub(super) const ADOPTED: &str = "adoption: the database is taken as it is";

/// What becomes of steps that the code needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Adoption {
    /// The database is not adopted before it has what they bring.
    #[cfg_attr(not(feature = "cli"), expect(dead_code))]
    Refusing,
    /// They are left for a later start.
    Leaving,
}

impl Migrator {
    /// Records what is there, and changes nothing of it. Steps that the code needs are refused, or left.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) const fn adopting(mut self, leaves_steps: bool) -> Self {
        self.adoption = Some(if leaves_steps {
            Adoption::Leaving
        } else {
            Adoption::Refusing
        });
        self
    }
}

impl Survey {
    /// Whether there is nothing to record.
    pub(super) fn is_recorded(&self) -> bool {
        if self.adoption.is_none() {
            return self.is_remembered();
        }
        let base = self.state.memory.as_ref().map(|memory| &memory.base);
        let is_known = !self.is_for_code || self.is_remembered();
        is_known && base == Some(&owned(&self.live, self))
    }

    /// The fingerprint of the schema that is applied now. A database that is adopted as it is says
    /// nothing of any code, so a program that knows the database is as old as it was.
    pub(super) fn applied(&self) -> &str {
        match &self.state.desired {
            Some(known) if self.adoption.is_some() && !self.is_for_code => known,
            _ => &self.desired_fingerprint,
        }
    }

    /// Why the database is not adopted, where the code needs these steps.
    pub(super) fn not_adopted(&self, steps: &str) -> Option<Error> {
        if self.adoption == Some(Adoption::Leaving) {
            return None;
        }
        let plan = serde_json::to_value(self.report()).unwrap_or_default();
        Some(Error::Refused {
            text: format!(
                "{steps}\nhelp: correct the structs, which `trueup inspect --rust` writes as the database has it; or adopt with \
                 `--leave`, and let the next start see to these steps"
            ),
            plan: Box::new(plan),
        })
    }
}

/// The schema without what other applications made.
#[cfg(feature = "cli")]
pub(crate) fn without_others(mut schema: Schema, state: &State) -> Schema {
    let is_free = |id: ObjectId| !state.others.contains(&id);
    let namespaces = &mut schema.namespaces;
    namespaces.retain(|name| is_free(ObjectId::Namespace(name.clone())));
    let extensions = &mut schema.extensions;
    extensions.retain(|item| is_free(ObjectId::Extension(item.name.clone())));
    let enums = &mut schema.enums;
    enums.retain(|item| is_free(ObjectId::Enum(item.name.clone())));
    let domains = &mut schema.domains;
    domains.retain(|item| is_free(ObjectId::Domain(item.name.clone())));
    let sequences = &mut schema.sequences;
    sequences.retain(|item| is_free(ObjectId::Sequence(item.name.clone())));
    let views = &mut schema.views;
    views.retain(|item| is_free(ObjectId::View(item.name.clone())));
    let tables = &mut schema.tables;
    tables.retain(|table| is_free(ObjectId::Table(table.name.clone())));
    schema
}
