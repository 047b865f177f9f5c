-- Entries are plain inserts; a seal closes what is committed and unsealed. A row that commits later goes into the next: nobody waits.

-- who, when and in which capacity are not the application's to say; only those on the case have a capacity on it
CREATE FUNCTION wall_entry_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.user_id := wall_user();
  NEW.agency_id := wall_reader();
  NEW.at := statement_timestamp();  -- one statement a request: what was seen at once has one moment
  NEW.capacities := ARRAY (
    SELECT DISTINCT p.codename FROM cases_grant g JOIN cases_policy p USING (permission_id)
     WHERE g.case_id = NEW.case_id
       AND g.group_id = NEW.agency_id
       AND (g.until IS NULL OR g.until > now())
       AND (g.user_id IS NULL OR g.user_id = NEW.user_id)
     ORDER BY 1);
  RETURN NEW;
END $$;
CREATE TRIGGER entry_made BEFORE INSERT ON cases_entry FOR EACH ROW EXECUTE FUNCTION wall_entry_made();

ALTER TABLE cases_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY add ON cases_entry FOR INSERT WITH CHECK (verb IN ('read', 'search', 'export', 'write', 'refused'));  -- what its page has words for
DO $do$ BEGIN
  EXECUTE format('CREATE POLICY see ON cases_entry FOR SELECT USING (%s)', wall_on('cases_entry.case_id', format('a.reads & %s <> 0', wall_bit('log'))));
END $do$;
GRANT SELECT, INSERT (id, case_id, verb, sections) ON cases_entry TO tillid_app;

-- what the offline verifier computes again (cases/entries/verify.py): the same array, as jsonb writes it
CREATE FUNCTION wall_entry_text(e cases_entry) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
                           e.user_id, e.agency_id, e.capacities, e.case_id, e.verb, e.sections)::text
$$;

CREATE FUNCTION wall_seal() RETURNS cases_seal LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE made cases_seal;
BEGIN
  LOCK TABLE cases_seal IN SHARE ROW EXCLUSIVE MODE;  -- one at a time
  IF NOT EXISTS (SELECT FROM cases_entry WHERE seal_id IS NULL) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO made FROM cases_seal ORDER BY number DESC LIMIT 1;
  INSERT INTO cases_seal (number, count, previous, root)
  VALUES (coalesce(made.number, 0) + 1, 0, coalesce(made.root, ''), '') RETURNING * INTO made;
  WITH closed AS (
    UPDATE cases_entry e SET seal_id = made.number, hash = sha256(convert_to(wall_entry_text(e), 'UTF8'))
     WHERE seal_id IS NULL RETURNING id, hash)
  SELECT count(*), sha256(made.previous || coalesce(string_agg(hash, '' ORDER BY id), '')) INTO made.count, made.root FROM closed;
  UPDATE cases_seal SET count = made.count, root = made.root WHERE number = made.number;
  RETURN made;
END $$;

CREATE FUNCTION wall_sign(sealed integer, signed bytea) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE cases_seal SET signature = signed WHERE number = sealed AND signature IS NULL
$$;
GRANT SELECT ON cases_seal TO tillid_app;
