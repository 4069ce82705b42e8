-- Those of tables that are read have been told with their tables. A list of the others is looked up in the index of
-- columns, where a join would read them all.
SELECT a.attrelid, a.attnum, a.attname, c.relnamespace, c.relname
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND a.attrelid = ANY (ARRAY(
  SELECT k.confrelid
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class o ON o.oid = k.confrelid
  WHERE k.contype = 'f' AND k.connamespace = {namespaces} AND NOT o.relnamespace = {namespaces}))
