-- The names of those that parts of indexes have, and that are not the one of the database; and of that one.
SELECT o.oid,
  CASE WHEN n.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN pg_catalog.quote_ident(o.collname)
    ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.collname) END
FROM pg_catalog.pg_collation o
JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
WHERE o.oid = 100 OR o.oid IN (
  SELECT pg_catalog.unnest(i.indcollation::pg_catalog.oid[])
  FROM pg_catalog.pg_index i
  WHERE i.indexrelid >= 16384 AND NOT i.indcollation::pg_catalog.oid[] <@ '{0,100}')
