SELECT c.oid, n.nspname, n.nspname IS NOT DISTINCT FROM pg_catalog.current_schema(), c.relname, c.relkind,
  c.relpersistence, c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
  c.reloftype <> 0, pg_catalog.array_to_string(c.reloptions, E'\n'),
  pg_catalog.array_to_string(t.reloptions, E'\n'), s.spcname, m.amname,
  NULL,
  CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
  CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
LEFT JOIN pg_catalog.pg_depend e
  ON e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e'
WHERE {scope} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND c.relpersistence <> 't'
  AND e.objid IS NULL
