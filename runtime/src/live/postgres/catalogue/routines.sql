SELECT p.oid, n.nspname, n.nspname IS NOT DISTINCT FROM pg_catalog.current_schema(),
  p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', p.prokind,
  CASE WHEN p.prokind = 'a' THEN (
      SELECT pg_catalog.concat_ws(' ', g.aggkind, g.aggtransfn, g.aggfinalfn, g.aggcombinefn, g.aggserialfn,
        g.aggdeserialfn, g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn, g.aggsortop,
        pg_catalog.format_type(g.aggtranstype, NULL), g.agginitval, g.aggminitval, p.proparallel)
      FROM pg_catalog.pg_aggregate g WHERE g.aggfnoid = p.oid)
    ELSE pg_catalog.pg_get_functiondef(p.oid) END
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_depend e
  ON e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i')
WHERE {scope} AND e.objid IS NULL
