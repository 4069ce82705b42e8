SELECT k.oid, k.conrelid, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated,
  k.connoinherit, k.conindid, k.confrelid, r.nspname,
  r.nspname IS NOT DISTINCT FROM pg_catalog.current_schema(), f.relname, k.confupdtype, k.confdeltype,
  k.confmatchtype, k.conkey, k.confkey, {enforced},
  CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END,
  CASE WHEN k.contype = 'x' OR {extended} THEN pg_catalog.pg_get_constraintdef(k.oid) END,
  k.conislocal, {emptied}
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
LEFT JOIN pg_catalog.pg_namespace r ON r.oid = f.relnamespace
WHERE {scope} AND k.contype IN ('c', 'f', 'p', 'u', 'x', 'n') AND c.relpersistence <> 't'
  AND k.conparentid = 0
