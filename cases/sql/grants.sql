-- Who is on a case, who may put whom on it, and the projection of it that everything else reads.

-- the cases that the acting user must not see (a handful at most)
CREATE FUNCTION wall_recusals() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN ARRAY (SELECT case_id FROM cases_recusal WHERE user_id = wall_user());
END $$;

-- The one policy that narrows: agency and role, named user, end, recusal. Everything else asks "a row of it that I can see, with my bit".
ALTER TABLE cases_caseaccess ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON cases_caseaccess FOR SELECT USING (
  agency_id = (SELECT wall_reader())
  AND (user_id IS NULL OR user_id = (SELECT wall_user()))
  AND (until IS NULL OR until > now())
  AND case_id <> ALL ((SELECT wall_recusals())::uuid[])
);

-- Projection: recomputed from scratch for the pairs that a statement touched, one row for each end.
CREATE FUNCTION wall_project() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- who changes one case's grants waits here for who else does, and then sees what they did
  PERFORM FROM cases_case WHERE id IN (SELECT case_id FROM touched) ORDER BY id FOR NO KEY UPDATE;

  UPDATE cases_case c SET state = 'sent', sent_at = t.since
    FROM touched t JOIN cases_policy p USING (permission_id)
   WHERE c.id = t.case_id AND c.state = 'draft' AND p.codename = 'as_addressee';
  UPDATE cases_case c SET state = 'accepted', accepted_at = t.since
    FROM touched t JOIN cases_policy p USING (permission_id)
   WHERE c.id = t.case_id AND c.accepted_at IS NULL AND p.codename = 'as_coordinator';

  DELETE FROM cases_caseaccess a USING touched t WHERE a.case_id = t.case_id AND a.agency_id = t.group_id;
  INSERT INTO cases_caseaccess (case_id, agency_id, user_id, until, reads, writes, owns, opened_at, listed_from)
  SELECT case_id, group_id, user_id, nullif(ends, 'infinity'), reads, writes, owns, opened_at,
         CASE  -- lists read the row that ends last; a named person's, only from the moment on when the agency's own are over
           WHEN ends < max(ends) OVER (PARTITION BY case_id, group_id, user_id) THEN NULL
           WHEN user_id IS NULL OR agency_ends IS NULL THEN least(since, now())
           WHEN ends > agency_ends THEN agency_ends
         END
    FROM (SELECT *, max(ends) FILTER (WHERE user_id IS NULL) OVER (PARTITION BY case_id, group_id) AS agency_ends
            FROM (SELECT g.case_id, g.group_id, g.user_id, coalesce(g.until, 'infinity') AS ends,
                         bit_or(p.reads) AS reads, bit_or(p.writes) AS writes, bit_or(p.owns) AS owns,
                         c.opened_at, min(g.since) AS since
                    FROM cases_grant g JOIN cases_policy p USING (permission_id) JOIN cases_case c ON c.id = g.case_id
                   WHERE (g.case_id, g.group_id) IN (SELECT case_id, group_id FROM touched)
                   GROUP BY g.case_id, g.group_id, g.user_id, g.until, c.opened_at) by_end) with_agency;
  RETURN NULL;
END $$;
CREATE TRIGGER project_insert AFTER INSERT ON cases_grant REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION wall_project();
CREATE TRIGGER project_update AFTER UPDATE ON cases_grant REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION wall_project();
CREATE TRIGGER project_delete AFTER DELETE ON cases_grant REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION wall_project();
SELECT wall_remember('cases_grant', 'cases_historicalgrant');

-- Who gives what (policy.py). Policies that ask a definer function: rows still come by ordinary INSERT and DELETE, of ORM and guardian alike.

-- what agency `me` is on a case, as a giver; 'opener' until the case is first accepted. Only the two functions below ask it
CREATE FUNCTION wall_stands_as(c uuid, me integer, who bigint) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF EXISTS (SELECT FROM cases_recusal WHERE case_id = c AND user_id = who) THEN
    RETURN '{}';
  END IF;
  RETURN ARRAY (
    SELECT substr(p.codename, 4)
      FROM cases_grant g JOIN cases_policy p USING (permission_id)
     WHERE g.case_id = c
       AND g.group_id = me
       AND (g.until IS NULL OR g.until > now())
       AND (g.user_id IS NULL OR g.user_id = who)
    UNION ALL
    SELECT 'opener' FROM cases_case WHERE id = c
       AND opened_by_id = me
       AND accepted_at IS NULL
       AND state <> 'closed');
END $$;

-- volatile, so that each row is judged with those that its own statement has already added, and under the lock
CREATE FUNCTION wall_may_give(g cases_grant) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  who bigint := wall_user();
  me integer := wall_writer();
  is_question boolean := g.offered_id IS NOT NULL;
  way text := (SELECT codename FROM cases_policy WHERE permission_id = g.permission_id);
  kind text := (SELECT a.kind FROM agencies_agency a WHERE a.group_id = g.group_id);
  given cases_policy;    -- the capacity or the section that is meant, at once or in the end
  standing text[];
BEGIN
  PERFORM FROM cases_case WHERE id = g.case_id FOR NO KEY UPDATE;
  standing := wall_stands_as(g.case_id, me, who);
  SELECT * INTO given FROM cases_policy WHERE permission_id = coalesce(g.offered_id, g.permission_id);

  IF NOT coalesce(
    g.since < now() + interval '1 minute'  -- a grant begins when it is given; clocks may differ a little
    AND is_question = (way IN ('as_addressee', 'as_asked'))
    AND (given.codename LIKE 'sees\_%') = (g.disclosure_id IS NOT NULL)
    AND kind = ANY (given.kinds), false) THEN
    RETURN false;
  END IF;
  IF g.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM agencies_post u WHERE u.account_id = g.user_id AND u.agency_id = g.group_id) THEN
    RETURN false;
  END IF;

  -- one question after the other: a single expression would have each of its subqueries set up for every row
  IF g.disclosure_id IS NOT NULL THEN
    RETURN coalesce(
      given.puts && standing
      AND g.given_by_id = wall_lead()
      AND EXISTS (SELECT FROM cases_disclosure d WHERE d.id = g.disclosure_id
        AND (d.case_id, d.author_id, d.to_id) = (g.case_id, g.given_by_id, g.group_id)
        AND (d.to_user_id, d.until) IS NOT DISTINCT FROM (g.user_id, g.until)
        AND d.sections & given.reads <> 0), false);
  ELSIF g.given_by_id = me AND NOT is_question AND given.puts && standing THEN
    -- another than oneself refers by telephone only, which CMM writes down
    RETURN way <> 'as_referrer' OR g.group_id = me OR EXISTS (SELECT FROM agencies_agency a WHERE a.group_id = me AND a.kind = 'cmm');
  ELSIF g.given_by_id = me AND way = 'as_asked' AND given.asks && standing THEN
    RETURN true;
  ELSIF g.given_by_id = me AND way = 'as_addressee' AND given.sends && standing
    -- a referral is with one addressee at a time
    AND NOT EXISTS (SELECT FROM cases_grant q WHERE q.case_id = g.case_id
      AND q.permission_id = g.permission_id
      AND (q.until IS NULL OR q.until > now())) THEN
    RETURN true;
  END IF;
  -- who was asked takes what it was asked to be, or passes that same question on; it stays the asker's gift
  RETURN coalesce(
    CASE WHEN is_question THEN given.passes && standing AND NOT EXISTS (SELECT FROM cases_case c WHERE c.id = g.case_id AND c.accepted_at IS NOT NULL) ELSE (given.passes || given.takes) && standing AND g.group_id = me END
    AND EXISTS (SELECT FROM cases_grant q WHERE q.case_id = g.case_id
      AND q.group_id = me
      AND q.offered_id = given.permission_id
      AND (q.permission_id = g.permission_id OR NOT is_question)
      AND q.given_by_id = g.given_by_id
      AND (q.until IS NULL OR q.until > now())), false);
END $$;

-- one's own at any time; another's if one gave it and could give it still; a coordinator, whatever a coordinator may give
CREATE FUNCTION wall_may_end(g cases_grant) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  who bigint := wall_user();
  me integer := wall_writer();
BEGIN
  RETURN g.group_id = me
      OR EXISTS (
        SELECT FROM cases_policy p, unnest(wall_stands_as(g.case_id, me, who)) AS giver
         WHERE p.permission_id = coalesce(g.offered_id, g.permission_id)
           AND giver = ANY (p.puts || p.sends || p.asks)
           AND (g.given_by_id = me OR giver = 'coordinator'));
END $$;

-- The envelope and its own tables.
DO $do$
DECLARE
  shelter integer := (SELECT permission_id FROM cases_policy WHERE codename = 'as_shelter');
  referrer integer := (SELECT permission_id FROM cases_policy WHERE codename = 'as_referrer');
  -- a disclosure to a shelter tells of it as well as its capacity does
  to_shelter text := 'EXISTS (SELECT FROM agencies_agency s WHERE s.group_id = %s AND s.kind = ''shelter'')';
  seen text;
  tab text;
BEGIN
  -- who is on it: oneself, whom one has asked or refers for, and with `parties` all; who gives shelter only with `accommodation`
  seen := format('a.agency_id = group_id
                  OR a.agency_id = given_by_id AND (offered_id IS NOT NULL OR permission_id = %s)
                  OR a.reads & %s <> 0 AND (a.reads & %s <> 0
                    OR coalesce(offered_id, permission_id) <> %s AND (disclosure_id IS NULL OR NOT %s))',
                 referrer, wall_bit('parties'), wall_bit('accommodation'), shelter, format(to_shelter, 'group_id'));
  FOREACH tab IN ARRAY ARRAY['cases_grant', 'cases_historicalgrant'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('CREATE POLICY see ON %s FOR SELECT USING (%s)', tab, wall_on(tab || '.case_id', seen));
  END LOOP;
  EXECUTE format('CREATE POLICY see ON cases_disclosure FOR SELECT USING (%s)',
    wall_on('cases_disclosure.case_id', format('a.agency_id IN (author_id, to_id)
      OR a.reads & %s <> 0 AND (a.reads & %s <> 0 OR NOT %s)', wall_bit('parties'), wall_bit('accommodation'), format(to_shelter, 'to_id'))));
END $do$;

CREATE POLICY give ON cases_grant FOR INSERT WITH CHECK (wall_may_give(cases_grant.*));
CREATE POLICY finish ON cases_grant FOR DELETE USING (
  coalesce((SELECT true FROM cases_caseaccess a WHERE a.case_id = cases_grant.case_id LIMIT 1), false)
  AND wall_may_end(cases_grant.*)
);
GRANT SELECT, INSERT, DELETE ON cases_grant TO tillid_app;
GRANT SELECT ON cases_historicalgrant, cases_caseaccess, cases_policy TO tillid_app;

ALTER TABLE cases_disclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY add ON cases_disclosure FOR INSERT WITH CHECK (
  author_id = (SELECT wall_lead())
  AND decided_by_id = (SELECT wall_user())
  AND coalesce((SELECT true FROM cases_caseaccess a WHERE a.case_id = cases_disclosure.case_id LIMIT 1), false)
);
GRANT SELECT, INSERT ON cases_disclosure TO tillid_app;

-- a person on a case keeps off it, or is kept off it by a lead; only a lead, and another, lets them back
ALTER TABLE cases_recusal ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION wall_leads(person bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM agencies_post WHERE account_id = person AND agency_id = wall_lead())
$$;
CREATE POLICY see ON cases_recusal FOR SELECT USING (user_id = (SELECT wall_user()) OR wall_leads(user_id));
CREATE POLICY add ON cases_recusal FOR INSERT WITH CHECK (
  (user_id = (SELECT wall_user()) OR wall_leads(user_id))
  AND coalesce((SELECT true FROM cases_caseaccess a WHERE a.case_id = cases_recusal.case_id LIMIT 1), false)
);
CREATE POLICY lift ON cases_recusal FOR DELETE USING (wall_leads(user_id) AND user_id <> (SELECT wall_user()));
GRANT SELECT, INSERT, DELETE ON cases_recusal TO tillid_app;

ALTER TABLE cases_case ENABLE ROW LEVEL SECURITY;
DO $do$ BEGIN
  EXECUTE format('CREATE POLICY see ON cases_case FOR SELECT USING (%s)', wall_on('cases_case.id', 'true'));
  EXECUTE format('CREATE POLICY change ON cases_case FOR UPDATE USING (%s)', wall_on('cases_case.id', 'a.agency_id = (SELECT wall_writer())'));
END $do$;
CREATE POLICY open ON cases_case FOR INSERT WITH CHECK (
  opened_by_id = (SELECT wall_writer())
  AND (state, sent_at, accepted_at) IS NOT DISTINCT FROM ('draft', NULL::timestamptz, NULL::timestamptz)
);

-- A case is sent by its first question and accepted by its first coordinator: the projection moves it, as the owner.
-- The application closes and reopens: the opener before acceptance, the coordinator afterwards.
CREATE FUNCTION wall_may_move(c uuid, state_before text, state_after text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  standing text[] := wall_stands_as(c, wall_writer(), wall_user());
BEGIN
  RETURN CASE
    WHEN state_after = state_before THEN true
    WHEN state_after = 'closed' AND state_before IN ('draft', 'sent') THEN 'opener' = ANY (standing)
    WHEN state_after = 'closed' OR state_before = 'closed' AND state_after = 'accepted' THEN 'coordinator' = ANY (standing)
    ELSE false
  END;
END $$;
CREATE FUNCTION wall_case_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'tillid_app' AND NOT wall_may_move(OLD.id, OLD.state, NEW.state) THEN
    RAISE EXCEPTION 'a case does not move from % to %', OLD.state, NEW.state USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_moves BEFORE UPDATE ON cases_case FOR EACH ROW EXECUTE FUNCTION wall_case_moves();

-- Whoever passes a question on does not keep it: at the end of the transaction one agency at most has been sent the case
CREATE FUNCTION wall_one_addressee() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM cases_grant g JOIN cases_policy p USING (permission_id)
       WHERE g.case_id = NEW.case_id
         AND p.codename = 'as_addressee'
         AND (g.until IS NULL OR g.until > now())) > 1 THEN
    RAISE EXCEPTION 'a referral is with one addressee at a time' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER one_addressee AFTER INSERT ON cases_grant DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.offered_id IS NOT NULL) EXECUTE FUNCTION wall_one_addressee();

-- When one last opened a case, and forms that were sent: each account's own.
ALTER TABLE cases_visit ENABLE ROW LEVEL SECURITY;
DO $do$ BEGIN
  EXECUTE format('CREATE POLICY own ON cases_visit USING (account_id = (SELECT wall_user()) AND %s)', wall_on('cases_visit.case_id', 'true'));
END $do$;
GRANT SELECT, INSERT, UPDATE (at) ON cases_visit TO tillid_app;
ALTER TABLE cases_submission ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON cases_submission USING (account_id = (SELECT wall_user()));
GRANT SELECT, INSERT, UPDATE (answer) ON cases_submission TO tillid_app;
GRANT SELECT, INSERT, UPDATE (state) ON cases_case TO tillid_app;
