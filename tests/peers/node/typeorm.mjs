// TypeORM: `synchronize`, which compares at each start and changes what differs.

import "reflect-metadata";
import { DataSource, EntitySchema } from "typeorm";

import { engine, file, serve, tables, version } from "./peer.mjs";

const DRIVER = { postgres: "postgres", mariadb: "mariadb", sqlite: "better-sqlite3" }[engine];
const byEngine = (postgres, mariadb, sqlite) => ({ postgres, mariadb, sqlite })[engine];

/** The same twenty columns as those of `tests/src/wide.rs`. An index of TypeORM does not fall. */
function entity(number) {
  const name = `wide${number}`;
  const parent = `wide${Math.max(number - 1, 0)}`;
  const big = byEngine("bigint", "bigint", "integer");
  const exact = byEngine("timestamp", "datetime", "datetime");
  const columns = {
    id: { type: big, primary: true, generated: "increment" },
    parent_id: { type: big, nullable: true },
    email: { type: "varchar", length: 200 },
    kind: { type: "varchar", length: 20, default: "plain" },
    n0: { type: "int", default: 0 },
    n1: { type: big, default: 1 },
    n2: { type: "int", default: 2 },
    is_open: { type: "boolean", default: true },
    created_at: { type: byEngine("timestamptz", "datetime", "datetime"), createDate: true },
    state: { type: "varchar", length: 20, default: "new" },
    t0: { type: "text", nullable: true },
    t1: { type: "text", nullable: true },
    t2: { type: "text", nullable: true },
    f0: { type: byEngine("double precision", "double", "double"), nullable: true },
    f1: { type: byEngine("double precision", "double", "double"), nullable: true },
    d0: { type: "date", nullable: true },
    d1: { type: exact, nullable: true },
    b0: { type: byEngine("bytea", "longblob", "blob"), nullable: true },
    j0: { type: byEngine("jsonb", "json", "text"), nullable: true },
    i0: { type: "smallint", nullable: true },
  };
  return new EntitySchema({
    name,
    tableName: name,
    columns,
    relations: {
      parent: { type: "many-to-one", target: parent, joinColumn: { name: "parent_id" }, onDelete: "CASCADE", nullable: true },
    },
    indices: [
      { name: `${name}_of_parent`, columns: ["parent_id"] },
      { name: `${name}_of_kind`, columns: ["kind", "n0"] },
    ],
    uniques: [{ name: `${name}_email`, columns: ["email"] }],
    checks: engine === "mariadb" ? [] : [{ name: `${name}_n0`, expression: "n0 >= 0" }],
  });
}

const entities = Array.from({ length: tables }, (_, number) => entity(number));

let changes = 0;
const logger = {
  logQuery: (sql) => {
    if (/^\s*(CREATE|ALTER|DROP|RENAME)\s/i.test(sql)) changes += 1;
  },
  logQueryError() {},
  logQuerySlow() {},
  logSchemaBuild() {},
  logMigration() {},
  log() {},
};

function source(url, synchronize) {
  const place = engine === "sqlite" ? { database: file(url) } : { url };
  return new DataSource({ type: DRIVER, ...place, entities, synchronize, logging: true, logger });
}

/** The statements of a start that change the schema. */
async function start(url) {
  changes = 0;
  const connected = await source(url, true).initialize();
  await connected.destroy();
  return changes;
}

/** The statements that a start would have run. */
async function look(url) {
  const connected = await source(url, false).initialize();
  const log = await connected.driver.createSchemaBuilder().log();
  await connected.destroy();
  return log.upQueries.length;
}

await serve(`${version("typeorm")}, node ${process.versions.node}`, { empty: start, idle: start, drift: look });
