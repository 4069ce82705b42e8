SELECT k.oid, k.contypid, k.conname, pg_catalog.pg_get_expr(k.conbin, 0), k.convalidated
FROM pg_catalog.pg_constraint k
WHERE k.connamespace = {namespaces} AND k.contypid <> 0 AND k.contype = 'c'
ORDER BY k.contypid, k.conname
