SELECT o.kind, n.nspname, n.nspname IS NOT DISTINCT FROM pg_catalog.current_schema(), o.name, o.definition
FROM (
  SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass AS class, 'collation' AS kind, oid,
    collnamespace AS namespace, collname::text AS name,
    -- Where the locale is kept depends on the version.
    (pg_catalog.to_jsonb(c) - '{oid,collname,collnamespace,collowner,collversion}'::text[])::text AS definition
  FROM pg_catalog.pg_collation c WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, 'conversion', oid, connamespace, conname::text,
    pg_catalog.concat_ws(' ', conforencoding, contoencoding, conproc, condefault)
  FROM pg_catalog.pg_conversion
  UNION ALL
  SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, 'operator', oid, oprnamespace,
    pg_catalog.concat(oprname, ' (', pg_catalog.format_type(NULLIF(oprleft, 0), NULL), ', ',
      pg_catalog.format_type(NULLIF(oprright, 0), NULL), ')'),
    pg_catalog.concat_ws(' ', oprcode, oprcanmerge, oprcanhash, oprrest, oprjoin)
  FROM pg_catalog.pg_operator WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, 'operator class', oid, opcnamespace, opcname::text, NULL
  FROM pg_catalog.pg_opclass WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, 'operator family', oid, opfnamespace, opfname::text, NULL
  FROM pg_catalog.pg_opfamily WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, 'text search configuration', oid, cfgnamespace,
    cfgname::text, NULL
  FROM pg_catalog.pg_ts_config
  UNION ALL
  SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, 'text search dictionary', oid, dictnamespace,
    dictname::text, dictinitoption
  FROM pg_catalog.pg_ts_dict
  UNION ALL
  SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, 'text search parser', oid, prsnamespace,
    prsname::text, NULL
  FROM pg_catalog.pg_ts_parser
  UNION ALL
  SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, 'text search template', oid, tmplnamespace,
    tmplname::text, NULL
  FROM pg_catalog.pg_ts_template
) o
JOIN pg_catalog.pg_namespace n ON n.oid = o.namespace
LEFT JOIN pg_catalog.pg_depend e ON e.classid = o.class AND e.objid = o.oid AND e.deptype = 'e'
WHERE {scope} AND e.objid IS NULL
