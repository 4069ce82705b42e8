-- One document: SQLite hands each row across threads, and a document once.
-- Virtual tables have no root page, and a pragma about one needs its module.
SELECT json_object(
  'tables', (
    SELECT json_group_array(json_object(
      'name', m.name,
      'sql', m.sql,
      'columns', (
        SELECT json_group_array(json_array(x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden))
        FROM pragma_table_xinfo(m.name, 'main') x),
      'indexes', (
        SELECT json_group_array(json_array(i.name, i."unique", i.origin,
          (SELECT json_group_array(json_array(c.cid, c.name, c."desc", c.coll))
           FROM pragma_index_xinfo(i.name, 'main') c WHERE c."key")))
        FROM pragma_index_list(m.name, 'main') i),
      'keys', (
        SELECT json_group_array(json_array(f.id, f."table", f."from", f."to", f.on_update, f.on_delete))
        FROM pragma_foreign_key_list(m.name, 'main') f)))
    FROM main.sqlite_schema m
    WHERE m.type = 'table' AND m.rootpage > 0 AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'),
  'others', (
    SELECT json_group_array(json_array(m.type, m.name, m.tbl_name, m.sql))
    FROM main.sqlite_schema m
    WHERE (m.type <> 'table' OR coalesce(m.rootpage, 0) = 0)
      AND m.sql IS NOT NULL AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'),
  'statistics', (
    SELECT json_group_array(m.name)
    FROM main.sqlite_schema m
    WHERE m.type = 'table' AND m.name GLOB 'sqlite_stat[1-4]'))
