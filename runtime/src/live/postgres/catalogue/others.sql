SELECT o.class, o.oid, o.namespace, o.name, o.kind,
  o.definition || COALESCE('; comment: ' || d.description, '')
FROM (
  SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass::pg_catalog.oid AS class, oid, collnamespace AS namespace,
    collname::text AS name, 'collation' AS kind,
    -- Where the locale is kept depends on the version.
    (pg_catalog.to_jsonb(c) - '{oid,collname,collnamespace,collowner,collversion}'::text[])::text AS definition
  FROM pg_catalog.pg_collation c WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid, connamespace, conname::text, 'conversion',
    pg_catalog.concat_ws(' ', conforencoding, contoencoding, conproc, condefault)
  FROM pg_catalog.pg_conversion WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, oprnamespace,
    pg_catalog.concat(oprname, ' (', pg_catalog.format_type(NULLIF(oprleft, 0), NULL), ', ',
      pg_catalog.format_type(NULLIF(oprright, 0), NULL), ')'), 'operator',
    pg_catalog.concat_ws(' ', oprcode, oprcanmerge, oprcanhash, oprrest, oprjoin)
  FROM pg_catalog.pg_operator WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, opcnamespace, opcname::text, 'operator class', NULL
  FROM pg_catalog.pg_opclass WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid, opfnamespace, opfname::text, 'operator family', NULL
  FROM pg_catalog.pg_opfamily WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, cfgnamespace, cfgname::text, 'text search configuration', NULL
  FROM pg_catalog.pg_ts_config WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, dictnamespace, dictname::text, 'text search dictionary',
    dictinitoption
  FROM pg_catalog.pg_ts_dict WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid, prsnamespace, prsname::text, 'text search parser', NULL
  FROM pg_catalog.pg_ts_parser WHERE oid >= 16384
  UNION ALL
  SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid, tmplnamespace, tmplname::text, 'text search template', NULL
  FROM pg_catalog.pg_ts_template WHERE oid >= 16384
) o
LEFT JOIN pg_catalog.pg_description d ON d.classoid = o.class AND d.objoid = o.oid AND d.objsubid = 0
