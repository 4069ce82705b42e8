SELECT c.relname::text, pg_catalog.pg_get_viewdef(c.oid),
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(a.attname,
     pg_catalog.format_type(a.atttypid, a.atttypmod), (
       SELECT CASE WHEN l.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN pg_catalog.quote_ident(o.collname)
         ELSE pg_catalog.quote_ident(l.nspname) || '.' || pg_catalog.quote_ident(o.collname) END
       FROM pg_catalog.pg_collation o
       JOIN pg_catalog.pg_namespace l ON l.oid = o.collnamespace
       WHERE o.oid = a.attcollation AND o.oid <> t.typcollation)) ORDER BY a.attnum)::text
   FROM pg_catalog.pg_attribute a
   JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
FROM pg_catalog.pg_class c
WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind = 'v'
  AND c.relname LIKE '\_trueup\_expression\_%'
