SELECT (SELECT seen FROM _trueup_state WHERE application = 'main'),
  (SELECT bit_xor(hash_record_extended(ROW(oid, xmin), 1)) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace),
  (SELECT bit_xor(hash_record_extended(ROW(attrelid, attnum, xmin), 2)) FROM pg_attribute
    WHERE attnum > 0 AND attrelid = ANY (ARRAY(SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')))),
  (SELECT bit_xor(hash_record_extended(ROW(oid, xmin), 3)) FROM pg_attrdef
    WHERE adrelid = ANY (ARRAY(SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')))),
  (SELECT bit_xor(hash_record_extended(ROW(oid, xmin), 4)) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace),
  (SELECT bit_xor(hash_record_extended(ROW(indexrelid, xmin), 5)) FROM pg_index
    WHERE indrelid = ANY (ARRAY(SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')))),
  (SELECT bit_xor(hash_record_extended(ROW(oid, xmin), 6)) FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')),
  (SELECT bit_xor(hash_record_extended(ROW(oid, xmin), 7)) FROM pg_enum),
  (SELECT bit_xor(hash_record_extended(ROW(seqrelid, xmin), 8)) FROM pg_sequence),
  (SELECT bit_xor(hash_record_extended(ROW(objoid, objsubid, xmin), 9)) FROM pg_description WHERE objoid >= 16384)
