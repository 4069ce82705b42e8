-- Everything in the namespace that is no plain column, in the server's own words and without numbers.
SET jit = off;
SELECT l.line FROM (
  SELECT pg_catalog.concat_ws(' | ', 'relation', c.relname, c.relkind, c.relacl,
    ARRAY(SELECT o FROM pg_catalog.unnest(c.reloptions) o ORDER BY o),
    pg_catalog.pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relpersistence,
    pg_catalog.obj_description(c.oid, 'pg_class'),
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END,
    CASE WHEN c.relkind IN ('i', 'I') THEN pg_catalog.pg_get_indexdef(c.oid) END,
    CASE WHEN c.relkind IN ('i', 'I') THEN (
      SELECT pg_catalog.concat_ws(' ', i.indisclustered, i.indisreplident, i.indisvalid)
      FROM pg_catalog.pg_index i WHERE i.indexrelid = c.oid) END) AS line
  FROM pg_catalog.pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE '\_trueup%'
  UNION ALL
  SELECT pg_catalog.concat_ws(' | ', 'column', a.attrelid::regclass, a.attname, a.attacl, a.attstorage,
    NULLIF(COALESCE(a.attstattarget, -1), -1), a.attoptions, pg_catalog.col_description(c.oid, a.attnum),
    pg_catalog.pg_get_expr(d.adbin, d.adrelid))
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE '\_trueup%' AND c.relkind <> 't'
    AND (a.attnum > 0 AND NOT a.attisdropped)
  UNION ALL
  SELECT pg_catalog.concat_ws(' | ', 'trigger', t.tgrelid::regclass, pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled,
    pg_catalog.obj_description(t.oid, 'pg_trigger'))
  FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal
  UNION ALL
  SELECT pg_catalog.concat_ws(' | ', 'rule', pg_catalog.pg_get_ruledef(r.oid), r.ev_enabled,
    pg_catalog.obj_description(r.oid, 'pg_rewrite'))
  FROM pg_catalog.pg_rewrite r WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'
  UNION ALL
  SELECT pg_catalog.concat('policy | ', pg_catalog.to_jsonb(p), pg_catalog.obj_description(o.oid, 'pg_policy'))
  FROM pg_catalog.pg_policies p
  JOIN pg_catalog.pg_policy o ON o.polname = p.policyname AND o.polrelid = p.tablename::regclass
  UNION ALL
  SELECT pg_catalog.concat('publication | ', pg_catalog.to_jsonb(p) - 'attnames', pg_catalog.to_jsonb(r) ->> 'prattrs')
  FROM pg_catalog.pg_publication_tables p
  JOIN pg_catalog.pg_publication_rel r
    ON r.prrelid = pg_catalog.format('%I.%I', p.schemaname, p.tablename)::regclass
  UNION ALL
  SELECT pg_catalog.concat_ws(' | ', 'statistics', pg_catalog.pg_get_statisticsobjdef(s.oid),
    pg_catalog.pg_get_userbyid(s.stxowner), COALESCE(pg_catalog.to_jsonb(s) ->> 'stxstattarget', '-1'),
    pg_catalog.obj_description(s.oid, 'pg_statistic_ext'))
  FROM pg_catalog.pg_statistic_ext s
  UNION ALL
  SELECT pg_catalog.concat_ws(' | ', 'function', CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid) END,
    p.oid::regprocedure, p.proacl,
    pg_catalog.pg_get_userbyid(p.proowner), pg_catalog.obj_description(p.oid, 'pg_proc'))
  FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'public'::regnamespace
) l ORDER BY 1
