-- Access keys of programs. A key is looked up before anybody acts, as a login is; whoever acts sees the own ones, and an
-- administrator those of the agency. One makes a key for oneself alone.
ALTER TABLE agencies_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON agencies_token FOR SELECT USING (
  account_id = coalesce((SELECT wall_user()), account_id)
  OR account_id IN (SELECT account_id FROM agencies_post WHERE agency_id = (SELECT wall_administrator()))
);
CREATE POLICY add ON agencies_token FOR INSERT WITH CHECK (
  account_id = (SELECT wall_user())
  AND (SELECT wall_agency('{lead,caseworker,read_only,administrator}')) IS NOT NULL
  AND made_at < now() + interval '1 minute'  -- or it would last longer than it may
);
CREATE POLICY change ON agencies_token FOR UPDATE USING (
  account_id = (SELECT wall_user())
  OR account_id IN (SELECT account_id FROM agencies_post WHERE agency_id = (SELECT wall_administrator()))
);

-- What is ended stays ended; when a key was last used is its own account's to say
CREATE FUNCTION wall_token_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.ended_at := coalesce(OLD.ended_at, NEW.ended_at);
  IF OLD.account_id IS DISTINCT FROM wall_user() THEN
    NEW.last_used_on := OLD.last_used_on;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER token_kept BEFORE UPDATE ON agencies_token FOR EACH ROW EXECUTE FUNCTION wall_token_kept();

-- A leaver's keys end with the post. Again when it is opened: a key that was made at the same moment does not come back to life
CREATE FUNCTION wall_tokens_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE agencies_token SET ended_at = now() WHERE account_id = NEW.account_id AND ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER tokens_ended AFTER UPDATE OF is_active ON agencies_post
  FOR EACH ROW WHEN (OLD.is_active <> NEW.is_active) EXECUTE FUNCTION wall_tokens_ended();

GRANT SELECT, INSERT ON agencies_token TO tillid_app;
GRANT UPDATE (ended_at, last_used_on) ON agencies_token TO tillid_app;
GRANT USAGE ON SEQUENCE agencies_token_id_seq TO tillid_app;
