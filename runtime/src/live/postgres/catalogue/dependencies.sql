-- What speaks of whole rows needs their type. What none of the tables that are read bears is left out by the client.
SELECT d.classid, d.objid,
  CASE WHEN d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass THEN d.refobjid ELSE (
    SELECT t.typrelid FROM pg_catalog.pg_type t WHERE t.oid = d.refobjid) END,
  d.refobjsubid
FROM pg_catalog.pg_depend d
WHERE d.objid >= 16384 AND d.classid IN (
    'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass,
    'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
    'pg_catalog.pg_publication_rel'::pg_catalog.regclass,
    'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
  AND (d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('n', 'a')
    OR d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'n'
      AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass)
