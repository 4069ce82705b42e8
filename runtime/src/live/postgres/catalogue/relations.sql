-- What is kept apart for a table has settings of its own.
SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relpersistence, c.relispartition, c.relrowsecurity,
  c.relforcerowsecurity, c.relreplident, c.reloftype <> 0, pg_catalog.array_to_string(c.reloptions, E'\n'),
  c.reltoastrelid, c.reltablespace, c.relam,
  CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
  CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END,
  CASE WHEN c.relkind = 'f' THEN (
    SELECT pg_catalog.concat_ws(' ', s.srvname, f.ftoptions)
    FROM pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
    WHERE f.ftrelid = c.oid) END
FROM pg_catalog.pg_class c
WHERE c.relnamespace = {namespaces} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND c.relpersistence <> 't'
  OR c.relkind = 't' AND c.reloptions IS NOT NULL
