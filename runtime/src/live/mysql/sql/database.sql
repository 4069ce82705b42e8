SELECT DATABASE(), @@collation_database
