-- The statements that take away all that a pair left, but for trueup's own tables, which lose their rows.
SELECT 'SET FOREIGN_KEY_CHECKS = 0' AS command
UNION ALL
SELECT CONCAT(
    CASE
        WHEN table_name LIKE '\_trueup\_%' THEN 'DELETE FROM `'
        WHEN table_type = 'VIEW' THEN 'DROP VIEW `'
        WHEN table_type = 'SEQUENCE' THEN 'DROP SEQUENCE `'
        ELSE 'DROP TABLE `'
    END,
    table_name,
    '`'
)
FROM information_schema.tables
WHERE table_schema = DATABASE()
UNION ALL
SELECT 'SET FOREIGN_KEY_CHECKS = 1'
