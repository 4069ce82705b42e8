-- The name of the table comes first in every query of this folder: rows are joined by it. What has an order tells
-- its place in the last cell: the server would sort all rows at once, and in a file.
SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT
FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'TEMPORARY'
ORDER BY TABLE_NAME
