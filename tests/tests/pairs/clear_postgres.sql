-- Takes away all that a pair left in `public`, but for trueup's own tables, which lose their rows.
DO $clear$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT 'DROP FUNCTION IF EXISTS %I CASCADE' AS command, p.proname AS name
        FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT
            CASE c.relkind
                WHEN 'v' THEN 'DROP VIEW IF EXISTS %I CASCADE'
                WHEN 'm' THEN 'DROP MATERIALIZED VIEW IF EXISTS %I CASCADE'
                WHEN 'S' THEN 'DROP SEQUENCE IF EXISTS %I CASCADE'
                ELSE 'DROP TABLE IF EXISTS %I CASCADE'
            END AS command,
            c.relname AS name
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace
            AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
            AND c.relname NOT LIKE '\_trueup\_%'
            -- The sequence of an identity column goes with it alone.
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i' AND c.relkind = 'S')
        UNION ALL
        SELECT 'DROP TYPE IF EXISTS %I CASCADE', t.typname
        FROM pg_type t
        WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd')
        UNION ALL
        SELECT 'DELETE FROM %I', c.relname
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname LIKE '\_trueup\_%'
    LOOP
        EXECUTE format(item.command, item.name);
    END LOOP;
END
$clear$
