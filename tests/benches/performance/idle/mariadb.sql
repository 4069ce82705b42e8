SELECT (SELECT seen FROM _trueup_state WHERE application = 'main'),
  (SELECT SUM(CRC32(CONCAT_WS(',', TABLE_NAME, CREATE_TIME))) FROM information_schema.TABLES
    WHERE TABLE_SCHEMA = DATABASE())
