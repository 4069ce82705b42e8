SELECT (SELECT seen FROM _trueup_state WHERE application = 'main'), (SELECT schema_version FROM pragma_schema_version)
