SELECT a.attname::text, pg_catalog.pg_get_expr(d.adbin, d.adrelid)
FROM pg_catalog.pg_attrdef d
JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND a.attname LIKE '\_trueup\_expression\_%'
UNION ALL
SELECT k.conname::text, pg_catalog.pg_get_expr(k.conbin, k.conrelid)
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND k.contype = 'c'
  AND k.conname LIKE '\_trueup\_expression\_%'
UNION ALL
SELECT k.conname::text, pg_catalog.substr(pg_catalog.pg_get_constraintdef(k.oid), 9)
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND k.contype = 'x'
  AND k.conname LIKE '\_trueup\_expression\_%'
UNION ALL
SELECT x.relname::text, CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid)
  ELSE pg_catalog.pg_get_indexdef(i.indexrelid, 1, false) END
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
WHERE x.relnamespace = pg_catalog.pg_my_temp_schema() AND x.relname LIKE '\_trueup\_expression\_%'
  AND NOT i.indisexclusion
UNION ALL
SELECT t.typname::text, COALESCE(t.typdefault, (
    SELECT pg_catalog.pg_get_expr(k.conbin, 0) FROM pg_catalog.pg_constraint k
    WHERE k.contypid = t.oid AND k.contype = 'c'))
FROM pg_catalog.pg_type t
WHERE t.typnamespace = pg_catalog.pg_my_temp_schema() AND t.typtype = 'd'
  AND t.typname LIKE '\_trueup\_expression\_%'
