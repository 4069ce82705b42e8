SELECT DISTINCT d.classid, d.objid, d.refobjid, d.refobjsubid
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope} AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('n', 'a')
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND d.classid IN (
    'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass,
    'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
    'pg_catalog.pg_publication_rel'::pg_catalog.regclass,
    'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
UNION
-- What speaks of whole rows needs their type.
SELECT d.classid, d.objid, c.oid, 0
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_type t ON t.oid = d.refobjid
JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope} AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'n'
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
