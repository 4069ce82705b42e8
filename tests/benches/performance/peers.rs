//! What one would use instead, each a program in `tests/peers` that stays and answers.
//!
//! A program is started with an engine and a number of tables, and says `ready NAME VERSION` when its models are
//! loaded. To each line `empty URL`, `idle URL` or `drift URL` it answers with the seconds that it took and the number
//! of differences that it found, or with `error` and the reason. So what is timed is inside of it, and all take turns.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use trueup_tests::engines::{Database, Engine};
use trueup_tests::measure::Outcome;

use crate::contestant::{Contestant, noticed};
use crate::options::Options;

/// A program that is measured.
pub(crate) struct Peer {
    /// The name in arguments, and that of what `scripts/bench` installs.
    pub(crate) program: &'static str,
    /// The name in tables.
    name: &'static str,
    /// What it does at a start, and at what it looks.
    about: &'static str,
    engines: &'static [Engine],
    /// Why it is not measured on the others.
    elsewhere: &'static str,
    /// The greatest number of tables, unless it is asked for more.
    tables: usize,
    /// Why there is a greatest number.
    because: &'static str,
    /// The command, where `{installed}` is the folder of what is installed, and `{peers}` that of the programs.
    command: &'static [&'static str],
}

pub(crate) const PEERS: [Peer; 8] = [
    Peer {
        program: "alembic",
        name: "Alembic",
        about: "compares the models with the catalogue (`compare_metadata`, without defaults), and changes nothing by itself; \
                the tables are SQLAlchemy's `create_all`",
        engines: &Engine::ALL,
        elsewhere: "",
        tables: 1000,
        because: MINUTES,
        command: &[
            "{installed}/python/bin/python",
            "-B",
            "{peers}/python/alembic_peer.py",
        ],
    },
    Peer {
        program: "django",
        name: "Django",
        about: "compares the models with its migration files and those with its own table \
                (`makemigrations --check`, `migrate --check`), and never looks at the schema",
        engines: &Engine::ALL,
        elsewhere: "",
        tables: 100,
        because: MINUTES,
        command: &[
            "{installed}/python/bin/python",
            "-B",
            "{peers}/python/django_peer.py",
        ],
    },
    Peer {
        program: "migra",
        name: "migra",
        about: "compares the database with another one that has the tables, which SQLAlchemy makes before",
        engines: &[Engine::Postgres],
        elsewhere: "it knows PostgreSQL alone.",
        tables: 1000,
        because: MINUTES,
        command: &[
            "{installed}/python/bin/python",
            "-B",
            "-Wignore",
            "{peers}/python/migra_peer.py",
        ],
    },
    Peer {
        program: "typeorm",
        name: "TypeORM",
        about: "compares the entities with the catalogue and changes what differs (`synchronize`)",
        engines: &Engine::ALL,
        elsewhere: "",
        tables: 1000,
        because: MINUTES,
        command: &["node", "{installed}/node/typeorm.mjs"],
    },
    Peer {
        program: "drizzle",
        name: "Drizzle",
        about: "compares the tables with the catalogue and changes what differs (`push`, called inside of the process)",
        engines: &[Engine::Postgres],
        elsewhere: "it finds nothing to do in an empty MariaDB, and for SQLite it wants another driver.",
        tables: 100,
        because: MINUTES,
        command: &["node", "--no-deprecation", "{installed}/node/drizzle.mjs"],
    },
    Peer {
        program: "seaorm",
        name: "SeaORM",
        about: "looks for what is missing and adds it (`sync`)",
        engines: &Engine::ALL,
        elsewhere: "",
        tables: 100,
        because: "its program has a hundred entities: each is a type, and a thousand take too long to compile.",
        command: &["{installed}/rust/release/seaorm"],
    },
    Peer {
        program: "diesel",
        name: "Diesel",
        about: "runs its migrations, of which there is one, and never looks at the schema",
        engines: &[Engine::Postgres, Engine::Sqlite],
        elsewhere: "for MariaDB it takes a client's library that the other programs do without.",
        tables: 1000,
        because: MINUTES,
        command: &["{installed}/rust/release/diesel-peer"],
    },
    Peer {
        program: "rydantic",
        name: "Rydantic",
        about: "compares each model with the catalogue and changes what differs (`migrate`, model by model)",
        engines: &[Engine::Postgres, Engine::Sqlite],
        elsewhere: "it sorts by a collation of MySQL that MariaDB does not have.",
        tables: 100,
        because: "its program has a hundred models: each is a type, and a thousand take too long to compile.",
        command: &["{installed}/rust/release/rydantic-peer"],
    },
];

const MINUTES: &str = "it would take minutes: `--slow` measures it all the same.";

/// Names, versions and what else is told of those who were started.
#[derive(Default)]
pub(crate) struct Versions(BTreeMap<&'static str, String>);

impl Versions {
    /// A line for each peer that took part, with what it does.
    pub(crate) fn notes(&self, options: &Options) -> Vec<String> {
        let wanted = PEERS.iter().filter(|peer| options.wants(peer.program));
        wanted
            .filter_map(|peer| {
                let version = self.0.get(peer.program)?;
                Some(format!("**{}** ({version}) {}.", peer.name, peer.about))
            })
            .collect()
    }
}

/// The peers that are wanted, or why one is not there.
pub(crate) fn start(
    engine: Engine,
    tables: usize,
    options: &Options,
    versions: &mut Versions,
) -> Vec<(String, Result<Program, String>)> {
    let wanted = PEERS.iter().filter(|peer| options.wants(peer.program));
    wanted
        .map(|peer| {
            let program = peer.start(engine, tables, options);
            if let Ok(program) = &program {
                versions.0.insert(peer.program, program.version.clone());
            }
            (peer.name.to_owned(), program)
        })
        .collect()
}

impl Peer {
    fn start(&self, engine: Engine, tables: usize, options: &Options) -> Result<Program, String> {
        if !self.engines.contains(&engine) {
            return Err(self.elsewhere.to_owned());
        }
        if tables > self.tables && !options.slow {
            return Err(self.because.to_owned());
        }
        let installed = std::env::var("TRUEUP_PEERS")
            .map_err(|_| "nothing is installed, which `scripts/bench` does.".to_owned())?;
        let missing = Path::new(&installed).join(format!("{}.missing", self.program));
        if let Ok(reason) = std::fs::read_to_string(missing) {
            return Err(reason.trim().to_owned());
        }
        let folder = peers().to_string_lossy().into_owned();
        let mut words = self.command.iter().map(|word| {
            word.replace("{installed}", &installed)
                .replace("{peers}", &folder)
        });
        let mut command = Command::new(words.next().expect("a program"));
        command
            .args(words)
            .args([engine.name(), &tables.to_string()]);
        Program::start(self.name, command, options.patience())
    }
}

fn peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// A program that runs.
pub(crate) struct Program {
    name: &'static str,
    version: String,
    patience: Duration,
    child: RefCell<Child>,
    answers: Receiver<String>,
}

impl Program {
    fn start(name: &'static str, mut command: Command, patience: Duration) -> Result<Self, String> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                format!("it does not start, and `scripts/bench` installs it: {error}.")
            })?;
        let output = child.stdout.take().expect("an output");
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut program = Self {
            name,
            version: String::new(),
            patience,
            child: RefCell::new(child),
            answers,
        };
        let ready = program.answer()?;
        match ready.strip_prefix("ready ") {
            Some(version) => program.version = version.to_owned(),
            None => return Err(format!("it said `{ready}`.")),
        }
        Ok(program)
    }

    fn answer(&self) -> Result<String, String> {
        self.answers
            .recv_timeout(self.patience)
            .map_err(|error| match error {
                std::sync::mpsc::RecvTimeoutError::Timeout => {
                    let _ = self.child.borrow_mut().kill();
                    format!("no answer within {} s.", self.patience.as_secs())
                }
                std::sync::mpsc::RecvTimeoutError::Disconnected => "it ended.".to_owned(),
            })
    }

    /// The time, and the number of differences.
    fn ask(&self, work: &str, database: &Database) -> Result<(Duration, usize), String> {
        let mut child = self.child.borrow_mut();
        let input = child.stdin.as_mut().expect("an input");
        writeln!(input, "{work} {}", database.url()).map_err(|_| "it ended.".to_owned())?;
        drop(child);
        let answer = self.answer()?;
        let mut words = answer.split(' ');
        let mut number = || words.next().and_then(|word| word.parse::<f64>().ok());
        match (number(), number()) {
            (Some(seconds), Some(differences)) => {
                Ok((Duration::from_secs_f64(seconds), differences as usize))
            }
            _ => Err(format!("it said `{answer}`.")),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let mut child = self.child.borrow_mut();
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Contestant for Program {
    fn name(&self) -> &str {
        self.name
    }

    fn empty(&self, database: &Database) -> Outcome {
        self.ask("empty", database).map(|(time, _)| time)
    }

    fn idle(&self, _kind: usize, database: &Database) -> Outcome {
        match self.ask("idle", database)? {
            (time, 0) => Ok(time),
            (_, differences) => Err(format!(
                "it found {differences} differences where there are none."
            )),
        }
    }

    fn drift(&self, database: &Database) -> Outcome {
        let (time, differences) = self.ask("drift", database)?;
        noticed(time, differences)
    }
}
