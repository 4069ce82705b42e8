-- To spell an expression of a table the server looks at all of its columns. Few are over any: those of computed columns.
SELECT d.adrelid, d.adnum,
  pg_catalog.pg_get_expr(d.adbin, CASE WHEN d.adbin::text LIKE '%{VAR %' THEN d.adrelid ELSE 0 END)
FROM pg_catalog.pg_attrdef d
JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
WHERE c.relnamespace = {namespaces}
