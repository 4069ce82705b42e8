SELECT DATABASE(), @@collation_database, CAST(@@lower_case_table_names AS CHAR)
