SELECT c.oid, c.relispopulated, pg_catalog.pg_get_viewdef(c.oid),
  CASE WHEN c.relowner <> me.oid THEN pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(c.relowner)) END,
  -- A new view has what the default privileges give. That is taken back, and then given what the old one had.
  (SELECT pg_catalog.string_agg(g.words, E'\n' ORDER BY g.at, g.words)
   FROM (
     SELECT -1 AS at, 'REVOKE ALL ON {view} FROM '
       || CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END AS words
     FROM pg_catalog.pg_default_acl d, pg_catalog.aclexplode(d.defaclacl) x
     WHERE d.defaclrole = me.oid AND d.defaclobjtype = 'r' AND d.defaclnamespace IN (0, c.relnamespace)
       AND x.grantee <> me.oid
     UNION
     SELECT -1, 'REVOKE ALL ON {view} FROM CURRENT_USER' WHERE own.privileges <> own.usual
     UNION ALL
     SELECT 0, 'GRANT ' || own.privileges || ' ON {view} TO CURRENT_USER'
     WHERE own.privileges <> own.usual AND own.privileges <> ''
     UNION ALL
     SELECT pg_catalog.min(x.at), 'GRANT ' || pg_catalog.string_agg(x.privilege_type, ', ' ORDER BY x.at) || ' ON {view} TO '
       || CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END
       || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
     FROM pg_catalog.aclexplode(c.relacl) WITH ORDINALITY x (grantor, grantee, privilege_type, is_grantable, at)
     WHERE x.grantee <> c.relowner
     GROUP BY x.grantee, x.is_grantable) g),
  (SELECT pg_catalog.string_agg(DISTINCT w.what, ', ')
   FROM (
     SELECT 'a privilege that another role granted' FROM pg_catalog.aclexplode(c.relacl) x WHERE x.grantor <> c.relowner
     UNION ALL
     SELECT 'a privilege that another role granted'
     FROM pg_catalog.pg_attribute a, pg_catalog.aclexplode(a.attacl) x
     WHERE a.attrelid = c.oid AND x.grantor <> c.relowner
     UNION ALL
     SELECT 'a setting of a column' FROM pg_catalog.pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND (a.attstattarget > 0 OR a.attoptions IS NOT NULL)
     UNION ALL
     SELECT 'a security label' FROM pg_catalog.pg_seclabel l
     WHERE l.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND l.objoid = c.oid) w (what)),
  (SELECT pg_catalog.json_object_agg(g.attname, g.words)::text
   FROM (
     SELECT g.attname, pg_catalog.string_agg(g.words, E'\n' ORDER BY g.at) AS words
     FROM (
       SELECT a.attname, pg_catalog.min(x.at) AS at,
         pg_catalog.concat('GRANT ', pg_catalog.string_agg(
           x.privilege_type || ' (' || pg_catalog.quote_ident(a.attname) || ')', ', ' ORDER BY x.at),
         ' ON {view} TO ',
         CASE WHEN x.grantee = 0 THEN 'PUBLIC' WHEN x.grantee = c.relowner THEN 'CURRENT_USER'
           ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END,
         CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END) AS words
       FROM pg_catalog.pg_attribute a,
         pg_catalog.aclexplode(a.attacl) WITH ORDINALITY x (grantor, grantee, privilege_type, is_grantable, at)
       WHERE a.attrelid = c.oid
       GROUP BY a.attname, x.grantee, x.is_grantable) g
     GROUP BY g.attname) g)
FROM pg_catalog.pg_class c
CROSS JOIN LATERAL (SELECT pg_catalog.quote_ident(current_user)::pg_catalog.regrole::pg_catalog.oid) me (oid)
CROSS JOIN LATERAL (
  SELECT COALESCE(pg_catalog.string_agg(x.privilege_type, ', ') FILTER (WHERE x.is_there), '') AS privileges,
    pg_catalog.string_agg(x.privilege_type, ', ') FILTER (WHERE x.is_usual) AS usual
  FROM (
    SELECT p.privilege_type, pg_catalog.bool_or(p.is_usual) AS is_usual, pg_catalog.bool_or(NOT p.is_usual) AS is_there
    FROM (
      SELECT u.privilege_type, true AS is_usual
      FROM pg_catalog.aclexplode(pg_catalog.acldefault('r', c.relowner)) u
      UNION ALL
      SELECT x.privilege_type, false
      FROM pg_catalog.aclexplode(COALESCE(c.relacl, pg_catalog.acldefault('r', c.relowner))) x
      WHERE x.grantee = c.relowner) p
    GROUP BY p.privilege_type ORDER BY p.privilege_type) x) own
WHERE c.relnamespace = {namespaces} AND c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
