-- One in standard SQL is emptied for the moment: so its rights, its comment and its users stay.
SELECT p.oid, p.pronamespace,
  p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', p.prokind,
  CASE WHEN p.prokind = 'a' THEN (
      SELECT pg_catalog.concat_ws(' ', g.aggkind, g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.aggserialfn,
        g.aggdeserialfn, g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn, g.aggsortop,
        pg_catalog.format_type(g.aggtranstype, NULL), g.agginitval, g.aggminitval, p.proparallel)
      FROM pg_catalog.pg_aggregate g WHERE g.aggfnoid = p.oid)
    ELSE pg_catalog.pg_get_functiondef(p.oid) END,
  NULL,
  CASE WHEN p.prokind IN ('f', 'p') AND {sql_body} THEN
    pg_catalog.to_json(ARRAY['SET LOCAL check_function_bodies = off',
      pg_catalog.concat('CREATE OR REPLACE ', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
        pg_catalog.format(' %I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_arguments(p.oid)),
        ' RETURNS ' || pg_catalog.pg_get_function_result(p.oid), ' LANGUAGE sql AS ''''')])::text END,
  CASE WHEN p.prokind IN ('f', 'p') AND {sql_body} THEN
    pg_catalog.to_json(ARRAY[pg_catalog.rtrim(pg_catalog.pg_get_functiondef(p.oid), E'\n')])::text END
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE {scope} AND p.oid NOT IN (
  SELECT e.objid FROM pg_catalog.pg_depend e
  WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.deptype IN ('e', 'i'))
