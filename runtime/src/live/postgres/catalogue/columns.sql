-- A column of an index has a row when it has a setting.
SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid,
  a.attnotnull, a.attidentity, a.attgenerated, a.attcollation,
  CASE WHEN a.attcollation NOT IN (0, 100) THEN (
    SELECT CASE WHEN l.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN pg_catalog.quote_ident(o.collname)
      ELSE pg_catalog.quote_ident(l.nspname) || '.' || pg_catalog.quote_ident(o.collname) END
    FROM pg_catalog.pg_collation o
    JOIN pg_catalog.pg_namespace l ON l.oid = o.collnamespace
    WHERE o.oid = a.attcollation) END,
  a.attlen, a.attstorage, {compression}, CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
  pg_catalog.array_to_string(a.attoptions || a.attfdwoptions, E'\n'),
  CASE WHEN a.attacl IS NOT NULL AND c.relkind <> 'c' THEN (
    SELECT pg_catalog.string_agg(pg_catalog.concat(x.privilege_type, ' for ', CASE x.grantee
        WHEN 0 THEN 'PUBLIC' WHEN c.relowner THEN 'the owner'
        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END,
      CASE WHEN x.is_grantable THEN ' to give on' END), ', '
      ORDER BY x.grantee = 0, pg_catalog.pg_get_userbyid(x.grantee), x.privilege_type)
    FROM pg_catalog.aclexplode(a.attacl) x) END
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = {namespaces} AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped
  AND (c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') OR a.attoptions IS NOT NULL OR a.attstattarget >= 0)
