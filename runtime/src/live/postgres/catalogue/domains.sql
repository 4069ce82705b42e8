SELECT t.oid, t.typnamespace, t.typname, pg_catalog.format_type(t.typbasetype, t.typtypmod),
  CASE WHEN t.typcollation <> b.typcollation THEN (
    SELECT CASE WHEN l.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN pg_catalog.quote_ident(o.collname)
      ELSE pg_catalog.quote_ident(l.nspname) || '.' || pg_catalog.quote_ident(o.collname) END
    FROM pg_catalog.pg_collation o
    JOIN pg_catalog.pg_namespace l ON l.oid = o.collnamespace
    WHERE o.oid = t.typcollation) END,
  t.typnotnull, t.typdefault
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
WHERE t.typnamespace = {namespaces} AND t.typtype = 'd'
