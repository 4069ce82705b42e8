SELECT c.oid, c.relispopulated, pg_catalog.pg_get_viewdef(c.oid),
  CASE WHEN pg_catalog.pg_get_userbyid(c.relowner) <> current_user
    THEN pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(c.relowner)) END,
  (SELECT pg_catalog.string_agg(g.words, E'\n' ORDER BY g.words)
   FROM (
     SELECT pg_catalog.string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type) || ' ON {view} TO '
       || CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END
       || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS words
     FROM pg_catalog.aclexplode(c.relacl) x
     WHERE x.grantee <> c.relowner
     GROUP BY x.grantee, x.is_grantable) g),
  (SELECT pg_catalog.string_agg(DISTINCT w.what, ', ')
   FROM (
     SELECT 'privileges of a column' FROM pg_catalog.pg_attribute a
     WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL
     UNION ALL
     SELECT 'the default of a column' FROM pg_catalog.pg_attrdef d WHERE d.adrelid = c.oid) w (what))
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope} AND c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
