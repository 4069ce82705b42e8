SELECT json_group_array(json_object('name', m.name, 'sql', m.sql,
  'columns', (SELECT json_group_array(json_array(x.cid, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden))
    FROM pragma_table_xinfo(m.name) x),
  'indexes', (SELECT json_group_array(json_array(i.name, i."unique", i.origin, i.partial,
      (SELECT json_group_array(json_array(c.cid, c.name, c.desc, c.coll, c.key)) FROM pragma_index_xinfo(i.name) c)))
    FROM pragma_index_list(m.name) i),
  'keys', (SELECT json_group_array(json_array(f.id, f.seq, f."table", f."from", f."to", f.on_update, f.on_delete))
    FROM pragma_foreign_key_list(m.name) f)))
FROM sqlite_schema m
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'
