SELECT i.indexrelid, i.indrelid, x.relname, x.relam, i.indisunique, i.indisvalid, {nulls_not_distinct},
  i.indnkeyatts, i.indkey, i.indclass, i.indoption, i.indcollation,
  pg_catalog.array_to_string(x.reloptions, E'\n'), x.reltablespace,
  CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END,
  i.indisclustered, i.indisreplident, x.relispartition,
  CASE WHEN x.relispartition THEN (
    SELECT p.inhparent FROM pg_catalog.pg_inherits p WHERE p.inhrelid = i.indexrelid) END
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
WHERE x.relnamespace = {namespaces}
