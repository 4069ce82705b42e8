//! Every kind of object under each of the names, with texts that hold it.

use trueup::meta::{
    BoundValue, CheckMeta, ColumnMeta, ColumnWord, Declared, DefaultMeta, DomainMeta, DroppedKind,
    DroppedMeta, EventMeta, IndexMeta, IndexWord, ObjectMeta, PartMeta, PartitionBound,
    PartitionMeta, PartitionMethod, PartitioningMeta, PlaceMeta, SequenceMeta, SequenceOption,
    SqlMeta, TableMeta, TableWord, TargetMeta, TriggerMeta, ViewMeta,
};
use trueup::{Mode, Registry, Status, ValueType};
use trueup_tests::boots::{ENGINES, boot_in, rows};
use trueup_tests::engines::Engine;

use super::{column, names, quoted, table, victims};

fn leaked(text: String) -> &'static str {
    text.leak()
}

fn literal(engine: Engine, text: &str) -> String {
    let doubled = text.replace('\'', "''");
    match engine {
        Engine::MariaDb => format!("'{}'", doubled.replace('\\', "\\\\")),
        Engine::Postgres | Engine::Sqlite => format!("'{doubled}'"),
    }
}

/// What is named and said so in one of two releases.
#[derive(Clone, Copy)]
struct Release {
    engine: Engine,
    name: &'static str,
    /// Stands in each text, so that the releases differ.
    mark: &'static str,
}

impl Release {
    fn said(self, what: &str) -> &'static str {
        leaked(format!("{} {what} {}", self.name, self.mark))
    }

    fn literal(self, what: &str) -> String {
        literal(self.engine, self.said(what))
    }

    fn quoted(self, name: &str) -> String {
        quoted(self.engine, name)
    }

    /// A condition on the value, which no row breaks.
    fn condition(self, value: &str) -> SqlMeta {
        SqlMeta::Same(leaked(format!("{value} <> {}", self.literal("no"))))
    }

    /// A table whose column, check, trigger, index and comments are named and said so.
    fn table(self) -> &'static TableMeta {
        let spelled = self.quoted(self.name);
        let mut columns = vec![
            ColumnMeta {
                value: ValueType::I64,
                nullable: false,
                words: &[],
                ..column("id")
            },
            ColumnMeta {
                words: Vec::leak(vec![
                    ColumnWord::MaxLength(80),
                    ColumnWord::Default(DefaultMeta::Text(self.said("default"))),
                    ColumnWord::Comment(self.said("comment")),
                ]),
                ..column(self.name)
            },
        ];
        if self.engine == Engine::Postgres {
            let domain = self.quoted(&self.domain());
            columns.push(ColumnMeta {
                value: ValueType::Text,
                words: Vec::leak(vec![ColumnWord::SqlType(SqlMeta::Same(leaked(domain)))]),
                ..column("of domain")
            });
        }
        let body = match self.engine {
            Engine::Sqlite => format!("DELETE FROM victims WHERE id = {}", self.literal("fires")),
            Engine::Postgres => format!(
                "BEGIN NEW.{spelled} = {}; RETURN NEW; END",
                self.literal("fires")
            ),
            Engine::MariaDb => format!("SET NEW.{spelled} = {}", self.literal("fires")),
        };
        let words = vec![
            TableWord::Comment(self.said("comment")),
            TableWord::Checks(Vec::leak(vec![CheckMeta {
                name: Some(leaked(format!("{} check", self.name))),
                expression: self.condition(&spelled),
            }])),
            TableWord::Indexes(Vec::leak(vec![IndexMeta {
                name: Some(leaked(format!("{} index", self.name))),
                parts: Vec::leak(vec![PartMeta {
                    target: TargetMeta::Column(self.name),
                    words: &[],
                }]),
                words: Vec::leak(vec![IndexWord::Comment(self.said("comment"))]),
            }])),
            TableWord::Triggers(Vec::leak(vec![TriggerMeta {
                name: leaked(format!("{} trigger", self.name)),
                before: true,
                events: &[EventMeta::Insert],
                sql: SqlMeta::Same(leaked(body)),
            }])),
        ];
        Box::leak(Box::new(TableMeta {
            columns: Vec::leak(columns),
            primary_key: &["id"],
            words: Vec::leak(words),
            ..*table(self.name, &["plain"])
        }))
    }

    /// MariaDB 10.11 adds no partition to a table with a slash in its name: `Unknown database`.
    fn can_be_divided(self) -> bool {
        match self.engine {
            Engine::Postgres => true,
            Engine::MariaDb => !self.name.contains('/'),
            Engine::Sqlite => false,
        }
    }

    /// A table that is divided by texts of the name.
    fn divided(self) -> &'static TableMeta {
        let text = ColumnMeta {
            nullable: false,
            ..column(self.name)
        };
        let bound = |text| PartitionBound::List(Vec::leak(vec![BoundValue::Text(text)]));
        let mut partitions = vec![PartitionMeta {
            name: self.name,
            bound: bound(self.name),
        }];
        if !self.mark.is_empty() {
            partitions.push(PartitionMeta {
                name: leaked(format!("{} 2", self.name)),
                bound: bound(self.said("2")),
            });
        }
        Box::leak(Box::new(TableMeta {
            columns: Vec::leak(vec![text]),
            primary_key: &[],
            words: Vec::leak(vec![TableWord::PartitionBy(PartitioningMeta {
                method: PartitionMethod::List,
                columns: Vec::leak(vec![self.name]),
                partitions: Vec::leak(partitions),
            })]),
            ..*table(leaked(format!("{} d", self.name)), &["plain"])
        }))
    }

    fn domain(self) -> String {
        format!("{} domain", self.name)
    }

    /// A view, and on PostgreSQL a domain and a sequence.
    fn objects(self) -> Vec<Declared> {
        let query = format!(
            "SELECT {0}, {1} AS {2} FROM {0}",
            self.quoted(self.name),
            self.literal("seen"),
            self.quoted(&format!("{} seen", self.name)),
        );
        let query = query.replacen(" FROM", &format!(" /* {} */ FROM", self.mark), 1);
        let view = ObjectMeta::View(Box::leak(Box::new(ViewMeta {
            rust_name: "Seen",
            schema: None,
            name: leaked(format!("{} view", self.name)),
            query: SqlMeta::Same(leaked(query)),
            materialized: false,
            options: &[],
            comment: Some(self.said("comment")),
            renamed_from: &[],
        })));
        let domain = ObjectMeta::Domain(Box::leak(Box::new(DomainMeta {
            schema: None,
            name: leaked(self.domain()),
            data_type: "text",
            not_null: false,
            default: Some(DefaultMeta::Text(self.said("default"))),
            checks: Vec::leak(vec![CheckMeta {
                name: Some(leaked(format!("{} check", self.name))),
                expression: self.condition("VALUE"),
            }]),
            collation: None,
            comment: Some(self.said("comment")),
            renamed_from: &[],
        })));
        let sequence = ObjectMeta::Sequence(SequenceMeta {
            schema: None,
            name: leaked(format!("{} sequence", self.name)),
            renamed_from: &[],
            options: Vec::leak(vec![SequenceOption::Cache(3)]),
            comment: Some(self.said("comment")),
        });
        let mut objects = vec![view];
        if self.engine == Engine::Postgres {
            objects.extend([domain, sequence]);
        }
        let place = PlaceMeta {
            module: "hostile",
            file: file!(),
            line: line!(),
        };
        let declared = objects.into_iter().map(|object| Declared {
            object,
            engines: &[],
            place,
        });
        declared.collect()
    }

    fn all(engine: Engine, mark: &'static str) -> Registry {
        let releases = names(engine)
            .into_iter()
            .map(|name| Release { engine, name, mark });
        let releases: Vec<Release> = releases.collect();
        let mut tables: Vec<_> = releases.iter().map(|one| one.table()).collect();
        let divided = releases.iter().filter(|one| one.can_be_divided());
        tables.extend(divided.map(|one| one.divided()));
        let objects = releases.iter().flat_map(|one| one.objects());
        let registry = Registry::of(&tables).expect("different tables");
        registry
            .with_objects(Vec::leak(objects.collect()))
            .expect("different objects")
    }
}

#[tokio::test]
async fn hostile_names_and_texts_work_for_every_kind_of_object() {
    for engine in ENGINES {
        let database = engine.database().await;
        victims(&database).await;
        let aggressive = |registry| boot_in(&database, registry, Mode::Aggressive);
        for mark in ["", "again"] {
            let report = aggressive(Release::all(engine, mark)).await;
            assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
            let report = aggressive(Release::all(engine, mark)).await;
            assert_eq!(report.status, Status::UpToDate, "{engine:?}\n{report}");
            for name in names(engine) {
                let one = Release { engine, name, mark };
                let table = quoted(engine, name);
                database.execute(&format!("DELETE FROM {table}")).await;
                let id = quoted(engine, "id");
                database
                    .execute(&format!("INSERT INTO {table} ({id}) VALUES (1)"))
                    .await;
                let view = quoted(engine, &format!("{name} view"));
                let seen = rows(&database, &format!("SELECT * FROM {view}")).await;
                let kept = if engine == Engine::Sqlite {
                    "default"
                } else {
                    "fires"
                };
                let expected = [kept, "seen"].map(|what| Some(one.said(what).to_owned()));
                assert_eq!(seen, [expected], "{engine:?}");
            }
        }
        let gone = |what: &str, kind| {
            let names = names(engine).into_iter();
            let names = names.map(move |name| DroppedMeta {
                kind,
                name: leaked(format!("{name} {what}")),
            });
            names.collect::<Vec<_>>()
        };
        let mut dropped = gone("view", DroppedKind::View);
        if engine == Engine::Postgres {
            dropped.extend(gone("domain", DroppedKind::Domain));
            dropped.extend(gone("sequence", DroppedKind::Sequence));
        }
        if engine != Engine::Sqlite {
            dropped.extend(gone("d", DroppedKind::Table));
        }
        dropped.extend(names(engine).into_iter().map(|name| DroppedMeta {
            kind: DroppedKind::Table,
            name,
        }));
        let one = Registry::of(&[table("plain", &["a"])]).expect("one table");
        let report = aggressive(one.with_dropped(&dropped)).await;
        assert_eq!(report.status, Status::Completed, "{engine:?}\n{report}");
        assert_eq!(database.count("victims").await, 0, "{engine:?}");
    }
}
