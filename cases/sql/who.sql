-- Who acts: an account, signed by the application. Everything else about it is looked up here, not told.
-- Each SECURITY DEFINER function names its search path with pg_temp last, so that a temporary table shadows nothing.

-- PostgreSQL lets everybody call a new function. Ours are the application's alone: the keeper comes into this database too.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO tillid_app;

CREATE TABLE wall_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);  -- the blocks of HMAC; the application has no right to it

-- `account:expiry:tag`, the tag for this connection alone; NULL when unset, expired or not ours.
-- plpgsql here and below, for speed: it keeps its plans, where a function in SQL is planned again by each statement.
CREATE FUNCTION wall_user() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told text[] := string_to_array(current_setting('wall.user', true), ':');
  tag text := (SELECT encode(sha256(outer_pad || sha256(inner_pad || format('%s:%s:%s', told[1], told[2], pg_backend_pid())::bytea)), 'hex') FROM wall_key);
BEGIN
  IF told[3] = tag THEN  -- what is not ours is not even read as a number
    IF told[2]::bigint > extract(epoch FROM now()) THEN
      RETURN told[1]::bigint;
    END IF;
  END IF;
  RETURN NULL;
END $$;

-- the agency of whoever acts, if the post is active and has one of these roles: a leaver has none from the next statement on
CREATE FUNCTION wall_agency(roles text[]) RETURNS integer LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT agency_id FROM agencies_post
           WHERE account_id = wall_user()
             AND is_active
             AND role = ANY (roles));
END $$;
CREATE FUNCTION wall_reader() RETURNS integer LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT public.wall_agency('{lead,caseworker,read_only}') $$;
CREATE FUNCTION wall_writer() RETURNS integer LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT public.wall_agency('{lead,caseworker}') $$;
CREATE FUNCTION wall_lead() RETURNS integer LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT public.wall_agency('{lead}') $$;
CREATE FUNCTION wall_administrator() RETURNS integer LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT public.wall_agency('{administrator}') $$;

-- Posts: read by all (a login is looked up before anybody acts), written by the own agency's administrator only.
-- No right to change account or agency; nobody changes their own, so that an agency keeps an administrator.
ALTER TABLE agencies_post ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON agencies_post FOR SELECT USING (true);
CREATE POLICY add ON agencies_post FOR INSERT WITH CHECK (agency_id = (SELECT wall_administrator()));
CREATE POLICY change ON agencies_post FOR UPDATE USING (
  agency_id = (SELECT wall_administrator())
  AND account_id <> (SELECT wall_user())
);

-- guardian's group follows from the post, and so does whether one can log in
-- Two administrators who shut each other out at the same moment wait for each other here, and the second is refused
CREATE FUNCTION wall_post_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.role = 'administrator' AND OLD.is_active THEN
    PERFORM FROM agencies_agency WHERE group_id = OLD.agency_id FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM agencies_post WHERE agency_id = OLD.agency_id AND role = 'administrator' AND is_active) THEN
      RAISE EXCEPTION 'an agency keeps an administrator' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  INSERT INTO agencies_account_groups (account_id, group_id) VALUES (NEW.account_id, NEW.agency_id) ON CONFLICT DO NOTHING;
  UPDATE agencies_account SET is_active = NEW.is_active WHERE id = NEW.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER post_made AFTER INSERT OR UPDATE ON agencies_post FOR EACH ROW EXECUTE FUNCTION wall_post_made();

-- Accounts carry no authority: whoever logs in writes the own password and the moment, before anybody acts. Whoever acts changes
-- the own one; an administrator makes new ones, and takes the password of those of the own agency.
-- The address is an administrator's too: who changes it could reset the password.
ALTER TABLE agencies_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON agencies_account FOR SELECT USING (true);
CREATE POLICY add ON agencies_account FOR INSERT WITH CHECK ((SELECT wall_administrator()) IS NOT NULL);
CREATE POLICY change ON agencies_account FOR UPDATE USING (
  id = coalesce((SELECT wall_user()), id)
  OR id IN (SELECT account_id FROM agencies_post WHERE agency_id = (SELECT wall_administrator()))
);

CREATE FUNCTION wall_account_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.is_active := coalesce((SELECT is_active FROM agencies_post WHERE account_id = NEW.id), true);
  NEW.email := OLD.email;
  RETURN NEW;
END $$;
CREATE TRIGGER account_kept BEFORE UPDATE ON agencies_account FOR EACH ROW EXECUTE FUNCTION wall_account_kept();

-- A second factor is set up and removed by its owner, and removed by the owner's administrator. A login reads it, and notes
-- which code is used up, before anybody acts
ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON mfa_authenticator FOR SELECT USING (true);
CREATE POLICY add ON mfa_authenticator FOR INSERT WITH CHECK (user_id = (SELECT wall_user()));
CREATE POLICY use ON mfa_authenticator FOR UPDATE USING (user_id = coalesce((SELECT wall_user()), user_id));
CREATE POLICY remove ON mfa_authenticator FOR DELETE USING (
  user_id = (SELECT wall_user())
  OR user_id IN (SELECT account_id FROM agencies_post WHERE agency_id = (SELECT wall_administrator()))
);

-- A factor is made anew and never becomes another's: what is noted before anybody acts changes neither secret nor owner
CREATE FUNCTION wall_factor_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'tillid_app' AND (OLD.user_id, OLD.type, OLD.data - '{used_mask,viewed_at}'::text[])
     IS DISTINCT FROM (NEW.user_id, NEW.type, NEW.data - '{used_mask,viewed_at}'::text[]) THEN
    RAISE EXCEPTION 'a second factor is removed and set up anew' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER factor_kept BEFORE UPDATE ON mfa_authenticator FOR EACH ROW EXECUTE FUNCTION wall_factor_kept();

-- No blanket GRANT anywhere: a table that nobody names cannot be reached.
GRANT USAGE ON SCHEMA public TO tillid_app;
GRANT SELECT ON django_migrations, auth_group, auth_permission, django_content_type,
  agencies_agency, agencies_post, agencies_account, agencies_account_groups, agencies_code, agencies_parameter TO tillid_app;
GRANT INSERT ON agencies_post, agencies_account TO tillid_app;
GRANT UPDATE (role, is_active, since) ON agencies_post TO tillid_app;
GRANT UPDATE (password, last_login, name) ON agencies_account TO tillid_app;
GRANT USAGE ON SEQUENCE agencies_post_id_seq, agencies_account_id_seq TO tillid_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO tillid_app;
GRANT SELECT ON account_emailaddress TO tillid_app;  -- allauth reads it; whose address is whose stands in the account
GRANT SELECT, INSERT, UPDATE, DELETE ON mfa_authenticator TO tillid_app;
GRANT USAGE ON SEQUENCE mfa_authenticator_id_seq TO tillid_app;

-- a temporary table could shadow ours in SQL that names no schema. A database that is cloned from this one starts with the right again
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;
