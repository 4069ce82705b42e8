SELECT n.nspname, d.description
FROM pg_catalog.pg_namespace n
JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objoid = n.oid
LEFT JOIN pg_catalog.pg_depend e
  ON e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid AND e.deptype = 'e'
WHERE {scope} AND e.objid IS NULL
