SELECT o.kind, o.name, o.definition || COALESCE('; comment: ' || d.description, '')
FROM (
  SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass AS class, c.oid, 'cast' AS kind,
    pg_catalog.concat(pg_catalog.format_type(c.castsource, NULL), ' AS ', pg_catalog.format_type(c.casttarget, NULL)) AS name,
    pg_catalog.concat_ws(' ', NULLIF(c.castfunc, 0)::pg_catalog.regprocedure, c.castcontext, c.castmethod) AS definition
  FROM pg_catalog.pg_cast c WHERE c.oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, w.oid, 'foreign data wrapper', w.fdwname::text,
    pg_catalog.concat_ws(' ', NULLIF(w.fdwhandler, 0)::pg_catalog.regproc, NULLIF(w.fdwvalidator, 0)::pg_catalog.regproc,
      w.fdwoptions)
  FROM pg_catalog.pg_foreign_data_wrapper w
  UNION ALL
  SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, s.oid, 'foreign server', s.srvname::text,
    -- Options may hold secrets: of most, the names are enough to see that there are some.
    pg_catalog.concat_ws(' ', w.fdwname, s.srvtype, s.srvversion,
      (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', p.option_name, CASE WHEN p.option_name IN (
           'host', 'hostaddr', 'port', 'dbname', 'fetch_size', 'batch_size', 'use_remote_estimate', 'fdw_startup_cost',
           'fdw_tuple_cost', 'extensions', 'updatable', 'truncatable', 'async_capable', 'keep_connections', 'sslmode')
         THEN pg_catalog.quote_literal(p.option_value) END), ', ' ORDER BY p.option_name)
       FROM pg_catalog.pg_options_to_table(s.srvoptions) p))
  FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
  UNION ALL
  SELECT 'pg_catalog.pg_user_mapping'::pg_catalog.regclass, m.umid, 'user mapping',
    pg_catalog.concat(m.usename, ' on ', m.srvname),
    COALESCE((SELECT pg_catalog.string_agg(p.option_name, ', ' ORDER BY p.option_name)
      FROM pg_catalog.pg_options_to_table(m.umoptions) p), '')
  FROM pg_catalog.pg_user_mappings m
  UNION ALL
  SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, e.oid, 'event trigger', e.evtname::text,
    pg_catalog.concat_ws(' ', e.evtevent, e.evttags, e.evtfoid::pg_catalog.regprocedure, e.evtenabled)
  FROM pg_catalog.pg_event_trigger e
  UNION ALL
  SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, l.oid, 'language', l.lanname::text,
    pg_catalog.concat_ws(' ', l.lanpltrusted, l.lanplcallfoid::pg_catalog.regproc)
  FROM pg_catalog.pg_language l WHERE l.oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_am'::pg_catalog.regclass, m.oid, 'access method', m.amname::text,
    pg_catalog.concat_ws(' ', m.amtype, m.amhandler)
  FROM pg_catalog.pg_am m WHERE m.oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, p.oid, 'publication', p.pubname::text,
    pg_catalog.concat_ws(' ', pg_catalog.to_jsonb(p) - '{oid,pubname,pubowner}'::text[], {published_namespaces})
  FROM pg_catalog.pg_publication p
) o
LEFT JOIN pg_catalog.pg_depend e ON e.classid = o.class AND e.objid = o.oid AND e.deptype IN ('e', 'i')
LEFT JOIN pg_catalog.pg_description d ON d.classoid = o.class AND d.objoid = o.oid AND d.objsubid = 0
WHERE e.objid IS NULL
