SELECT d.objoid, d.description
FROM pg_catalog.pg_description d
WHERE d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
