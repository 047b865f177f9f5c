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

-- A notice is mailed to whoever is responsible for the case at the agency that it is to; when nobody is who still can, to all there who write
CREATE FUNCTION wall_mail_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO cases_mail (id, notice_id, account_id)
  WITH able AS (
    SELECT p.account_id FROM agencies_post p
     WHERE p.agency_id = NEW.to_id
       AND p.is_active
       AND p.role IN ('lead', 'caseworker')
       AND NOT EXISTS (SELECT FROM cases_recusal k WHERE k.case_id = NEW.case_id AND k.user_id = p.account_id)),
  responsible AS (
    SELECT able.account_id FROM cases_assignment w JOIN able ON able.account_id = w.responsible_id
     WHERE w.case_id = NEW.case_id
       AND coalesce(w.to_id, w.author_id) = NEW.to_id
     ORDER BY w.written_at DESC LIMIT 1)
  SELECT gen_random_uuid(), NEW.id, account_id FROM able
   WHERE account_id = coalesce((SELECT account_id FROM responsible), account_id);
  RETURN NULL;
END $$;
CREATE TRIGGER mail_made AFTER INSERT ON cases_notice FOR EACH ROW EXECUTE FUNCTION wall_mail_made();

-- its recipient's alone, as long as the notice is still theirs to read
ALTER TABLE cases_mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON cases_mail FOR ALL USING (
  account_id = (SELECT wall_user())
  AND coalesce((SELECT true FROM cases_notice n WHERE n.id = notice_id LIMIT 1), false)
);
GRANT SELECT, UPDATE (sent_at) ON cases_mail TO tillid_app;

-- what is to be carried now: ids alone. Tried again after five minutes, given up after three days
CREATE FUNCTION wall_mail_to_carry() RETURNS TABLE (mail uuid, account bigint) LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE cases_mail SET tried_at = now() WHERE id IN (
    SELECT m.id FROM cases_mail m JOIN cases_notice n ON n.id = m.notice_id
     WHERE m.sent_at IS NULL
       AND (m.tried_at IS NULL OR m.tried_at < now() - interval '5 minutes')
       AND n.written_at > now() - interval '3 days'
     ORDER BY n.written_at LIMIT 500 FOR UPDATE OF m SKIP LOCKED)
  RETURNING id, account_id
$$;

-- forms that were sent are remembered for two days: by then no page is open any more that could send one again
CREATE FUNCTION wall_forget_submissions() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DELETE FROM cases_submission WHERE made_at < now() - interval '2 days'
$$;
