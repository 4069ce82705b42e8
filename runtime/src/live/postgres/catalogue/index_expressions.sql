SELECT i.indexrelid, k.at, e.text,
  pg_catalog.strpos(pg_catalog.pg_get_indexdef(i.indexrelid), e.text || ' COLLATE ') > 0
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
CROSS JOIN LATERAL pg_catalog.generate_series(1, i.indnkeyatts::pg_catalog.int4) k (at)
CROSS JOIN LATERAL pg_catalog.pg_get_indexdef(i.indexrelid, k.at, false) e (text)
WHERE x.relnamespace = {namespaces} AND i.indexprs IS NOT NULL AND i.indkey[k.at - 1] = 0
