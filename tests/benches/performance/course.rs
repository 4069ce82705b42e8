//! One engine and one number of tables: everybody makes the tables, finds them there, and looks for one that changed.

use trueup_tests::engines::{Database, Engine};
use trueup_tests::measure::{Cell, Limits, Measure, Outcome, Runner, Times, race};

use crate::bare;
use crate::contestant::{Contestant, wait};
use crate::options::Options;
use crate::ours::Trueup;
use crate::peers::{self, Program, Versions};
use crate::reading;
use crate::sqlx_migrate::SqlxMigrate;

/// Somebody, and the database that they made last.
struct Entrant {
    contestant: Box<dyn Contestant>,
    database: Option<Database>,
}

impl Entrant {
    fn make(&mut self, engine: Engine) -> Outcome {
        // The old one goes first: on a tmpfs, two of the largest are much.
        self.database = None;
        let database = wait(engine.database());
        let outcome = self.contestant.empty(&database)?;
        self.database = Some(database);
        Ok(outcome)
    }

    fn database(&self) -> &Database {
        self.database.as_ref().expect("a database with tables")
    }
}

type Results = Vec<(String, Result<Times, String>)>;

/// All measures that are wanted.
pub(crate) fn measure(
    engine: Engine,
    tables: usize,
    options: &Options,
    versions: &mut Versions,
) -> Vec<Cell> {
    let ours = Trueup::of(tables);
    let script = ours.script(&wait(engine.database()));
    let peers = peers::start(engine, tables, options, versions);
    let (mut entrants, mut absent) = enter(ours, &script, peers);
    let mut cells = Vec::new();
    let mut add = |measure, results: Results, absent: &[(String, Result<Times, String>)]| {
        let results = results.into_iter().chain(absent.iter().cloned());
        cells.extend(results.map(|(who, times)| Cell {
            measure,
            engine: bare::title(engine),
            tables,
            who,
            times,
        }));
    };
    let limits = options.limits();
    let made = if options.has(Measure::Empty) {
        let made = from_empty(engine, &script, limits, &mut entrants);
        add(Measure::Empty, made.clone(), &absent);
        made
    } else {
        let once = Limits {
            rounds: 0,
            ..limits
        };
        from_empty(engine, &script, once, &mut entrants)
    };
    // Whoever failed has no database for the rest.
    entrants.retain(|entrant| entrant.database.is_some());
    let is_entered = |name: &str| {
        entrants
            .iter()
            .any(|entrant| entrant.contestant.name() == name)
    };
    let failed = made
        .into_iter()
        .filter(|(name, times)| times.is_err() && !is_entered(name));
    absent.extend(failed);
    for entrant in &entrants {
        entrant.contestant.settle(entrant.database());
    }
    if options.has(Measure::Idle) {
        add(Measure::Idle, idle(engine, limits, &entrants), &absent);
    }
    if options.has(Measure::Read) {
        let read = reading::measure(entrants[0].database(), tables, limits);
        add(Measure::Read, read, &[]);
    }
    if options.has(Measure::Drift) {
        add(
            Measure::Drift,
            drift(engine, tables, limits, &entrants),
            &absent,
        );
    }
    cells
}

/// Those who take part, ours first, and those who do not.
fn enter(
    ours: Trueup,
    script: &str,
    peers: Vec<(String, Result<Program, String>)>,
) -> (Vec<Entrant>, Results) {
    let sqlx = SqlxMigrate::of(script);
    let mut contestants: Vec<Box<dyn Contestant>> = vec![Box::new(ours), Box::new(sqlx)];
    let mut absent = Vec::new();
    for (name, peer) in peers {
        match peer {
            Ok(peer) => contestants.push(Box::new(peer)),
            Err(reason) => absent.push((name, Err(reason))),
        }
    }
    let entrants = contestants.into_iter().map(|contestant| Entrant {
        contestant,
        database: None,
    });
    (entrants.collect(), absent)
}

fn from_empty(engine: Engine, script: &str, limits: Limits, entrants: &mut [Entrant]) -> Results {
    let client = Runner::new(
        format!("bare {}, the same statements", bare::client(engine)),
        || bare::run(&wait(engine.database()), script),
    );
    let others = entrants.iter_mut().map(|entrant| {
        let name = entrant.contestant.name().to_owned();
        Runner::new(name, || entrant.make(engine))
    });
    race(limits, std::iter::once(client).chain(others).collect())
}

/// The first is asked on our database, as that is where the state row is.
fn idle(engine: Engine, limits: Limits, entrants: &[Entrant]) -> Results {
    let ours = entrants[0].database();
    let mut runners = vec![
        Runner::new("bare statement", || {
            bare::ask(ours, bare::statement(engine))
        }),
        Runner::new("bare queries of the catalogue", || {
            bare::ask(ours, bare::queries(engine))
        }),
    ];
    for entrant in entrants {
        for (kind, name) in entrant.contestant.kinds().into_iter().enumerate() {
            let idle = move || entrant.contestant.idle(kind, entrant.database());
            runners.push(Runner::new(name, idle));
        }
    }
    race(limits, runners)
}

fn drift(engine: Engine, tables: usize, limits: Limits, entrants: &[Entrant]) -> Results {
    let table = engine.quote(&format!("wide{}", tables / 2));
    for entrant in entrants {
        let sql = format!("ALTER TABLE {table} DROP COLUMN i0");
        wait(entrant.database().execute(&sql));
    }
    let ours = entrants[0].database();
    let mut runners = vec![Runner::new("bare queries of the catalogue", || {
        bare::ask(ours, bare::queries(engine))
    })];
    for entrant in entrants {
        let name = entrant.contestant.name();
        let look = || entrant.contestant.drift(entrant.database());
        runners.push(Runner::new(name, look));
    }
    race(limits, runners)
}
