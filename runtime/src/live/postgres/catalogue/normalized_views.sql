SELECT c.relname::text, pg_catalog.pg_get_viewdef(c.oid),
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(a.attname,
     pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)::text
   FROM pg_catalog.pg_attribute a
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
FROM pg_catalog.pg_class c
WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind = 'v'
  AND c.relname LIKE '\_trueup\_expression\_%'
