SELECT i.inhrelid, i.inhparent, p.relname
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
WHERE p.relkind IN ('r', 'p', 'f')
ORDER BY i.inhrelid, i.inhseqno
