SELECT a.attrelid, a.attnum,
  CASE WHEN i.indkey[a.attnum - 1] = 0
    THEN pg_catalog.pg_get_indexdef(a.attrelid, a.attnum::pg_catalog.int4, false) END,
  pg_catalog.array_to_string(a.attoptions, E'\n'),
  CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
  i.indkey[a.attnum - 1] = 0 AND pg_catalog.strpos(pg_catalog.pg_get_indexdef(a.attrelid),
    pg_catalog.pg_get_indexdef(a.attrelid, a.attnum::pg_catalog.int4, false) || ' COLLATE ') > 0
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_index i ON i.indexrelid = a.attrelid
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope} AND a.attnum <= i.indnkeyatts
  AND (i.indkey[a.attnum - 1] = 0 OR a.attoptions IS NOT NULL OR a.attstattarget >= 0)
