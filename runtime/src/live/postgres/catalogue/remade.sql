-- How what is not managed is taken away and put back: two lists of statements, as JSON. What has no row
-- here stays where it is.
WITH r AS (
  SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE {scope} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
)
SELECT k.class, k.oid, pg_catalog.to_json(k.taken)::text,
  pg_catalog.to_json(pg_catalog.array_remove(
    k.put || ('COMMENT ON ' || k.name || ' IS '
        || pg_catalog.quote_literal(pg_catalog.obj_description(k.oid, k.catalogue)))
      || ARRAY(
        SELECT 'ALTER ' || k.name || ' DEPENDS ON EXTENSION ' || pg_catalog.quote_ident(x.extname)
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid
        WHERE d.objid = k.oid AND d.classid = k.class AND d.deptype = 'x'), NULL))::text
FROM (
  SELECT 2620::pg_catalog.oid AS class, 'pg_trigger' AS catalogue, t.oid, f.name,
    ARRAY['DROP ' || f.name] AS taken,
    ARRAY[pg_catalog.pg_get_triggerdef(t.oid),
      'ALTER TABLE ' || r.name || CASE t.tgenabled
        WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' WHEN 'A' THEN ' ENABLE ALWAYS' END
        || pg_catalog.format(' TRIGGER %I', t.tgname)] AS put
  FROM pg_catalog.pg_trigger t
  JOIN r ON r.oid = t.tgrelid
  CROSS JOIN LATERAL (SELECT pg_catalog.format('TRIGGER %I ON %s', t.tgname, r.name)) f (name)
  WHERE NOT t.tgisinternal AND {own_trigger} AND {same_clones}
  UNION ALL
  SELECT 2618, 'pg_rewrite', w.oid, f.name, ARRAY['DROP ' || f.name],
    ARRAY[pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid), ';'),
      'ALTER TABLE ' || r.name || CASE w.ev_enabled
        WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' WHEN 'A' THEN ' ENABLE ALWAYS' END
        || pg_catalog.format(' RULE %I', w.rulename)]
  FROM pg_catalog.pg_rewrite w
  JOIN r ON r.oid = w.ev_class
  CROSS JOIN LATERAL (SELECT pg_catalog.format('RULE %I ON %s', w.rulename, r.name)) f (name)
  WHERE w.rulename <> '_RETURN'
  UNION ALL
  SELECT 3256, 'pg_policy', p.oid, f.name, ARRAY['DROP ' || f.name],
    ARRAY[pg_catalog.concat('CREATE ', f.name,
      CASE WHEN NOT p.polpermissive THEN ' AS RESTRICTIVE' END,
      CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
        WHEN 'd' THEN ' FOR DELETE' END,
      ' TO ' || (
        SELECT pg_catalog.string_agg(CASE WHEN o.role = 0 THEN 'PUBLIC'
          ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(o.role)) END, ', ' ORDER BY o.at)
        FROM pg_catalog.unnest(p.polroles) WITH ORDINALITY o (role, at)),
      ' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
      ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')')]
  FROM pg_catalog.pg_policy p
  JOIN r ON r.oid = p.polrelid
  CROSS JOIN LATERAL (SELECT pg_catalog.format('POLICY %I ON %s', p.polname, r.name)) f (name)
  UNION ALL
  SELECT 6106, 'pg_publication_rel', l.oid, NULL,
    ARRAY[pg_catalog.format('ALTER PUBLICATION %I DROP TABLE ONLY %s', p.pubname, r.name)],
    ARRAY[pg_catalog.concat(pg_catalog.format('ALTER PUBLICATION %I ADD TABLE ONLY %s', p.pubname, r.name),
      {published})]
  FROM pg_catalog.pg_publication_rel l
  JOIN pg_catalog.pg_publication p ON p.oid = l.prpubid
  JOIN r ON r.oid = l.prrelid
  UNION ALL
  SELECT 3381, 'pg_statistic_ext', s.oid, f.name, ARRAY['DROP ' || f.name],
    ARRAY[pg_catalog.pg_get_statisticsobjdef(s.oid),
      CASE WHEN {statistics_target} >= 0
        THEN pg_catalog.format('ALTER %s SET STATISTICS %s', f.name, {statistics_target}) END,
      CASE WHEN pg_catalog.pg_get_userbyid(s.stxowner) <> current_user
        THEN pg_catalog.format('ALTER %s OWNER TO %I', f.name, pg_catalog.pg_get_userbyid(s.stxowner)) END]
  FROM pg_catalog.pg_statistic_ext s
  JOIN r ON r.oid = s.stxrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
  CROSS JOIN LATERAL (SELECT pg_catalog.format('STATISTICS %I.%I', n.nspname, s.stxname)) f (name)
  UNION ALL
  -- A function in standard SQL is emptied for the moment: so its rights, its comment and its users stay.
  SELECT 1255, 'pg_proc', p.oid, NULL,
    ARRAY['SET LOCAL check_function_bodies = off',
      pg_catalog.concat('CREATE OR REPLACE ', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
        pg_catalog.format(' %I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_arguments(p.oid)),
        ' RETURNS ' || pg_catalog.pg_get_function_result(p.oid), ' LANGUAGE sql AS ''''')],
    ARRAY[pg_catalog.rtrim(pg_catalog.pg_get_functiondef(p.oid), E'\n')]
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE {scope} AND p.prokind IN ('f', 'p') AND {sql_body}
) k
