-- The others have no collation or that of the database, and are kept `plain` when they have a length, or else `extended`.
SELECT t.oid, t.typcollation, t.typstorage
FROM pg_catalog.pg_type t
WHERE t.typcollation NOT IN (0, 100) OR t.typlen = -1 AND t.typstorage <> 'x'
