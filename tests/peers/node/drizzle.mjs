// Drizzle: `push` of drizzle-kit, which compares the tables with the catalogue and changes what differs. On PostgreSQL: for
// MySQL it finds nothing to do in an empty MariaDB.

import { pushSchema } from "drizzle-kit/api";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import * as pg from "drizzle-orm/pg-core";
import postgres from "pg";

import { serve, tables, version } from "./peer.mjs";

const big = (name) => pg.bigint(name, { mode: "number" });
const varchar = (name, length) => pg.varchar(name, { length });
const bytes = pg.customType({ dataType: () => "bytea" });

/** The same twenty columns as those of `tests/src/wide.rs`. */
function table(number, all) {
  const name = `wide${number}`;
  const columns = {
    id: big("id").primaryKey().generatedAlwaysAsIdentity(),
    parent_id: big("parent_id"),
    email: varchar("email", 200).notNull(),
    kind: varchar("kind", 20).notNull().default("plain"),
    n0: pg.integer("n0").notNull().default(0),
    n1: big("n1").notNull().default(1),
    n2: pg.integer("n2").notNull().default(2),
    is_open: pg.boolean("is_open").notNull().default(true),
    created_at: pg.timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    state: varchar("state", 20).notNull().default("new"),
    t0: pg.text("t0"),
    t1: pg.text("t1"),
    t2: pg.text("t2"),
    f0: pg.doublePrecision("f0"),
    f1: pg.doublePrecision("f1"),
    d0: pg.date("d0"),
    d1: pg.timestamp("d1"),
    b0: bytes("b0"),
    j0: pg.jsonb("j0"),
    i0: pg.smallint("i0"),
  };
  all[name] = pg.pgTable(name, columns, (own) => [
    pg
      .foreignKey({
        name: `${name}_parent`,
        columns: [own.parent_id],
        foreignColumns: [(number === 0 ? own : all[`wide${number - 1}`]).id],
      })
      .onDelete("cascade"),
    pg.unique(`${name}_email`).on(own.email),
    pg.index(`${name}_of_parent`).on(own.parent_id),
    pg.index(`${name}_of_kind`).on(own.kind, own.n0.desc()),
    pg.check(`${name}_n0`, sql`n0 >= 0`),
  ]);
}

const all = {};
for (let number = 0; number < tables; number += 1) table(number, all);

/** The number of statements of a push, on a connection of its own. */
async function push(url, applies) {
  const client = new postgres.Client({ connectionString: url });
  await client.connect();
  const plan = await pushSchema(all, drizzle(client));
  if (applies) await plan.apply();
  await client.end();
  return plan.statementsToExecute.length;
}

const start = (url) => push(url, true);
const look = (url) => push(url, false);

await serve(`drizzle-kit ${version("drizzle-kit")}, node ${process.versions.node}`, { empty: start, idle: start, drift: look });
