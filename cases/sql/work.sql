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
