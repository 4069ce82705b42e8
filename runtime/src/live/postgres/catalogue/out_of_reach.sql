-- An extension whose files are gone has no ways at all, and asking for them would be an error.
SELECT x.extversion
FROM pg_catalog.pg_extension x
WHERE x.extname = {name} AND CASE
  WHEN EXISTS (SELECT FROM pg_catalog.pg_available_extensions a WHERE a.name = x.extname)
  THEN NOT EXISTS (SELECT FROM pg_catalog.pg_extension_update_paths(x.extname) p
    WHERE p.source = x.extversion AND p.target = {wanted} AND p.path IS NOT NULL)
  ELSE true END
