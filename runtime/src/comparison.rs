//! The live and the desired side brought together: what planning, verifying and `diff` share.
//!
//! In: both schemas, what is remembered, and a server to ask about expressions. Out: their difference,
//! where what means the same is written alike. Knows no grade and no mode.

use crate::dialect::Desired;
use crate::diff::{self, Difference, Ownership, Paired};
use crate::error::Error;
use crate::live::Connection;
use crate::live::spelling::respell;
use crate::live::state::{Memory, Spelling};
use crate::model::Schema;
use crate::plan::{self, Cycle, Plan, Sides};

/// Both sides, and what is different.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    pub(crate) paired: Paired,
    /// How the server spells expressions of the desired side.
    pub(crate) spellings: Vec<Spelling>,
    pub(crate) difference: Difference,
}

impl Comparison {
    /// Compares. Without a connection, expressions are alike only when their texts say so.
    pub(crate) async fn of(
        live: &Schema,
        desired: &Desired,
        memory: Option<&Memory>,
        ownership: Ownership,
        mut connection: Option<&mut Connection>,
    ) -> Result<Self, Error> {
        let base = memory.map(|memory| &memory.base);
        let mut paired = diff::pair(base, live, &desired.schema, &desired.intents);
        let known = memory.map(Memory::spellings).unwrap_or_default();
        #[cfg_attr(
            not(any(feature = "postgres", feature = "sqlite")),
            expect(
                clippy::needless_option_as_deref,
                reason = "PostgreSQL and SQLite are asked once more"
            )
        )]
        let spellings = respell(connection.as_deref_mut(), &mut paired, &known).await?;
        #[cfg(feature = "sqlite")]
        #[cfg_attr(
            not(feature = "postgres"),
            expect(
                clippy::needless_option_as_deref,
                reason = "PostgreSQL is asked once more"
            )
        )]
        if let Some(connection) = connection.as_deref_mut() {
            connection.narrow_views(&mut paired).await;
        }
        let difference = diff::compare(&paired, ownership);
        let compared = Self {
            paired,
            spellings,
            difference,
        };
        #[cfg(feature = "postgres")]
        let compared = compared.rehearsed(live, connection).await?;
        Ok(compared)
    }

    /// The same, with what the server would refuse in the middle of the plan.
    #[cfg(feature = "postgres")]
    async fn rehearsed(
        mut self,
        live: &Schema,
        connection: Option<&mut Connection>,
    ) -> Result<Self, Error> {
        let rehearsal = plan::rehearsal(&self.difference, self.sides(live)).map_err(internal)?;
        if let (Some(rehearsal), Some(connection)) = (rehearsal, connection) {
            self.paired.live.stuck = connection.rehearse(rehearsal).await?;
        }
        Ok(self)
    }

    fn sides<'a>(&'a self, live: &'a Schema) -> Sides<'a> {
        Sides {
            live,
            renamed: &self.paired.live,
            desired: &self.paired.desired,
        }
    }

    /// The steps from `live`, which is the side that was compared.
    pub(crate) fn plan(&self, live: &Schema) -> Result<Plan, Error> {
        plan::plan(&self.difference, self.sides(live)).map_err(internal)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn internal(cycle: Cycle) -> Error {
    Error::Internal(cycle.to_string())
}
