SELECT p.oid, p.polrelid, p.polname,
  pg_catalog.concat_ws(' ', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, p.polcmd,
    (SELECT pg_catalog.string_agg(COALESCE(r.rolname, 'public'), ', ' ORDER BY r.rolname)
      FROM pg_catalog.unnest(p.polroles) o LEFT JOIN pg_catalog.pg_roles r ON r.oid = o),
    'USING ' || pg_catalog.pg_get_expr(p.polqual, p.polrelid),
    'WITH CHECK ' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)),
  NULL,
  pg_catalog.format('POLICY %I ON %I.%I', p.polname, n.nspname, c.relname),
  pg_catalog.to_json(ARRAY[pg_catalog.format('DROP POLICY %I ON %I.%I', p.polname, n.nspname, c.relname)])::text,
  pg_catalog.to_json(ARRAY[pg_catalog.concat(
    pg_catalog.format('CREATE POLICY %I ON %I.%I', p.polname, n.nspname, c.relname),
    CASE WHEN NOT p.polpermissive THEN ' AS RESTRICTIVE' END,
    CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
      WHEN 'd' THEN ' FOR DELETE' END,
    ' TO ' || (
      SELECT pg_catalog.string_agg(CASE WHEN o.role = 0 THEN 'PUBLIC'
        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(o.role)) END, ', ' ORDER BY o.at)
      FROM pg_catalog.unnest(p.polroles) WITH ORDINALITY o (role, at)),
    ' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
    ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')')])::text
FROM pg_catalog.pg_policy p
JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope}
