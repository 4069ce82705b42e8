SELECT t.oid, t.typnamespace, t.typname, t.typtype,
  CASE t.typtype
    WHEN 'e' THEN (
      SELECT pg_catalog.json_agg(l.enumlabel ORDER BY l.enumsortorder)::text
      FROM pg_catalog.pg_enum l WHERE l.enumtypid = t.oid)
    WHEN 'r' THEN (
      -- The type over several ranges came with version 14.
      SELECT pg_catalog.concat_ws(' ', pg_catalog.format_type(r.rngsubtype, NULL),
        (pg_catalog.to_jsonb(r) ->> 'rngmultitypid')::pg_catalog.oid::pg_catalog.regtype, c.opcname,
        (SELECT l.collname FROM pg_catalog.pg_collation l WHERE l.oid = r.rngcollation),
        NULLIF(r.rngcanonical::pg_catalog.oid, 0)::pg_catalog.regproc,
        NULLIF(r.rngsubdiff::pg_catalog.oid, 0)::pg_catalog.regproc)
      FROM pg_catalog.pg_range r JOIN pg_catalog.pg_opclass c ON c.oid = r.rngsubopc WHERE r.rngtypid = t.oid)
    ELSE pg_catalog.concat_ws(' ', t.typinput, t.typoutput, t.typlen, t.typbyval, t.typalign, t.typstorage)
  END
FROM pg_catalog.pg_type t
WHERE t.typnamespace = {namespaces} AND t.typtype IN ('e', 'r', 'b', 'p')
  AND t.oid NOT IN (SELECT a.typarray FROM pg_catalog.pg_type a)
