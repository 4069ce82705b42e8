//! Random schemas and rows for them, from a seed.
//!
//! In: a flavor and a seed. Out: two schemas that have much in common, and statements that fill the first. Each
//! choice has a place of its own in the seed, so that what is taken away from a schema changes nothing else.

mod divided;
mod fired;
mod indexes;
mod kept;
mod names;
mod relations;
pub mod rows;
pub mod shrink;
mod storage;
mod triggers;
mod views;
mod words;

use fastrand::Rng;
use trueup::model::{
    AutoIncrement, Check, Column, Domain, Engine, EnumType, Flavor, Generated, Name, PrimaryKey,
    Schema, Table, TableName,
};

use words::Family;

/// As many tables as a schema may have.
const TABLES: usize = 4;
/// As many columns as a table may have besides its number.
const COLUMNS: usize = 5;

/// Which of the two schemas a choice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// A pair of schemas of one flavor: the second is the first with about half of the choices made anew.
#[must_use]
pub fn pair(flavor: Flavor, seed: u64) -> (Schema, Schema) {
    let schema = |side| Dice { flavor, seed, side }.schema();
    (schema(Side::From), schema(Side::To))
}

/// A number that follows from a seed and a place.
fn number(seed: u64, place: &str) -> u64 {
    let start = seed ^ 0x9E37_79B9_7F4A_7C15;
    place.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

struct Dice {
    flavor: Flavor,
    seed: u64,
    side: Side,
}

impl Dice {
    /// The choices of a place. Those of the second schema are other ones in so many of a hundred places.
    fn at(&self, place: &str, changes: u8) -> Rng {
        let mut both = Rng::with_seed(number(self.seed, place));
        let is_new = both.u8(0..100) < changes;
        if is_new && self.side == Side::To {
            return Rng::with_seed(number(self.seed, &format!("{place} anew")));
        }
        both
    }

    const fn engine(&self) -> Engine {
        self.flavor.engine()
    }

    /// Whether the column has one type on both sides, so that expressions may be over it: MariaDB changes no type under
    /// a computed column or a check that changes with it.
    fn is_steady(&self, column: &str) -> bool {
        self.engine() == Engine::MySql && matches!(column, "c0" | "c1" | "c2")
    }

    /// Whether an expression may be over the column.
    fn may_be_named(&self, column: &str) -> bool {
        self.engine() != Engine::MySql || self.is_steady(column)
    }

    /// Some of four tables, whose foreign keys may go round in circles.
    fn schema(&self) -> Schema {
        let mut schema = Schema::new(self.flavor);
        if self.engine() == Engine::Postgres {
            schema.enums = (0..2).filter_map(|at| self.enumeration(at)).collect();
            schema.domains = self.domain().into_iter().collect();
        }
        let mut tables: Vec<Table> = (0..TABLES)
            .filter(|at| one_in(&mut self.at(&format!("t{at}"), 30), 4, 5).is_some())
            .map(|at| self.table(at, &schema))
            .collect();
        let keyed: Vec<Table> = tables.clone();
        for table in &mut tables {
            self.foreign_keys(table, &keyed);
            self.composite_key(table, &keyed);
            self.exchange_names(table);
            self.comment_constraints(table);
        }
        schema.views = self.views(&tables);
        self.triggers(&mut tables, &schema.views);
        schema.tables = tables;
        schema.sorted()
    }

    fn enumeration(&self, at: usize) -> Option<EnumType> {
        let mut dice = self.at(&format!("e{at}"), 30);
        one_in(&mut dice, 2, 3)?;
        let mut values = vec!["a".to_owned(), "b".to_owned()];
        for value in ["c", "d e", "f'g"] {
            if dice.bool() {
                values.insert(dice.usize(0..=values.len()), value.to_owned());
            }
        }
        Some(EnumType {
            name: TableName::new(format!("e{at}")),
            values,
            comment: one_in(&mut dice, 1, 4).map(|()| "an enum".to_owned()),
        })
    }

    fn domain(&self) -> Option<Domain> {
        let mut dice = self.at("domain", 40);
        one_in(&mut dice, 1, 2)?;
        let check = ["VALUE <> 'no'", "length(VALUE) < 90"][dice.usize(0..2)];
        let has_check = one_in(&mut dice, 1, 2);
        let checks: Vec<Check> = has_check
            .map(|()| Check {
                name: Name::chosen(format!("words_k{}", dice.u8(0..2))),
                expression: check.to_owned(),
                clauses: Vec::new(),
            })
            .into_iter()
            .collect();
        Some(Domain {
            name: TableName::new("words"),
            data_type: "text".to_owned(),
            collation: None,
            nullable: true,
            default: one_in(&mut dice, 1, 3).map(|()| "'word'".to_owned()),
            check_comments: checks
                .iter()
                .filter_map(|check| {
                    one_in(&mut dice, 1, 3)?;
                    Some((check.name.text().to_owned(), "a check".to_owned()))
                })
                .collect(),
            checks,
            comment: one_in(&mut dice, 1, 4).map(|()| "a domain".to_owned()),
        })
    }

    fn table(&self, at: usize, schema: &Schema) -> Table {
        let own = format!("t{at}");
        let mut table = Table::new(TableName::new(&own));
        let mut dice = self.at(&format!("{own} settings"), 30);
        if self.engine() != Engine::Sqlite {
            table.comment = one_in(&mut dice, 1, 3).map(|()| format!("it's {}", dice.u8(0..3)));
        }
        self.number_and_key(&mut table, &mut dice);
        let mut families = Vec::new();
        for number in 0..COLUMNS {
            let name = format!("c{number}");
            let mut dice = self.at(&format!("{own}.{name}"), 35);
            if one_in(&mut dice, 3, 4).is_some() {
                let place = format!("{own}.{name}");
                let mut family =
                    Family::any(self.engine(), &mut self.at(&format!("{place} family"), 0));
                let is_other = one_in(&mut self.at(&format!("{place} other"), 100), 1, 8).is_some();
                if self.side == Side::To && is_other && !self.is_steady(&name) {
                    let mut dice = self.at(&format!("{place} another"), 0);
                    family = if self.engine() == Engine::Postgres && dice.u8(0..4) == 0 {
                        Family::any(self.engine(), &mut dice)
                    } else {
                        family.other()
                    };
                }
                let mut column = self.column(&place, &name, family, schema);
                if self.engine() == Engine::Postgres {
                    self.keep(&place, family, &mut column);
                }
                families.push((name, family, column.data_type.clone()));
                table.columns.push(column);
            }
        }
        if let Some(column) = self.generated(&own, &families) {
            table.columns.push(column);
        }
        self.indexes(&mut table, &families);
        if self.engine() == Engine::MySql {
            self.indexes_of_texts(&mut table, &families);
        }
        if self.engine() == Engine::Postgres {
            self.exclude(&mut table, &families);
        }
        self.store(&mut table);
        self.checks(&mut table, &families);
        if self.engine() == Engine::Postgres && self.is_divided(&own) {
            self.partition(&mut table, &families);
        }
        if table.options.contains_key("strict") {
            for column in &mut table.columns {
                words::strict_type(&column.data_type).clone_into(&mut column.data_type);
            }
        }
        table
    }

    /// Comments of some constraints, which PostgreSQL alone has.
    fn comment_constraints(&self, table: &mut Table) {
        if self.engine() != Engine::Postgres {
            return;
        }
        let uniques = table.uniques.iter().map(|unique| &unique.name);
        let checks = table.checks.iter().map(|check| &check.name);
        let keys = table.foreign_keys.iter().map(|key| &key.name);
        let exclusions = table.exclusions.iter().map(|exclusion| &exclusion.name);
        let names = uniques.chain(checks).chain(keys).chain(exclusions);
        let names = names.map(Name::text);
        let commented = names.filter_map(|name| {
            let mut dice = self.at(&format!("{}.{name} comment", table.name), 30);
            one_in(&mut dice, 1, 4)?;
            Some((name.to_owned(), format!("it's {}", dice.u8(0..2))))
        });
        table.constraint_comments = commented.collect();
    }

    fn number_and_key(&self, table: &mut Table, dice: &mut Rng) {
        let engine = self.engine();
        let mut kind = dice.u8(0..10);
        if engine == Engine::Sqlite {
            let mut dice = self.at(&format!("{} options", table.name), 20);
            let mut set = |option: &str, often: u8| {
                if dice.u8(0..often) == 0 {
                    table.options.insert(option.to_owned(), "true".to_owned());
                }
            };
            set("strict", 6);
            set("without_rowid", 8);
        }
        if table.options.contains_key("without_rowid") {
            kind %= 8;
        }
        let mut id = Column {
            nullable: kind == 9,
            ..Column::new("id", words::number_type(engine, dice.u8(0..4) == 0))
        };
        let key = |columns: &[&str]| PrimaryKey {
            name: None,
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            ..PrimaryKey::default()
        };
        let mut order = self.at(&format!("{} order", table.name), 40);
        let said = one_in(&mut order, 1, 6).filter(|()| engine == Engine::Sqlite);
        let key = |columns: &[&str]| PrimaryKey {
            said: said
                .map(|()| ("id".to_owned(), " DESC".to_owned()))
                .into_iter()
                .collect(),
            ..key(columns)
        };
        let is_keyed = kind < 8;
        if is_keyed {
            table.primary_key = Some(key(&["id"]));
            if dice.u8(0..4) == 0 && engine != Engine::Sqlite {
                let is_always = self.engine() == Engine::Postgres && dice.u8(0..3) == 0;
                id.auto_increment = Some(if is_always {
                    AutoIncrement::Always
                } else {
                    AutoIncrement::Default
                });
            }
        } else if kind == 8 {
            table.columns.push(Column {
                nullable: false,
                default: Some("1".to_owned()),
                ..Column::new("part", words::number_type(engine, true))
            });
            table.primary_key = Some(key(&["id", "part"]));
        }
        table.columns.insert(0, id);
    }

    fn column(&self, place: &str, name: &str, family: Family, schema: &Schema) -> Column {
        let dice = &mut self.at(&format!("{place} settings"), 35);
        let changes = if self.is_steady(name) { 0 } else { 50 };
        let mut kind = self.at(&format!("{place} type"), changes);
        let data_type = family.data_type(self.engine(), &mut kind, schema);
        let nullable = one_in(dice, 3, 5).is_some();
        // What must have a value has nearly always one for the rows that are there.
        let has_default = one_in(
            dice,
            if nullable { 1 } else { 6 },
            if nullable { 3 } else { 7 },
        );
        let has_comment = self.engine() != Engine::Sqlite && one_in(dice, 1, 5).is_some();
        let is_collated = family == Family::Text && one_in(dice, 1, 6).is_some();
        let collation = is_collated.then(|| words::collation(self.engine(), dice).to_owned());
        Column {
            collation,
            nullable,
            default: has_default.and_then(|()| family.default(self.engine(), &data_type, dice)),
            comment: has_comment.then(|| format!("about {name}: {}", dice.u8(0..2))),
            ..Column::new(name, data_type)
        }
    }

    fn generated(&self, own: &str, families: &[(String, Family, String)]) -> Option<Column> {
        let mut dice = self.at(&format!("{own} generated"), 40);
        one_in(&mut dice, 1, 3)?;
        let over: Vec<_> = families
            .iter()
            .filter(|(name, ..)| self.may_be_named(name))
            .filter(|(_, family, data_type)| match family {
                Family::Integer => true,
                // What is computed from a padded text depends on a setting of MariaDB's.
                Family::Text => !data_type.starts_with("char("),
                _ => false,
            })
            .collect();
        let (column, family, data_type) = choose(&mut dice, &over)?;
        let expression = match family {
            Family::Integer => ["{} + 1", "{} * 2", "abs({})"][dice.usize(0..3)],
            _ => ["upper({})", "lower({})", "trim({})"][dice.usize(0..3)],
        };
        let kept = matches!(self.engine(), Engine::Postgres) || dice.bool();
        Some(Column {
            generated: Some(Generated {
                expression: expression.replace("{}", column),
                stored: kept,
            }),
            ..Column::new(
                "g0",
                words::computed_type(self.engine(), *family, data_type),
            )
        })
    }

    fn checks(&self, table: &mut Table, families: &[(String, Family, String)]) {
        let own = table.name.name.clone();
        if table.options.contains_key("strict") {
            return;
        }
        for number in 0..2 {
            let mut dice = self.at(&format!("{own}_k{number}"), 40);
            let chosen: Vec<_> = families
                .iter()
                .filter(|(name, ..)| self.may_be_named(name))
                .collect();
            if let Some((column, family, _)) = choose(&mut dice, &chosen)
                && one_in(&mut dice, 2, 5).is_some()
                && let Some(expression) = family.condition(column, &mut dice)
            {
                table.checks.push(Check {
                    name: Name::chosen(format!("{own}_k{number}")),
                    expression,
                    clauses: Vec::new(),
                });
            }
        }
    }
}

/// Some in so many of all throws.
fn one_in(dice: &mut Rng, good: u8, all: u8) -> Option<()> {
    (dice.u8(0..all) < good).then_some(())
}

fn choose<'a, T>(dice: &mut Rng, among: &[&'a T]) -> Option<&'a T> {
    // Drawn also from an empty list, so that what follows is the same.
    let at = dice.usize(..);
    (!among.is_empty()).then(|| among[at % among.len()])
}
