SELECT s.oid, s.stxrelid, s.stxname, pg_catalog.pg_get_statisticsobjdef(s.oid),
  NULL, f.name, pg_catalog.to_json(ARRAY['DROP ' || f.name])::text,
  pg_catalog.to_json(ARRAY[pg_catalog.pg_get_statisticsobjdef(s.oid),
    CASE WHEN {statistics_target} >= 0
      THEN pg_catalog.format('ALTER %s SET STATISTICS %s', f.name, {statistics_target}) END,
    CASE WHEN pg_catalog.pg_get_userbyid(s.stxowner) <> current_user
      THEN pg_catalog.format('ALTER %s OWNER TO %I', f.name, pg_catalog.pg_get_userbyid(s.stxowner)) END])::text
FROM pg_catalog.pg_statistic_ext s
JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid
JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
CROSS JOIN LATERAL (SELECT pg_catalog.format('STATISTICS %I.%I', n.nspname, s.stxname)) f (name)
WHERE c.relnamespace = {namespaces}
