SELECT table_name, table_type, engine, table_collation, create_options, table_comment
FROM information_schema.tables WHERE table_schema = DATABASE();
SELECT table_name, ordinal_position, column_name, column_type, is_nullable, column_default, extra, collation_name,
  column_comment, generation_expression
FROM information_schema.columns WHERE table_schema = DATABASE();
SELECT table_name, index_name, non_unique, seq_in_index, column_name, sub_part, collation, index_type, index_comment
FROM information_schema.statistics WHERE table_schema = DATABASE();
SELECT constraint_name, table_name, column_name, ordinal_position, referenced_table_schema, referenced_table_name,
  referenced_column_name
FROM information_schema.key_column_usage
WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL;
SELECT constraint_name, table_name, update_rule, delete_rule, match_option
FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE();
SELECT table_name, constraint_name, check_clause
FROM information_schema.check_constraints WHERE constraint_schema = DATABASE();
