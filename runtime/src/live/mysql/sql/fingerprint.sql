-- Each change of a table writes its time of creation anew; what has no such time is compared by its content. Times are
-- kept in seconds: while one is younger than two, another change could bear it too, and there is no fingerprint.
-- A sum does not depend on an order, and rows differ in their name.
SELECT CASE WHEN (
    SELECT MAX(CREATE_TIME) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
  ) > NOW() - INTERVAL 2 SECOND THEN NULL
  ELSE CONCAT_WS(',', VERSION(), DATABASE(), @@lower_case_table_names,
    (SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()),
    (SELECT CONCAT_WS(':', COUNT(*), SUM(CONV(LEFT(SHA2(CONCAT_WS('|', TABLE_NAME, TABLE_TYPE,
        UNIX_TIMESTAMP(CREATE_TIME), ENGINE, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT), 256), 15), 16, 10)))
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'TEMPORARY'),
    (SELECT CONCAT_WS(':', COUNT(*), SUM(CONV(LEFT(SHA2(CONCAT_WS('|', TRIGGER_NAME, EVENT_OBJECT_TABLE,
        ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER, DEFINER, SQL_MODE, ACTION_STATEMENT), 256), 15), 16, 10)))
      FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()),
    (SELECT CONCAT_WS(':', COUNT(*), SUM(CONV(LEFT(SHA2(CONCAT_WS('|', ROUTINE_NAME, ROUTINE_TYPE, CREATED,
        LAST_ALTERED, DEFINER, SQL_MODE, ROUTINE_DEFINITION), 256), 15), 16, 10)))
      FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()),
    (SELECT CONCAT_WS(':', COUNT(*), SUM(CONV(LEFT(SHA2(CONCAT_WS('|', EVENT_NAME, CREATED, LAST_ALTERED, STATUS,
        DEFINER, SQL_MODE, EVENT_DEFINITION), 256), 15), 16, 10)))
      FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()),
    -- To tell of views, MariaDB opens every table.
    CASE WHEN EXISTS (
        SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'VIEW') THEN (
      SELECT SUM(CONV(LEFT(SHA2(CONCAT_WS('|', TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, DEFINER, SECURITY_TYPE),
        256), 15), 16, 10))
      FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()) END)
  END
