SELECT m.oid, m.amname
FROM pg_catalog.pg_am m
