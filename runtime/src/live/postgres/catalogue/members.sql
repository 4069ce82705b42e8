-- What belongs to an extension (e), and what goes with one (x).
SELECT d.classid, d.objid, d.deptype, pg_catalog.quote_ident(x.extname)
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid
WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype IN ('e', 'x')
