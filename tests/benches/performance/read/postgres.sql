SELECT c.oid, c.relname, c.relkind, c.relam, c.relpersistence, c.relrowsecurity, c.relispartition, c.reloptions
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S');
SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated,
  a.attcollation
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped;
SELECT d.adrelid, d.adnum, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
WHERE c.relnamespace = 'public'::regnamespace;
SELECT k.conrelid, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated, k.conindid, k.confrelid,
  k.confupdtype, k.confdeltype, k.confmatchtype, k.conkey, k.confkey, pg_get_expr(k.conbin, k.conrelid)
FROM pg_constraint k
WHERE k.connamespace = 'public'::regnamespace;
SELECT i.indrelid, i.indexrelid, c.relname, c.relam, i.indisunique, i.indisprimary, i.indisvalid, i.indnkeyatts,
  i.indkey::int2[], i.indclass::oid[], i.indoption::int2[], i.indcollation::oid[],
  pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace;
SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull, e.enumlabel, e.enumsortorder
FROM pg_type t LEFT JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.oid >= 16384 AND t.typtype IN ('e', 'd');
SELECT s.seqrelid, s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
  d.refobjid, d.refobjsubid
FROM pg_sequence s
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid
  AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i');
SELECT d.classoid, d.objoid, d.objsubid, d.description
FROM pg_description d
WHERE d.classoid = 'pg_class'::regclass AND d.objoid >= 16384;
