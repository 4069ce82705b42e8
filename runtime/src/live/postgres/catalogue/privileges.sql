-- Those of columns are told with the columns. Namespaces that are not read are left out by the client.
SELECT o.kind, o.namespace, o.name, o.relation, p.words
FROM (
  SELECT 'grants' AS kind, c.relnamespace AS namespace, c.relname::text AS name, c.oid AS relation, c.relacl AS acl,
    c.relowner AS owner,
    pg_catalog.acldefault(CASE WHEN c.relkind = 'S' THEN 's'::"char" ELSE 'r' END, c.relowner) AS usual
  FROM pg_catalog.pg_class c
  WHERE c.relacl IS NOT NULL AND c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND c.relpersistence <> 't'
  UNION ALL
  SELECT 'grants', p.pronamespace, p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', 0,
    p.proacl, p.proowner, pg_catalog.acldefault('f', p.proowner)
  FROM pg_catalog.pg_proc p
  WHERE p.proacl IS NOT NULL AND p.oid >= 16384 AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_init_privs i
    WHERE i.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND i.objoid = p.oid AND i.initprivs = p.proacl)
  UNION ALL
  SELECT 'grants', t.typnamespace, t.typname::text, 0, t.typacl, t.typowner, pg_catalog.acldefault('T', t.typowner)
  FROM pg_catalog.pg_type t
  WHERE t.typacl IS NOT NULL AND t.oid >= 16384
  UNION ALL
  SELECT 'schema grants', n.oid, NULL, 0, n.nspacl, n.nspowner,
    COALESCE(i.initprivs, pg_catalog.acldefault('n', n.nspowner))
  FROM pg_catalog.pg_namespace n
  LEFT JOIN pg_catalog.pg_init_privs i
    ON i.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND i.objoid = n.oid
  WHERE n.nspacl IS NOT NULL
  UNION ALL
  SELECT 'default grants', d.defaclnamespace,
    pg_catalog.concat(d.defaclobjtype, ' of ', pg_catalog.pg_get_userbyid(d.defaclrole)), 0, d.defaclacl, d.defaclrole, NULL
  FROM pg_catalog.pg_default_acl d
  WHERE d.defaclnamespace <> 0 OR {database}) o
CROSS JOIN LATERAL (
  -- What was given beyond the usual, and what of the usual was taken back.
  SELECT pg_catalog.string_agg(pg_catalog.concat(CASE WHEN x.privilege_type IS NULL THEN 'no ' END,
      COALESCE(x.privilege_type, u.privilege_type), ' for ', CASE COALESCE(x.grantee, u.grantee)
        WHEN 0 THEN 'PUBLIC' WHEN o.owner THEN 'the owner'
        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(COALESCE(x.grantee, u.grantee))) END,
      CASE WHEN x.is_grantable THEN ' to give on' END), ', '
    ORDER BY x.privilege_type IS NULL, COALESCE(x.grantee, u.grantee) = 0,
      pg_catalog.pg_get_userbyid(COALESCE(x.grantee, u.grantee)), COALESCE(x.privilege_type, u.privilege_type)) AS words
  FROM pg_catalog.aclexplode(o.acl) x
  FULL JOIN pg_catalog.aclexplode(o.usual) u
    ON u.grantee = x.grantee AND u.privilege_type = x.privilege_type AND u.is_grantable = x.is_grantable
  WHERE x.privilege_type IS NULL OR u.privilege_type IS NULL) p
WHERE p.words IS NOT NULL
