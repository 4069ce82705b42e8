SELECT i.indexrelid, i.indrelid, x.relname, m.amname, m.oid, i.indisunique, i.indisvalid,
  {nulls_not_distinct}, i.indnkeyatts, i.indkey, i.indclass, i.indoption, i.indcollation,
  pg_catalog.array_to_string(x.reloptions, E'\n'), s.spcname,
  CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END,
  i.indisclustered, i.indisreplident,
  CASE WHEN c.relkind <> 'r' THEN pg_catalog.pg_get_indexdef(i.indexrelid) END, x.relispartition,
  (SELECT p.inhparent FROM pg_catalog.pg_inherits p WHERE p.inhrelid = i.indexrelid AND x.relispartition)
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_am m ON m.oid = x.relam
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
WHERE {scope} AND c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
