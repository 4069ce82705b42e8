-- {scope} is a condition on n; the other words in braces depend on the version of the server.
SELECT n.nspname
FROM pg_catalog.pg_namespace n
LEFT JOIN pg_catalog.pg_depend e
  ON e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid AND e.deptype = 'e'
WHERE {scope} AND n.nspname IS DISTINCT FROM pg_catalog.current_schema() AND e.objid IS NULL
