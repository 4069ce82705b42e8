SELECT o.oid,
  CASE WHEN n.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN pg_catalog.quote_ident(o.collname)
    ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.collname) END
FROM pg_catalog.pg_collation o
JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
WHERE o.oid IN (SELECT pg_catalog.unnest(i.indcollation) FROM pg_catalog.pg_index i WHERE i.indexrelid >= 16384)
