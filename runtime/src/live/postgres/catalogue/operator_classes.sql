SELECT o.oid, o.opcmethod, o.opcintype, o.opcdefault,
  CASE WHEN pg_catalog.pg_opclass_is_visible(o.oid) THEN pg_catalog.quote_ident(o.opcname)
    ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.opcname) END
FROM pg_catalog.pg_opclass o
JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
