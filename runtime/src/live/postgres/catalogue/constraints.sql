SELECT k.oid, k.conrelid, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated,
  k.connoinherit, k.conindid, k.confrelid, k.confupdtype, k.confdeltype, k.confmatchtype, k.conkey, k.confkey,
  CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END,
  CASE WHEN k.contype = 'x' OR {extended} THEN pg_catalog.pg_get_constraintdef(k.oid) END,
  k.conislocal, {emptied}
FROM pg_catalog.pg_constraint k
WHERE k.connamespace = {namespaces} AND k.conrelid <> 0 AND k.contype IN ('c', 'f', 'p', 'u', 'x', 'n')
  AND k.conparentid = 0
