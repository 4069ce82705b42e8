SELECT sqlite_version() || coalesce((
  SELECT group_concat(printf('%Q,%Q,%Q,%Q', type, name, tbl_name, sql), char(10)) FROM sqlite_schema), '')
