SELECT t.oid, n.nspname, n.nspname IS NOT DISTINCT FROM pg_catalog.current_schema(), t.typname, t.typtype,
  CASE t.typtype
    WHEN 'e' THEN (
      SELECT pg_catalog.json_agg(l.enumlabel ORDER BY l.enumsortorder)::text
      FROM pg_catalog.pg_enum l WHERE l.enumtypid = t.oid)
    WHEN 'r' THEN (
      SELECT pg_catalog.format_type(r.rngsubtype, NULL) FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid)
    ELSE pg_catalog.concat_ws(' ', t.typinput, t.typoutput, t.typlen, t.typbyval, t.typalign, t.typstorage)
  END
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_depend e
  ON e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid AND e.deptype = 'e'
WHERE {scope} AND e.objid IS NULL AND t.typtype IN ('e', 'r', 'b', 'p')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_type a WHERE a.typarray = t.oid)
