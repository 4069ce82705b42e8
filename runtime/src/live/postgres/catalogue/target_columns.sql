-- Those of tables that are read have been told with their tables.
SELECT a.attrelid, a.attnum, a.attname, c.relnamespace, c.relname
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND NOT c.relnamespace = {namespaces} AND c.oid IN (
  SELECT k.confrelid
  FROM pg_catalog.pg_constraint k
  WHERE k.contype = 'f' AND k.connamespace = {namespaces})
