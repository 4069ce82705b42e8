-- Those of tables that are read have been told with their tables.
SELECT a.attrelid, a.attnum, a.attname
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT {scope} AND a.attnum > 0 AND a.attrelid IN (
  SELECT k.confrelid
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE {scope} AND k.contype = 'f')
