-- A function that bears the name of its trigger, and of no other, comes and goes with it. What is not managed is
-- taken away and put back by the statements of the last two columns, and by what can be said of the name before them.
SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled,
  COALESCE((
    SELECT pg_catalog.pg_get_functiondef(p.oid) || E';\n'
    FROM pg_catalog.pg_proc p
    WHERE p.oid = t.tgfoid AND p.proname = t.tgname AND p.pronamespace = c.relnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_trigger o WHERE o.tgfoid = t.tgfoid AND o.oid <> t.oid)), '')
  || pg_catalog.pg_get_triggerdef(t.oid),
  pg_catalog.format('TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname),
  CASE WHEN {same_clones} THEN
    pg_catalog.to_json(ARRAY[pg_catalog.format('DROP TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname)])::text END,
  pg_catalog.to_json(ARRAY[pg_catalog.pg_get_triggerdef(t.oid),
    pg_catalog.format('ALTER TABLE %I.%I ', n.nspname, c.relname) || CASE t.tgenabled
      WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END
      || pg_catalog.format(' TRIGGER %I', t.tgname)])::text
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope} AND NOT t.tgisinternal AND {own_trigger}
