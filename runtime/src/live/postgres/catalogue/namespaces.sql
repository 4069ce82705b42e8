-- {scope} is a condition on n, and {namespaces} is the numbers that meet it; the other words in braces depend
-- on the version of the server. Names of namespaces, and what belongs to extensions, are joined by the client.
SELECT n.oid, n.nspname, n.nspname IS NOT DISTINCT FROM pg_catalog.current_schema(), {scope}
FROM pg_catalog.pg_namespace n
