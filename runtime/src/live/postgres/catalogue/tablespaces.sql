SELECT s.oid, s.spcname
FROM pg_catalog.pg_tablespace s
