-- What speaks of whole rows needs their type. What none of the tables and types that are read bears is left out by the
-- client. Of a type over others, the last value is the type of one element.
SELECT d.classid, d.objid, CASE WHEN t.oid IS NULL THEN d.refobjid ELSE t.typrelid END, d.refobjsubid,
  CASE WHEN t.typelem <> 0 THEN t.typelem ELSE t.oid END
FROM pg_catalog.pg_depend d
LEFT JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.refobjid
WHERE d.objid >= 16384 AND d.classid IN (
    'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass,
    'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
    'pg_catalog.pg_publication_rel'::pg_catalog.regclass,
    'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
  AND (d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('n', 'a')
    OR d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'n'
      AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass)
  OR d.objid >= 16384 AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid >= 16384
    AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = d.objid AND c.relkind = 'c')
