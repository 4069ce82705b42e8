-- A function that bears the name of its trigger, and of no other, comes and goes with it.
SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled,
  COALESCE((
    SELECT pg_catalog.pg_get_functiondef(p.oid) || E';\n'
    FROM pg_catalog.pg_proc p
    WHERE p.oid = t.tgfoid AND p.proname = t.tgname AND p.pronamespace = c.relnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_trigger o WHERE o.tgfoid = t.tgfoid AND o.oid <> t.oid)), '')
  || pg_catalog.pg_get_triggerdef(t.oid)
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope} AND NOT t.tgisinternal AND {own_trigger}
