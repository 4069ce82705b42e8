SELECT r.oid, r.prrelid, p.pubname, pg_catalog.concat_ws(' ', p.pubinsert, p.pubupdate, p.pubdelete,
  p.pubtruncate, {publication_details})
FROM pg_catalog.pg_publication_rel r
JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope}
