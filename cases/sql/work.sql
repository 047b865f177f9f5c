-- Work and the outbox: what follows from a fact by itself, so that no service can forget it.

-- What an agency is asked to do is its own to take and to finish, whoever wrote it; and nothing of it else is changed
DO $do$ BEGIN
  EXECUTE format('CREATE POLICY take ON cases_assignment FOR UPDATE USING (%s) WITH CHECK (withdrawn_at IS NULL)', wall_on('cases_assignment.case_id', format(
    'a.owns & %s <> 0
     AND a.agency_id = (SELECT wall_writer())
     AND a.agency_id = to_id', wall_bit('assignment'))));
END $do$;
REVOKE UPDATE ON cases_assignment FROM tillid_app;
GRANT UPDATE (responsible_id, done_at, withdrawn_at) ON cases_assignment TO tillid_app;

-- The index of open work is partial, and so lends the planner no numbers: without these a worklist of thousands is sorted whole
CREATE STATISTICS whose_work ON (CASE WHEN to_id IS NULL THEN author_id ELSE to_id END) FROM cases_assignment;

-- An administrator sees no case, and yet hands the work of a leaver over: both functions tell numbers alone, of accounts of
-- the own agency.
CREATE FUNCTION wall_burden(person bigint) RETURNS TABLE (cases bigint, due_soon bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(DISTINCT w.case_id), count(DISTINCT w.case_id) FILTER (WHERE w.due_at < now() + interval '7 days')
    FROM cases_assignment w JOIN agencies_post p ON p.account_id = w.responsible_id AND p.agency_id = wall_administrator()
   WHERE w.responsible_id = person
     AND coalesce(w.to_id, w.author_id) = p.agency_id
     AND w.done_at IS NULL
     AND w.withdrawn_at IS NULL
$$;

-- to a colleague who writes, or to nobody; nobody too for a case that the colleague keeps off. How many cases that were
CREATE FUNCTION wall_hand_over(leaver bigint, successor bigint) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  agency integer := (SELECT agency_id FROM agencies_post WHERE account_id = leaver AND agency_id = wall_administrator());
  handed bigint;
BEGIN
  IF agency IS NULL OR successor = leaver OR successor IS NOT NULL AND NOT EXISTS (
    SELECT FROM agencies_post WHERE account_id = successor AND agency_id = agency
       AND is_active
       AND role IN ('lead', 'caseworker')) THEN
    RAISE EXCEPTION 'work is handed over by an administrator, within the own agency, to one who writes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  WITH moved AS (
    UPDATE cases_assignment w
       SET responsible_id = CASE WHEN NOT EXISTS (SELECT FROM cases_recusal r WHERE r.case_id = w.case_id AND r.user_id = successor) THEN successor END
     WHERE w.responsible_id = leaver
       AND coalesce(w.to_id, w.author_id) = agency
       AND w.done_at IS NULL
       AND w.withdrawn_at IS NULL
    RETURNING w.case_id)
  SELECT count(DISTINCT case_id) INTO handed FROM moved;
  RETURN handed;
END $$;

-- A referral that is taken back before anybody accepted it leaves nobody anything to do. Whoever it was passed on to sees the case
-- no more, and the sender has never seen that work: so neither could end it
CREATE FUNCTION wall_work_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE cases_assignment SET done_at = now() WHERE case_id = NEW.id AND done_at IS NULL AND withdrawn_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER work_ended AFTER UPDATE ON cases_case FOR EACH ROW
  WHEN (NEW.state = 'closed' AND OLD.state <> 'closed' AND NEW.accepted_at IS NULL) EXECUTE FUNCTION wall_work_ended();

-- A notice is mailed to whoever is responsible for the case at the agency that it is to; when nobody is who still can, to all there who write.
-- Runs as whoever calls it: the application has no right to write mails
CREATE FUNCTION wall_mail(n cases_notice) RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO cases_mail (id, notice_id, account_id)
  WITH able AS (
    SELECT p.account_id FROM agencies_post p
     WHERE p.agency_id = n.to_id
       AND p.is_active
       AND p.role IN ('lead', 'caseworker')
       AND NOT EXISTS (SELECT FROM cases_recusal k WHERE k.case_id = n.case_id AND k.user_id = p.account_id)),
  responsible AS (
    SELECT able.account_id FROM cases_assignment w JOIN able ON able.account_id = w.responsible_id
     WHERE w.case_id = n.case_id
       AND coalesce(w.to_id, w.author_id) = n.to_id
     ORDER BY w.written_at DESC LIMIT 1)
  SELECT gen_random_uuid(), n.id, account_id FROM able
   WHERE account_id = coalesce((SELECT account_id FROM responsible), account_id)
$$;
CREATE FUNCTION wall_mail_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM wall_mail(NEW);
  RETURN NULL;
END $$;
CREATE TRIGGER mail_made AFTER INSERT ON cases_notice FOR EACH ROW WHEN (NEW.shown_from <= NEW.written_at) EXECUTE FUNCTION wall_mail_made();

-- Stops whoever writes in none of these sections of the case
CREATE FUNCTION wall_writes_one_of(c uuid, sections text[]) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  bits bigint := (SELECT bit_or(wall_bit(section)) FROM unnest(sections) section);
BEGIN
  IF NOT EXISTS (SELECT FROM cases_caseaccess a WHERE a.case_id = c
                    AND a.agency_id = wall_writer()
                    AND (a.user_id IS NULL OR a.user_id = wall_user())
                    AND (a.until IS NULL OR a.until > now())
                    AND (a.writes | a.owns) & bits <> 0)
     OR c = ANY (wall_recusals()) THEN
    RAISE EXCEPTION 'only who writes a section tells of it' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- What holds for a case is told to each agency on it that reads the section, in one notice each; one that gives the person shelter, or was
-- asked to, is told in a notice of its own, so that whoever tells does not learn of it. Only who may write the section tells of it, and
-- only what holds of that section; anything else is refused before a row is made, or the refusal would tell whether there is a reader.
CREATE FUNCTION wall_tell(c uuid, told text, section text, happened timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me integer := wall_writer();
  bit bigint := wall_bit(section);
BEGIN
  PERFORM wall_writes_one_of(c, ARRAY[section]);
  IF NOT coalesce(isfinite(happened) AND told = ANY (
    CASE section WHEN 'result' THEN '{decided}' WHEN 'deadline' THEN '{period_changed,period_refused,period_stopped}'::text[] END), false) THEN
    RAISE EXCEPTION 'this is not told of this section' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO cases_notice (id, case_id, author_id, to_id, happened_at, written_at, shown_from, version, is_by_accommodation, what)
  SELECT gen_random_uuid(), c, CASE WHEN is_shelter THEN agency_id ELSE me END, agency_id, happened, happened, happened, 1, false, told
    FROM (SELECT a.agency_id, EXISTS (SELECT FROM cases_grant g JOIN cases_policy p ON p.permission_id IN (g.permission_id, g.offered_id)
                                       WHERE g.case_id = c
                                         AND g.group_id = a.agency_id
                                         AND p.codename = 'as_shelter') AS is_shelter
            FROM cases_caseaccess a JOIN agencies_agency y ON y.group_id = a.agency_id
           WHERE a.case_id = c
             AND a.agency_id <> me
             AND a.user_id IS NULL
             AND (a.until IS NULL OR a.until > now())
             AND a.reads & bit <> 0
             AND y.kind NOT IN ('clock', 'matcher', 'statistics', 'oversight')
           GROUP BY a.agency_id) readers;
END $$;

-- What a person asks for becomes work of whoever decides, once however often it is asked, and the coordinator is told. Who passes it on
-- may not know who decides: work and notices are the receivers' own, and only who writes what is asked for, or decides, brings them about.
-- What could not become a row for one of the two authorities is refused before either is looked up, or the refusal would tell which it is.
CREATE FUNCTION wall_ask_decider(c uuid, work text, lane_by_work smallint, lane_by_person smallint, told text, due timestamptz, happened timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  me integer := wall_writer();
  decider integer;
BEGIN
  PERFORM wall_writes_one_of(c, ARRAY['application', 'deadline']);
  IF NOT coalesce(work IN ('period_asked', 'extension_asked') AND told = 'period_asked' AND lane_by_work > 0 AND lane_by_person > 0
                  AND isfinite(happened) AND isfinite(coalesce(due, happened)), false) THEN
    RAISE EXCEPTION 'nobody is asked for this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT g.group_id INTO decider FROM cases_grant g JOIN cases_policy p ON p.permission_id = g.permission_id
   WHERE g.case_id = c
     AND p.codename = 'as_competent'
     AND (g.until IS NULL OR g.until > now())
   ORDER BY g.since DESC LIMIT 1;
  INSERT INTO cases_assignment (id, case_id, author_id, happened_at, written_at, version, is_by_accommodation, work, lane, due_at)
  SELECT gen_random_uuid(), c, decider, happened, happened, 1, false, wall_ask_decider.work,
         CASE WHEN y.kind = 'us' THEN lane_by_work ELSE lane_by_person END, due
    FROM agencies_agency y
   WHERE y.group_id = decider
     AND NOT EXISTS (SELECT FROM cases_assignment w WHERE w.case_id = c
                        AND coalesce(w.to_id, w.author_id) = decider
                        AND w.work = wall_ask_decider.work
                        AND w.done_at IS NULL
                        AND w.withdrawn_at IS NULL);
  INSERT INTO cases_notice (id, case_id, author_id, to_id, happened_at, written_at, shown_from, version, is_by_accommodation, what)
  SELECT gen_random_uuid(), c, agency, agency, happened, happened, happened, 1, false, told
    FROM (SELECT decider AS agency
           UNION
          SELECT g.group_id FROM cases_grant g JOIN cases_policy p ON p.permission_id = g.permission_id
           WHERE g.case_id = c
             AND p.codename = 'as_coordinator'
             AND (g.until IS NULL OR g.until > now())) receivers
   WHERE agency IS NOT NULL
     AND agency <> me;
END $$;

-- whether the acting user may end a competence on the case: one's own while one has it, the coordinator any, and who gave it. Only the two
-- functions below ask it
CREATE FUNCTION wall_moves_competence(c uuid, leaving integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM cases_grant g JOIN cases_policy p USING (permission_id)
     WHERE g.case_id = c
       AND g.group_id = leaving
       AND p.codename = 'as_competent'
       AND wall_may_end(g)
       AND (leaving <> wall_writer() OR wall_stands_as(c, leaving, wall_user()) && '{competent,coordinator}'))
$$;

-- Competence moves, and with it what an agency had to do because it decided, whoever wrote it: that is ended here, and what it was is
-- told, so that the successor is given the same. Only who may end that competence does so, before ending it.
CREATE FUNCTION wall_end_deciding(c uuid, leaving integer, happened timestamptz) RETURNS TABLE (work text, due_at timestamptz) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT wall_moves_competence(c, leaving) THEN
    RAISE EXCEPTION 'only who may end a competence ends the work that came with it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    UPDATE cases_assignment w SET done_at = happened
     WHERE w.case_id = c
       AND coalesce(w.to_id, w.author_id) = leaving
       AND w.work IN ('decide', 'period_asked', 'extension_asked')
       AND w.done_at IS NULL
       AND w.withdrawn_at IS NULL
    RETURNING w.work::text, w.due_at;
END $$;

-- A deadline is watched anew: the work and the reminders of the one before are taken back, whoever wrote them. Only who writes
-- deadlines does so, or who moves the competence to another.
CREATE FUNCTION wall_forget_deadline(c uuid, happened timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM cases_grant g WHERE g.case_id = c AND wall_moves_competence(c, g.group_id))
     AND (c = ANY (wall_recusals()) OR NOT EXISTS (
       SELECT FROM cases_caseaccess a WHERE a.case_id = c
          AND a.agency_id = wall_writer()
          AND (a.user_id IS NULL OR a.user_id = wall_user())
          AND (a.until IS NULL OR a.until > now())
          AND (a.writes | a.owns) & wall_bit('deadline') <> 0)) THEN
    RAISE EXCEPTION 'only who writes deadlines, or moves the competence, watches one anew' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE cases_notice n SET withdrawn_at = happened
   WHERE n.case_id = c
     AND n.what = 'period_ends'
     AND n.shown_from > happened
     AND n.withdrawn_at IS NULL;
  UPDATE cases_assignment w SET done_at = happened
   WHERE w.case_id = c
     AND w.work = 'period_ends'
     AND w.done_at IS NULL
     AND w.withdrawn_at IS NULL;
END $$;

-- its recipient's alone, as long as the notice is still theirs to read
ALTER TABLE cases_mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON cases_mail FOR ALL USING (
  account_id = (SELECT wall_user())
  AND coalesce((SELECT true FROM cases_notice n WHERE n.id = notice_id LIMIT 1), false)
);
GRANT SELECT, UPDATE (sent_at) ON cases_mail TO tillid_app;

-- what is to be carried now: ids alone. Tried again after five minutes, given up after three days
CREATE FUNCTION wall_mail_to_carry() RETURNS TABLE (mail uuid, account bigint) LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT wall_mail(n) FROM cases_notice n  -- reminders that were written ahead, and are due
   WHERE n.shown_from > n.written_at
     AND n.shown_from <= now()
     AND n.shown_from > now() - interval '3 days'
     AND n.withdrawn_at IS NULL
     AND NOT EXISTS (SELECT FROM cases_mail m WHERE m.notice_id = n.id);
  UPDATE cases_mail SET tried_at = now() WHERE id IN (
    SELECT m.id FROM cases_mail m JOIN cases_notice n ON n.id = m.notice_id
     WHERE m.sent_at IS NULL
       AND (m.tried_at IS NULL OR m.tried_at < now() - interval '5 minutes')
       AND n.shown_from > now() - interval '3 days'
     ORDER BY n.shown_from LIMIT 500 FOR UPDATE OF m SKIP LOCKED)
  RETURNING id, account_id
$$;

-- forms that were sent are remembered for two days: by then no page is open any more that could send one again
CREATE FUNCTION wall_forget_submissions() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DELETE FROM cases_submission WHERE made_at < now() - interval '2 days'
$$;
