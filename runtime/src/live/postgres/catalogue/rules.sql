SELECT r.oid, r.ev_class, r.rulename, r.ev_enabled,
  CASE WHEN r.rulename <> '_RETURN' THEN pg_catalog.pg_get_ruledef(r.oid) END,
  pg_catalog.format('RULE %I ON %I.%I', r.rulename, n.nspname, c.relname),
  CASE WHEN r.rulename <> '_RETURN' THEN
    pg_catalog.to_json(ARRAY[pg_catalog.format('DROP RULE %I ON %I.%I', r.rulename, n.nspname, c.relname)])::text END,
  CASE WHEN r.rulename <> '_RETURN' THEN
    pg_catalog.to_json(ARRAY[pg_catalog.rtrim(pg_catalog.pg_get_ruledef(r.oid), ';'),
      pg_catalog.format('ALTER TABLE %I.%I ', n.nspname, c.relname) || CASE r.ev_enabled
        WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END
        || pg_catalog.format(' RULE %I', r.rulename)])::text END
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope}
