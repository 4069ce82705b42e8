//! What is always so of a picture, and how a small one looks.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::diagram::Diagram;
use super::layout::{Layout, Rect, Shape, Side, Wire, layout};
use super::{mermaid, svg};
use crate::model::{
    Action, Column, Flavor, ForeignKey, Name, ObjectId, PrimaryKey, Schema, Table, TableName,
    Unique, Vendor, Version, View,
};

fn schema() -> Schema {
    Schema::new(Flavor::new(Vendor::Postgres, Version(16, 0, 0)))
}

fn column(name: &str, data_type: &str) -> Column {
    Column {
        nullable: false,
        ..Column::new(name, data_type)
    }
}

fn table(name: TableName) -> Table {
    Table {
        columns: vec![column("id", "bigint")],
        primary_key: Some(PrimaryKey {
            name: None,
            columns: vec!["id".to_owned()],
            ..PrimaryKey::default()
        }),
        ..Table::new(name)
    }
}

fn refer(table: &mut Table, name: &str, target: TableName) {
    table.columns.push(column(name, "bigint"));
    table.foreign_keys.push(ForeignKey {
        name: Name::chosen(format!("{name}_fkey")),
        columns: vec![name.to_owned()],
        target,
        target_columns: vec!["id".to_owned()],
        on_delete: Action::Cascade,
        on_update: Action::NoAction,
        clauses: Vec::new(),
    });
}

/// Accounts, their posts and settings, and a view of them.
fn shop() -> Schema {
    let accounts = TableName::new("accounts");
    let mut schema = schema();
    let mut account = table(accounts.clone());
    account
        .columns
        .push(column("nick", "character varying(80)"));
    account.uniques.push(Unique::over(
        Name::chosen("nick_key"),
        vec!["nick".to_owned()],
    ));
    refer(&mut account, "inviter_id", accounts.clone());
    account.columns[2].nullable = true;
    let mut post = table(TableName::new("posts"));
    refer(&mut post, "account_id", accounts.clone());
    post.columns.push(Column {
        comment: Some("in \"Markdown\"".to_owned()),
        ..Column::new("body", "text")
    });
    let mut setting = Table {
        primary_key: Some(PrimaryKey {
            name: None,
            columns: vec!["account_id".to_owned()],
            ..PrimaryKey::default()
        }),
        ..Table::new(TableName::new("settings"))
    };
    refer(&mut setting, "account_id", accounts.clone());
    schema.tables = vec![account, post, setting];
    let mut view = View::new(TableName::within(Some("reports"), "active"), "SELECT 1");
    view.columns = vec![Column::new("id", "bigint")];
    view.uses = vec![
        ObjectId::Table(accounts.clone()),
        ObjectId::Column(accounts, "id".to_owned()),
    ];
    schema.views = vec![view];
    schema
}

#[test]
fn a_small_schema_in_mermaid() {
    insta::assert_snapshot!(mermaid(&shop()), @r#"
    erDiagram
        accounts {
            bigint id PK
            character_varying(80) nick UK
            bigint inviter_id FK "null"
        }
        posts {
            bigint id PK
            bigint account_id FK
            text body "null; in #34;Markdown#34;"
        }
        settings {
            bigint account_id PK, FK
        }
        %% view
        "reports.active" {
            bigint id "null"
        }
        accounts |o--o{ accounts : "inviter_id"
        accounts ||--o{ posts : "account_id"
        accounts ||--o| settings : "account_id"
        accounts }o..o{ "reports.active" : "read by"
    "#);
}

#[test]
fn a_small_schema_in_svg() {
    insta::assert_snapshot!(drawn(&svg(&shop())), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" role="img" width="558" height="378" viewBox="0 0 558 378">
    <title>PostgreSQL 16.0.0 · 3 tables · 1 view · 3 foreign keys</title>

    <rect class="ground" width="558" height="378"/>
    <text class="caption" x="24" y="28">PostgreSQL 16.0.0 · 3 tables · 1 view · 3 foreign keys</text>
    <g transform="translate(0 36)">
    <g class="frame"><title>reports</title><rect x="323" y="224" width="159" height="94" rx="8"/><text x="335" y="242">reports</text></g>
    <g class="lines">
    <path class="use" d="M337 266L306 266Q300 266 300 260L300 123Q300 117 294 117L263 117"><title>reading accounts</title></path>
    <path class="c0" d="M337 82L315 82Q309 82 309 88L309 131Q309 137 303 137L263 137M337 182L315 182Q309 182 309 176L309 143Q309 137 303 137L263 137"><title>to accounts</title></path>
    <path class="c0" d="M263 182L285 182Q291 182 291 176L291 153Q291 147 285 147L263 147"><title>to accounts</title></path>
    </g>
    <g class="marks">
    <path class="use" d="M271 113L263 117L271 121"/>
    <path class="c0" d="M337 77L327 82L337 87M337 82H327M320 82a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"><title>posts (account_id) → accounts (id), on delete cascade, on update no action</title></path>
    <path class="c0" d="M331 178V186M321 182a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"><title>settings (account_id) → accounts (id), on delete cascade, on update no action</title></path>
    <path class="c0" d="M269 133V141M273 133V141"/>
    <path class="c0" d="M263 177L273 182L263 187M263 182H273M274 182a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"><title>accounts (inviter_id) → accounts (id), on delete cascade, on update no action</title></path>
    <path class="c0" d="M269 143V151M273 147a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"/>
    </g>
    <g class="table"><rect class="box" x="24" y="104" width="239" height="92" rx="5"/><path class="head" d="M24 132V109a5 5 0 0 1 5 -5H258a5 5 0 0 1 5 5V132z"><title>accounts</title></path>
    <path class="flag c0" d="M24 132V109a5 5 0 0 1 5 -5V132z"/>
    <text class="name" x="34" y="123">accounts</text>
    <text class="key" x="34" y="146">PK</text><text class="primary" x="58" y="146">id</text><text class="type" x="253" y="146">bigint</text>
    <text class="key" x="34" y="166">UK</text><text x="58" y="166">nick</text><text class="type" x="253" y="166">character varying(80)</text>
    <text class="key" x="34" y="186">FK</text><text x="58" y="186">inviter_id</text><text class="type" x="253" y="186">bigint null</text>
    </g>
    <g class="table"><rect class="box" x="337" y="24" width="176" height="92" rx="5"/><path class="head" d="M337 52V29a5 5 0 0 1 5 -5H508a5 5 0 0 1 5 5V52z"><title>posts</title></path>
    <text class="name" x="347" y="43">posts</text>
    <text class="key" x="347" y="66">PK</text><text class="primary" x="371" y="66">id</text><text class="type" x="503" y="66">bigint</text>
    <text class="key" x="347" y="86">FK</text><text x="371" y="86">account_id</text><text class="type" x="503" y="86">bigint</text>
    <text x="371" y="106"><title>in &quot;Markdown&quot;</title>body</text><text class="type" x="503" y="106">text null</text>
    </g>
    <g class="table"><rect class="box" x="337" y="144" width="197" height="52" rx="5"/><path class="head" d="M337 172V149a5 5 0 0 1 5 -5H529a5 5 0 0 1 5 5V172z"><title>settings</title></path>
    <text class="name" x="347" y="163">settings</text>
    <text class="key" x="347" y="186">PK FK</text><text class="primary" x="392" y="186">account_id</text><text class="type" x="524" y="186">bigint</text>
    </g>
    <g class="view"><rect class="box" x="337" y="252" width="131" height="52" rx="5"/><path class="head" d="M337 280V257a5 5 0 0 1 5 -5H463a5 5 0 0 1 5 5V280z"><title>reports.active</title></path>
    <text class="name" x="347" y="271">active</text>
    <text class="badge" x="458" y="271">view</text>
    <text x="347" y="294">id</text><text class="type" x="458" y="294">bigint null</text>
    </g>
    </g>
    </svg>
    "##);
}

/// The document without its style.
fn drawn(document: &str) -> String {
    let (before, rest) = document.split_once("<style>").expect("a style");
    let (_, after) = rest.split_once("</style>").expect("its end");
    format!("{before}{after}")
}

const HOSTILE: [&str; 16] = [
    "end",
    "One",
    "a\"b\\c%d",
    "<script>alert('&amp;')</script>",
    "]]>",
    "direction TB",
    "new\nline\r\u{0}\u{b}",
    "%%{init: {}}%%",
    "entity_1",
    "~t~ {} `x` || }o #35; ;",
    "пользователи",
    "訂單 🛒",
    "\u{202e}turned",
    "1st",
    " ",
    "constructor",
];

#[test]
fn hostile_names_stay_names() {
    let mut schema = schema();
    for name in HOSTILE {
        let mut own = table(TableName::within(Some(name), name));
        own.columns.push(Column {
            comment: Some(name.to_owned()),
            ..column(name, name)
        });
        refer(&mut own, &format!("{name}s"), TableName::new(name));
        schema.tables.push(own);
    }
    let document = svg(&schema.clone().sorted());
    assert!(is_balanced(&document), "{document}");
    assert!(!document.contains("<script"), "{document}");
    assert!(!document.contains("alert('"), "{document}");
    let text = mermaid(&schema.sorted());
    for line in text.lines() {
        assert!(is_line(line), "{line:?}");
    }
}

/// Whether each element is closed where it should be, and no character is one that XML refuses.
fn is_balanced(document: &str) -> bool {
    let mut open = Vec::new();
    for part in document.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else {
            return false;
        };
        let is_whole = text.split('&').skip(1).all(|rest| {
            ["amp;", "lt;", "gt;", "quot;", "#39;"]
                .iter()
                .any(|entity| rest.starts_with(entity))
        });
        let is_allowed = part.chars().all(|c| c == '\n' || !c.is_control());
        let name: String = tag.chars().take_while(|c| c.is_alphanumeric()).collect();
        match tag.strip_prefix('/') {
            Some(name) if open.pop() != Some(name.to_owned()) => return false,
            None if !tag.ends_with('/') => open.push(name),
            _ => {}
        }
        if !is_whole || !is_allowed {
            return false;
        }
    }
    open.is_empty()
}

/// Whether it is a line of a diagram: words, and texts between quotes with nothing in them that Mermaid
/// reads as something else.
fn is_line(line: &str) -> bool {
    let outside: String = line.split('"').step_by(2).collect();
    let is_known = outside
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || " _-()[]{}|.,:%".contains(c));
    let mut inside = line.split('"').skip(1).step_by(2);
    line.matches('"').count().is_multiple_of(2)
        && is_known
        && inside.all(|text| !text.contains(['%', '\\', '~', '`', '{', '<']))
}

#[test]
fn a_name_that_is_a_keyword_is_put_between_quotes() {
    let mut schema = schema();
    for name in ["end", "orders", "order lines", "50%"] {
        schema.tables.push(table(TableName::new(name)));
    }
    let text = mermaid(&schema);
    let heads = text.lines().filter(|line| line.ends_with('{'));
    assert_eq!(
        heads.map(str::trim).collect::<Vec<_>>(),
        [
            "\"end\" {",
            "orders {",
            "\"order lines\" {",
            "entity_3[\"50#37;\"] {"
        ]
    );
}

#[test]
fn a_table_of_elsewhere_is_drawn_too() {
    let mut schema = schema();
    let mut post = table(TableName::new("posts"));
    refer(
        &mut post,
        "account_id",
        TableName::within(Some("auth"), "accounts"),
    );
    schema.tables.push(post);
    assert!(svg(&schema).contains(">elsewhere</text>"));
    assert!(mermaid(&schema).contains("\"auth.accounts\" ||--o{ posts"));
}

#[test]
fn a_schema_without_a_table_is_a_picture_too() {
    assert_eq!(mermaid(&schema()), "erDiagram\n");
    assert!(is_balanced(&svg(&schema())));
}

/// The namespace of a table, how many columns it has besides, and to which places it refers, or may.
type Plan = (Option<u8>, usize, Vec<(usize, bool)>);

fn tables() -> impl Strategy<Value = Vec<Plan>> {
    let keys = prop::collection::vec((0..30_usize, any::<bool>()), 0..4);
    prop::collection::vec((prop::option::of(0..3_u8), 0..12_usize, keys), 1..30)
}

fn random(tables: &[Plan]) -> Schema {
    let name = |at: usize| {
        let schema = tables[at].0.map(|number| format!("space{number}"));
        TableName::within(schema.as_deref(), format!("table{at}"))
    };
    let mut schema = schema();
    for (at, (_, columns, keys)) in tables.iter().enumerate() {
        let mut own = table(name(at));
        for number in 0..*columns {
            own.columns.push(column(&format!("column{number}"), "text"));
        }
        for (number, (target, is_optional)) in keys.iter().enumerate() {
            refer(
                &mut own,
                &format!("key{number}"),
                name(target % tables.len()),
            );
            own.columns.last_mut().expect("a column").nullable = *is_optional;
        }
        schema.tables.push(own);
    }
    schema
}

fn shapes(diagram: &Diagram<'_>) -> (Vec<Shape>, Vec<Wire>) {
    let height = |rows: usize| 32 + 20 * i64::try_from(rows).expect("few");
    let shapes = diagram
        .entities
        .iter()
        .enumerate()
        .map(|(at, entity)| Shape {
            width: 100 + i64::try_from(at * 7 % 90).expect("little"),
            height: height(entity.rows.len()),
            group: entity
                .name
                .schema
                .as_ref()
                .map(|name| name.len() + usize::from(name.as_bytes()[5])),
        });
    let wires = diagram.relations.iter().map(|relation| Wire {
        from: relation.from,
        from_y: height(relation.from_row.expect("a row")) - 14,
        to: relation.to,
        to_y: 35 + 6 * i64::from(relation.is_optional()),
        is_firm: !relation.is_optional(),
    });
    (shapes.collect(), wires.collect())
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

/// Whether a straight line from one point to the other has a part inside of the box.
fn is_through(rect: &Rect, a: (i64, i64), b: (i64, i64)) -> bool {
    a.0.min(b.0) < rect.right()
        && a.0.max(b.0) > rect.x
        && a.1.min(b.1) < rect.bottom()
        && a.1.max(b.1) > rect.y
}

fn is_at(layout: &Layout, at: usize, point: (i64, i64), side: Side) -> bool {
    let rect = layout.boxes[at];
    let x = if side == Side::Left {
        rect.x
    } else {
        rect.right()
    };
    point.0 == x && (rect.y..=rect.bottom()).contains(&point.1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_table_and_every_foreign_key_is_in_the_picture(tables in tables()) {
        let schema = random(&tables);
        let (text, document) = (mermaid(&schema), svg(&schema));
        let keys: usize = tables.iter().map(|(.., keys)| keys.len()).sum();
        prop_assert_eq!(text.matches("--o{").count(), keys);
        prop_assert_eq!(document.matches(" → ").count(), keys);
        for table in &schema.tables {
            let name = format!(">{}</text>", table.name.name);
            prop_assert_eq!(document.matches(&name).count(), 1);
            let head = format!("{}{} {{", if table.name.schema.is_some() { "." } else { " " }, table.name.name);
            let quoted = head.replace(" {", "\" {");
            prop_assert_eq!(text.matches(&head).count() + text.matches(&quoted).count(), 1);
        }
        prop_assert!(is_balanced(&document));
        prop_assert_eq!(document, svg(&schema));
    }

    #[test]
    fn boxes_are_apart_and_lines_lead_from_box_to_box_around_the_others(tables in tables()) {
        let schema = random(&tables);
        let diagram = Diagram::of(&schema);
        let (shapes, wires) = shapes(&diagram);
        let layout = layout(&shapes, &wires);
        for (at, a) in layout.boxes.iter().enumerate() {
            prop_assert!(a.x >= 0 && a.y >= 0 && a.right() <= layout.width && a.bottom() <= layout.height);
            for b in &layout.boxes[at + 1..] {
                prop_assert!(!overlap(a, b), "{:?} {:?}", a, b);
            }
        }
        let mut drawn = BTreeSet::new();
        for net in &layout.nets {
            let mut reached = BTreeSet::from([net.end.at]);
            for (wire, start) in net.wires.iter().zip(&net.starts) {
                drawn.insert(*wire);
                prop_assert!(is_at(&layout, wires[*wire].from, start.at, start.side));
                prop_assert!(is_at(&layout, wires[*wire].to, net.end.at, net.end.side));
            }
            // Piece by piece from the end, everything is reached.
            let mut left: Vec<_> = net.pieces.iter().collect();
            while let Some(next) = left.iter().position(|piece| {
                reached.contains(&piece[piece.len() - 1])
            }) {
                reached.insert(left.remove(next)[0]);
            }
            prop_assert!(left.is_empty(), "{:?}", net);
            for start in &net.starts {
                prop_assert!(reached.contains(&start.at), "{:?}", net);
            }
            for line in net.pieces.iter().flat_map(|piece| piece.windows(2)) {
                for rect in &layout.boxes {
                    prop_assert!(!is_through(rect, line[0], line[1]), "{:?} {:?}", rect, line);
                }
            }
        }
        prop_assert_eq!(drawn.len(), wires.len());
        let frames: Vec<&Rect> = layout.frames.values().collect();
        for (at, a) in frames.iter().enumerate() {
            for b in &frames[at + 1..] {
                prop_assert!(!overlap(a, b));
            }
        }
        for (shape, rect) in shapes.iter().zip(&layout.boxes) {
            for (group, frame) in &layout.frames {
                prop_assert_eq!(overlap(rect, frame), shape.group == Some(*group));
            }
        }
    }
}
