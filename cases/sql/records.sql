-- What a record asks: a row of case_access that the acting user can see, with the record's bit. And how history is written.

-- A section's bit, by its name; a name that nobody knows is an error
CREATE FUNCTION wall_bit(section text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE bit bigint;
BEGIN
  SELECT reads INTO STRICT bit FROM cases_policy WHERE codename = 'sees_' || section;
  RETURN bit;
END $$;

-- A scalar subquery, which the planner cannot turn into a hash of all that is visible
CREATE FUNCTION wall_on(case_id text, condition text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('coalesce((SELECT true FROM public.cases_caseaccess a WHERE a.case_id = %s AND (%s) LIMIT 1), false)', case_id, condition)
$$;

-- History is written by the database, for every way of writing, and by nobody else: a row tells what lies in the table, who acted,
-- and whether the case was still a draft. What the database writes in another's name (work.sql) is nobody's: it would name a shelter's staff
CREATE FUNCTION wall_remember() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO %1$I SELECT h.* FROM touched t, jsonb_populate_record(NULL::%1$I, to_jsonb(t) || jsonb_build_object(
       ''history_id'', gen_random_uuid(), ''history_date'', clock_timestamp(), ''history_type'', $1,
       ''history_user_id'', CASE WHEN $1 = ''+'' AND (to_jsonb(t) ->> ''author_id'')::integer <> $3 THEN NULL ELSE $2 END,
       ''history_change_reason'', (SELECT c.state FROM cases_case c WHERE c.id = t.case_id AND c.state = ''draft''))) h',
    TG_ARGV[0]) USING CASE TG_OP WHEN 'INSERT' THEN '+' WHEN 'UPDATE' THEN '~' ELSE '-' END, wall_user(), wall_writer();
  RETURN NULL;
END $$;

CREATE FUNCTION wall_remember(tab regclass, history regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER remember_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION wall_remember(%L)', tab, history);
  EXECUTE format('CREATE TRIGGER remember_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION wall_remember(%L)', tab, history);
  EXECUTE format('CREATE TRIGGER remember_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION wall_remember(%L)', tab, history);
END $$;

-- Whether whoever wrote a record gives the person shelter, or was asked to, is said by the database as it is written
CREATE FUNCTION wall_record_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.is_by_accommodation := EXISTS (
    SELECT FROM cases_grant g JOIN cases_policy p ON p.permission_id IN (g.permission_id, g.offered_id)
     WHERE g.case_id = NEW.case_id
       AND g.group_id = NEW.author_id
       AND p.codename = 'as_shelter');
  RETURN NEW;
END $$;

CREATE FUNCTION wall_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a record never changes its case, author or addressee, a withdrawn one nothing, and a decision is not withdrawn' USING ERRCODE = 'insufficient_privilege';
END $$;

-- Every change counts the version up; one that was made from an older version is refused, whichever way it comes
CREATE FUNCTION wall_next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> OLD.version THEN
    RAISE EXCEPTION 'stale: the record was changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;

-- A record and its history behind the wall, in one call from the migration that makes them. stands: it is not even withdrawn, because
-- others act on it
CREATE FUNCTION wall_protect(tab regclass, history regclass, section text, added_only boolean DEFAULT false, stands boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $f$
DECLARE
  bit bigint := wall_bit(section);
  case_id text := format('%s.case_id', tab);
  parent record;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tab);
  EXECUTE format('GRANT SELECT, INSERT ON %s TO tillid_app', tab);
  EXECUTE format('GRANT UPDATE %s ON %s TO tillid_app', CASE WHEN added_only THEN '(withdrawn_at)' END, tab);

  EXECUTE format('CREATE POLICY see ON %s FOR SELECT USING (%s)', tab, wall_on(case_id, format(
    '(a.reads & %s <> 0 OR a.owns & %1$s <> 0 AND a.agency_id IN (author_id, to_id))
     AND (withdrawn_at IS NULL OR author_id = a.agency_id)', bit)));
  EXECUTE format('CREATE POLICY add ON %s FOR INSERT WITH CHECK (%s)', tab, wall_on(case_id, format(
    '(a.writes | a.owns) & %s <> 0
     AND a.agency_id = (SELECT wall_writer())
     AND a.agency_id = author_id', bit)));
  EXECUTE format('CREATE POLICY change ON %s FOR UPDATE USING (%s) WITH CHECK (withdrawn_at IS NULL OR author_id = (SELECT wall_writer()))', tab, wall_on(case_id, format(
    '(a.writes & %s <> 0 OR a.owns & %1$s <> 0 AND a.agency_id = author_id)
     AND a.agency_id = (SELECT wall_writer())', bit)));
  EXECUTE format('CREATE TRIGGER record_made BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION wall_record_made()', tab);
  EXECUTE format('CREATE TRIGGER frozen BEFORE UPDATE ON %s FOR EACH ROW WHEN (
    (OLD.id, OLD.case_id, OLD.author_id, OLD.to_id, OLD.is_by_accommodation)
      IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.author_id, NEW.to_id, NEW.is_by_accommodation)
    OR OLD.withdrawn_at IS NOT NULL
    %s) EXECUTE FUNCTION wall_frozen()', tab, CASE WHEN stands THEN 'OR NEW.withdrawn_at IS NOT NULL' END);
  EXECUTE format('CREATE TRIGGER next_version BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION wall_next_version()', tab);

  -- history asks for the live row: whoever sees the one sees the other, and nobody writes it but the trigger.
  -- What a draft once said is for its author and whom it is to: others see the record as it was sent, and what came after
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', history);
  EXECUTE format('GRANT SELECT ON %s TO tillid_app', history);
  EXECUTE format('CREATE POLICY see ON %s FOR SELECT USING (
    coalesce((SELECT true FROM %s live WHERE live.id = %1$s.id LIMIT 1), false)
    AND (history_change_reason IS NULL OR coalesce((SELECT wall_reader()) IN (author_id, to_id), false)))', history, tab);
  PERFORM wall_remember(tab, history);

  -- a record's parent lies in the same case: the key is parent and case together
  FOR parent IN
    SELECT c.confrelid::regclass AS tab, a.attname AS key
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.conrelid = tab
       AND EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = c.confrelid AND p.attname = 'case_id')
  LOOP
    EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS %I ON %s (id, case_id)', parent.tab || '_in_case', parent.tab);
    EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (%I, case_id) REFERENCES %s (id, case_id) DEFERRABLE INITIALLY DEFERRED', tab, parent.key, parent.tab);
  END LOOP;
END $f$;
