SELECT t.oid, n.nspname, n.nspname IS NOT DISTINCT FROM pg_catalog.current_schema(), t.typname,
  pg_catalog.format_type(t.typbasetype, t.typtypmod),
  CASE
    WHEN t.typcollation = b.typcollation THEN NULL
    WHEN l.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN pg_catalog.quote_ident(o.collname)
    ELSE pg_catalog.quote_ident(l.nspname) || '.' || pg_catalog.quote_ident(o.collname)
  END,
  t.typnotnull, t.typdefault
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_collation o ON o.oid = t.typcollation
LEFT JOIN pg_catalog.pg_namespace l ON l.oid = o.collnamespace
LEFT JOIN pg_catalog.pg_depend e
  ON e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid AND e.deptype = 'e'
WHERE {scope} AND e.objid IS NULL AND t.typtype = 'd'
