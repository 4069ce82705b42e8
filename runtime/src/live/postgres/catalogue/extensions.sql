SELECT x.extname, x.extnamespace, x.extversion,
  (SELECT pg_catalog.string_agg(t.typname, E'\n' ORDER BY t.typname)
    FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_type t ON t.oid = d.objid
    WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'e'
      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = x.oid
      AND t.typelem = 0),
  x.extrelocatable
FROM pg_catalog.pg_extension x
WHERE x.extname <> 'plpgsql'
