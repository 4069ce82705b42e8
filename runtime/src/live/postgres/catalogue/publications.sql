SELECT l.oid, l.prrelid, p.pubname, pg_catalog.concat_ws(' ', p.pubinsert, p.pubupdate, p.pubdelete,
    p.pubtruncate, {publication_details}),
  NULL, NULL,
  pg_catalog.to_json(ARRAY[
    pg_catalog.format('ALTER PUBLICATION %I DROP TABLE ONLY %I.%I', p.pubname, n.nspname, c.relname)])::text,
  pg_catalog.to_json(ARRAY[pg_catalog.concat(
    pg_catalog.format('ALTER PUBLICATION %I ADD TABLE ONLY %I.%I', p.pubname, n.nspname, c.relname), {published})])::text
FROM pg_catalog.pg_publication_rel l
JOIN pg_catalog.pg_publication p ON p.oid = l.prpubid
JOIN pg_catalog.pg_class c ON c.oid = l.prrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {scope}
