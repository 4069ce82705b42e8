SELECT t.oid, t.typnamespace, t.typname, t.typtype,
  CASE t.typtype
    WHEN 'e' THEN (
      SELECT pg_catalog.json_agg(l.enumlabel ORDER BY l.enumsortorder)::text
      FROM pg_catalog.pg_enum l WHERE l.enumtypid = t.oid)
    WHEN 'r' THEN (
      SELECT pg_catalog.format_type(r.rngsubtype, NULL) FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid)
    ELSE pg_catalog.concat_ws(' ', t.typinput, t.typoutput, t.typlen, t.typbyval, t.typalign, t.typstorage)
  END
FROM pg_catalog.pg_type t
WHERE t.typnamespace = {namespaces} AND t.typtype IN ('e', 'r', 'b', 'p')
  AND t.oid NOT IN (SELECT a.typarray FROM pg_catalog.pg_type a)
