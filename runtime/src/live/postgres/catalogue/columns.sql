SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid,
  a.attnotnull, a.attidentity, a.attgenerated, a.attcollation,
  CASE
    WHEN a.attcollation = t.typcollation THEN NULL
    WHEN l.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN pg_catalog.quote_ident(o.collname)
    ELSE pg_catalog.quote_ident(l.nspname) || '.' || pg_catalog.quote_ident(o.collname)
  END,
  pg_catalog.pg_get_expr(d.adbin, d.adrelid),
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, {compression},
  CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
  pg_catalog.array_to_string(a.attoptions, ', ')
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
LEFT JOIN pg_catalog.pg_namespace l ON l.oid = o.collnamespace
WHERE {scope} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relpersistence <> 't' AND a.attnum > 0
  AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
