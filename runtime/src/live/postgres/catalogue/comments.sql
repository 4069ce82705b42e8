SELECT d.objoid, d.objsubid, d.description
FROM pg_catalog.pg_description d
WHERE d.objoid >= 16384 AND d.classoid IN (
  'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass,
  'pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
  'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_rewrite'::pg_catalog.regclass,
  'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_namespace'::pg_catalog.regclass,
  'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
