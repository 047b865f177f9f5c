-- The key store's own database: the application reads and adds; re-wrapping and destroying are the keeper's.
GRANT USAGE ON SCHEMA public TO tillid_app, tillid_keeper;
GRANT SELECT, INSERT ON cases_casekey TO tillid_app;
GRANT SELECT, UPDATE (wrapped), DELETE ON cases_casekey TO tillid_keeper;
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;
