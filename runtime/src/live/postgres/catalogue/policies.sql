SELECT p.oid, p.polrelid, p.polname,
  pg_catalog.concat_ws(' ', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, p.polcmd,
    (SELECT pg_catalog.string_agg(COALESCE(r.rolname, 'public'), ', ' ORDER BY r.rolname)
      FROM pg_catalog.unnest(p.polroles) o LEFT JOIN pg_catalog.pg_roles r ON r.oid = o),
    'USING ' || pg_catalog.pg_get_expr(p.polqual, p.polrelid),
    'WITH CHECK ' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_catalog.pg_policy p
JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope}
