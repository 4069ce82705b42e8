WITH lost (number, kind, name, part) AS (VALUES {lost}),
named (number, class, object, part) AS (
  SELECT number, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, pg_catalog.to_regclass(name)::pg_catalog.oid, part
  FROM lost WHERE kind = 'relation'
  UNION ALL
  SELECT number, 'pg_catalog.pg_type'::pg_catalog.regclass, pg_catalog.to_regtype(name), NULL FROM lost
  WHERE kind IN ('type', 'replaced type')
  UNION ALL
  SELECT l.number, d.classid, d.objid, NULL
  FROM lost l JOIN pg_catalog.pg_extension e ON e.extname = l.name
  JOIN pg_catalog.pg_depend d ON d.deptype = 'e' AND d.refobjid = e.oid
    AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
  WHERE l.kind = 'extension'
), target (number, class, object, attribute) AS (
  SELECT n.number, n.class, n.object, a.attnum
  FROM named n LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = n.object AND a.attname = n.part
  WHERE n.part IS NULL OR a.attnum IS NOT NULL
  UNION ALL
  -- The type of the rows of a relation, and the arrays of a type.
  SELECT n.number, 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, NULL
  FROM named n JOIN pg_catalog.pg_type t ON n.object = CASE n.class WHEN 'pg_catalog.pg_class'::pg_catalog.regclass THEN t.typrelid
    WHEN 'pg_catalog.pg_type'::pg_catalog.regclass THEN t.typelem END
  WHERE n.part IS NULL AND (t.typrelid <> 0 OR t.typlen = -1 AND t.typelem <> 0)
)
SELECT DISTINCT t.number, a.type, i.identity, a.object_names[1], a.object_names[2]
FROM target t
JOIN pg_catalog.pg_depend d ON d.deptype = 'n' AND d.refclassid = t.class AND d.refobjid = t.object
  AND d.refobjsubid = COALESCE(t.attribute, d.refobjsubid)
CROSS JOIN LATERAL pg_catalog.pg_identify_object_as_address(d.classid, d.objid, d.objsubid) a
CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, d.objsubid) i
-- The first of the names of a type, and of what is on one, is that of the type as a whole.
LEFT JOIN pg_catalog.pg_type own ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND own.oid = d.objid
LEFT JOIN pg_catalog.pg_constraint rule ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND rule.oid = d.objid
LEFT JOIN pg_catalog.pg_namespace home ON home.oid = COALESCE(own.typnamespace, rule.connamespace)
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend m WHERE m.classid = d.classid AND m.objid = d.objid AND m.deptype = 'e')
  -- What is in an operator family goes with it, and an extension that needs another one is read.
  AND a.type NOT IN ('operator of access method', 'function of access method', 'extension')
  AND (COALESCE(home.nspname::text, a.object_names[1]) NOT IN ({read}) OR a.type IN ('operator', 'operator class', 'operator family', 'cast', 'aggregate',
    'conversion', 'text search configuration', 'text search dictionary', 'text search parser', 'text search template')
    OR a.type IN ('function', 'procedure') AND EXISTS (SELECT FROM lost l WHERE l.number = t.number AND l.kind = 'extension')
    -- What is over a column of the type makes way with the column. What names the type alone holds on to the old one.
    OR EXISTS (SELECT FROM lost l WHERE l.number = t.number AND l.kind = 'replaced type')
      AND a.type IN ('rule', 'policy', 'trigger', 'type', 'composite type column', 'domain', 'domain constraint', 'foreign table column')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o
        JOIN pg_catalog.pg_attribute c ON c.attrelid = o.refobjid AND c.attnum = o.refobjsubid
        WHERE o.classid = d.classid AND o.objid = d.objid AND o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
          AND c.atttypid IN (SELECT own.object FROM target own WHERE own.number = t.number)))
ORDER BY 1, 2, 3
