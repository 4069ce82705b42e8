DECLARE statement text;
BEGIN
  FOR statement IN
    WITH pairs (old, new) AS (VALUES PAIRS),
    sides AS (
      SELECT o.oid AS old, o.relowner AS owner, o.relacl AS wanted, n.relacl AS given, o.relkind = 'S' AS is_sequence,
        CASE o.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || n.oid::regclass AS place
      FROM pairs JOIN pg_catalog.pg_class o ON o.oid = pairs.old JOIN pg_catalog.pg_class n ON n.oid = pairs.new),
    grants AS (
      SELECT place, NULL::name AS attribute, (pg_catalog.aclexplode(wanted)).* FROM sides
      UNION ALL
      SELECT place, attname, (pg_catalog.aclexplode(attacl)).*
      FROM sides JOIN pg_catalog.pg_attribute ON attrelid = old AND NOT attisdropped),
    roles (number, role) AS (
      SELECT 0::oid, 'PUBLIC' UNION ALL SELECT oid, pg_catalog.quote_ident(rolname) FROM pg_catalog.pg_roles)
    SELECT pg_catalog.format('REVOKE ALL ON %s FROM %s', place, role)
    FROM sides, pg_catalog.aclexplode(COALESCE(given,
      pg_catalog.acldefault(CASE WHEN is_sequence THEN 's' ELSE 'r' END::"char", owner))) JOIN roles ON number = grantee
    WHERE wanted IS NOT NULL OR grantee <> owner
    UNION ALL
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', privilege_type, ' (' || pg_catalog.quote_ident(attribute) || ')', place,
      role, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
    FROM grants JOIN roles ON number = grantee
    ORDER BY 1 DESC
  LOOP
    EXECUTE statement;
  END LOOP;
END
