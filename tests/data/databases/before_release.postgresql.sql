CREATE FUNCTION delete_messages() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        DECLARE own text := coalesce(current_setting('sitrep.workspace', true), '');
        BEGIN
        PERFORM set_config('sitrep.workspace', '', true);
        DELETE FROM outbox USING deleted WHERE outbox.slot = deleted.id;
        PERFORM set_config('sitrep.workspace', own, true);
        RETURN NULL; END $$;

CREATE FUNCTION is_body_visible(key bytea) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN
        RETURN EXISTS (SELECT FROM outbox WHERE shared = key); END $$;

CREATE FUNCTION is_slot_visible(number bigint, day date) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN
        IF day = '1970-01-01' THEN
            RETURN EXISTS (SELECT FROM slots WHERE id = number);
        END IF;
        RETURN EXISTS (SELECT FROM slots WHERE id = number AND local_date = day);
        END $$;

CREATE FUNCTION note_added() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        PERFORM widen_unfinished(min(local_date), max(local_date))
            FROM added HAVING count(*) > 0;
        RETURN NULL; END $$;

CREATE FUNCTION note_requeued() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        PERFORM widen_unfinished(CASE
            WHEN EXISTS (SELECT FROM outbox WHERE slot = NEW.id AND day = '1970-01-01')
            THEN DATE '1970-01-01' ELSE NEW.local_date END, NEW.local_date);
        RETURN NULL; END $$;

CREATE FUNCTION note_without_day() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN
        PERFORM widen_unfinished('1970-01-01', '1970-01-01');
        RETURN NULL; END $$;

CREATE FUNCTION record_tokens(words text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT COST 60 PARALLEL SAFE
    AS $$ BEGIN
        RETURN array_to_tsvector(array_remove(string_to_array(words, ' '), ''));
        END $$;

CREATE FUNCTION widen_unfinished(first_day date, last_day date) RETURNS void
    LANGUAGE plpgsql
    AS $$
        DECLARE
            first bigint := extract(epoch FROM first_day) * 1000000;
            last bigint := extract(epoch FROM last_day) * 1000000;
        BEGIN
        LOOP
            UPDATE marks SET at = first WHERE name = 'unfinished from' AND at > first;
            UPDATE marks SET at = last WHERE name = 'unfinished to' AND at < last;
            PERFORM FROM marks WHERE name LIKE 'unfinished %' ORDER BY name FOR SHARE;
            EXIT WHEN 2 = (SELECT count(*) FROM marks
                WHERE name = 'unfinished from' AND at <= first
                    OR name = 'unfinished to' AND at >= last);
            -- An older program that restores a backup deletes them.
            INSERT INTO marks (name, at)
            VALUES ('unfinished from', 0), ('unfinished to', 253402214400000000)
            ON CONFLICT DO NOTHING;
        END LOOP; END $$;

CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL,
    oldest character varying(32)
);

CREATE TABLE alert_articles (
    story bigint NOT NULL,
    article text NOT NULL
);

CREATE TABLE alert_leases (
    id integer NOT NULL,
    owner text NOT NULL,
    lease_until bigint NOT NULL,
    term integer NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE alert_left (
    alert text NOT NULL,
    channel text NOT NULL,
    article text NOT NULL,
    at bigint NOT NULL
);

CREATE TABLE alert_stories (
    id bigint NOT NULL,
    alert text NOT NULL,
    channel text NOT NULL,
    story text NOT NULL,
    posts integer NOT NULL,
    first bigint NOT NULL,
    at bigint NOT NULL,
    papers integer NOT NULL,
    deaths double precision NOT NULL,
    slot bigint NOT NULL
);

CREATE SEQUENCE alert_stories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE alert_stories_id_seq OWNED BY alert_stories.id;

CREATE TABLE alerts (
    alert text NOT NULL,
    channel text NOT NULL,
    since bigint NOT NULL,
    used bigint
);

CREATE TABLE articles (
    number bigint NOT NULL,
    id text NOT NULL,
    seen bigint NOT NULL,
    origin text NOT NULL,
    digest text NOT NULL,
    published bigint,
    copy_of text,
    story text,
    hashes integer NOT NULL,
    url text,
    title text,
    day date,
    site text,
    lang text,
    authors text NOT NULL,
    text text NOT NULL,
    fingerprint bytea NOT NULL,
    search tsvector GENERATED ALWAYS AS ((setweight(to_tsvector('simple'::regconfig, "left"(COALESCE(title, ''::text), 1000)), 'A'::"char") || to_tsvector('simple'::regconfig, "left"(text, 200000)))) STORED,
    etag text,
    modified text
);

CREATE SEQUENCE articles_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE articles_number_seq OWNED BY articles.number;

CREATE TABLE bodies (
    hash bytea NOT NULL,
    text text NOT NULL,
    used bigint NOT NULL
);

CREATE TABLE briefings (
    digest text NOT NULL,
    engine text NOT NULL,
    form integer NOT NULL,
    document text NOT NULL
);

CREATE TABLE calendar_addresses (
    id bigint NOT NULL,
    channel text NOT NULL,
    digest text NOT NULL,
    by text NOT NULL,
    since bigint NOT NULL
);

CREATE SEQUENCE calendar_addresses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE calendar_addresses_id_seq OWNED BY calendar_addresses.id;

CREATE TABLE chat_events (
    event bytea NOT NULL,
    at bigint NOT NULL,
    until bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE chat_notes (
    note bytea NOT NULL,
    body text NOT NULL,
    at bigint NOT NULL
);

CREATE TABLE corrections (
    id bigint NOT NULL,
    edition bigint NOT NULL,
    place integer NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    printed text NOT NULL,
    now text,
    link text,
    note text,
    title text,
    paper text,
    url text,
    slot bigint
);

CREATE SEQUENCE corrections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE corrections_id_seq OWNED BY corrections.id;

CREATE TABLE edition_articles (
    edition bigint NOT NULL,
    place integer NOT NULL,
    article text NOT NULL
);

CREATE TABLE edition_passed (
    edition bigint NOT NULL,
    place integer NOT NULL,
    article text NOT NULL
);

CREATE TABLE edition_sentences (
    edition bigint NOT NULL,
    place integer NOT NULL,
    sentence text NOT NULL
);

CREATE TABLE editions (
    number bigint NOT NULL,
    id text NOT NULL,
    digest text NOT NULL,
    channel text NOT NULL,
    at bigint NOT NULL,
    slot text,
    document text NOT NULL,
    kind text DEFAULT 'digest'::text NOT NULL,
    shared bytea
);

CREATE SEQUENCE editions_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE editions_number_seq OWNED BY editions.number;

CREATE TABLE fingerprints (
    period integer NOT NULL,
    hash bigint NOT NULL,
    article bigint NOT NULL
);

CREATE TABLE forgotten (
    key bytea NOT NULL,
    words integer NOT NULL
);

CREATE TABLE installations (
    key bytea NOT NULL,
    platform text NOT NULL,
    at bigint NOT NULL,
    sealed text NOT NULL,
    expires bigint,
    lease_until bigint
);

CREATE TABLE item_keys (
    key bytea NOT NULL,
    item bigint NOT NULL
);

CREATE TABLE item_sources (
    item bigint NOT NULL,
    source bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL
);

CREATE TABLE items (
    id bigint NOT NULL,
    status text NOT NULL,
    seen bigint NOT NULL,
    due bigint NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    article bigint,
    note text,
    guid text,
    url text,
    title text,
    published bigint,
    authors text NOT NULL,
    content text NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE SEQUENCE items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE items_id_seq OWNED BY items.id;

CREATE TABLE locks (
    name text NOT NULL COLLATE pg_catalog."C",
    lane text GENERATED ALWAYS AS (
CASE
    WHEN starts_with(name, 'channel '::text) THEN substr(name, 9)
    ELSE NULL::text
END) STORED COLLATE pg_catalog."C"
);

CREATE TABLE marks (
    name text NOT NULL,
    at bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE mutes (
    id bigint NOT NULL,
    channel text NOT NULL,
    key bytea NOT NULL,
    what text NOT NULL,
    by text NOT NULL,
    since bigint NOT NULL
);

CREATE SEQUENCE mutes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE mutes_id_seq OWNED BY mutes.id;

CREATE TABLE notices (
    id bigint NOT NULL,
    channel text NOT NULL,
    family text NOT NULL,
    key text NOT NULL,
    text text NOT NULL,
    passing boolean NOT NULL,
    over boolean NOT NULL,
    at bigint NOT NULL,
    told boolean DEFAULT false NOT NULL,
    sheet text,
    attempts integer DEFAULT 0 NOT NULL,
    first_try bigint,
    lease_until bigint
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE SEQUENCE notices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE notices_id_seq OWNED BY notices.id;

CREATE TABLE outbox (
    id bigint NOT NULL,
    slot bigint NOT NULL,
    part integer NOT NULL,
    body text NOT NULL,
    nonce text NOT NULL,
    state text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    first_try bigint,
    next_at bigint,
    lease_until bigint,
    owner text,
    message_id text,
    error text,
    reply_to bigint,
    shared bytea,
    edition text,
    day date DEFAULT '1970-01-01'::date NOT NULL
)
PARTITION BY RANGE (day);

CREATE SEQUENCE outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE outbox_id_seq OWNED BY outbox.id;

CREATE TABLE outbox_rest (
    id bigint DEFAULT nextval('outbox_id_seq'::regclass) NOT NULL,
    slot bigint NOT NULL,
    part integer NOT NULL,
    body text NOT NULL,
    nonce text NOT NULL,
    state text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    first_try bigint,
    next_at bigint,
    lease_until bigint,
    owner text,
    message_id text,
    error text,
    reply_to bigint,
    shared bytea,
    edition text,
    day date DEFAULT '1970-01-01'::date NOT NULL
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE outbox_undated (
    id bigint DEFAULT nextval('outbox_id_seq'::regclass) NOT NULL,
    slot bigint NOT NULL,
    part integer NOT NULL,
    body text NOT NULL,
    nonce text NOT NULL,
    state text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    first_try bigint,
    next_at bigint,
    lease_until bigint,
    owner text,
    message_id text,
    error text,
    reply_to bigint,
    shared bytea,
    edition text,
    day date DEFAULT '1970-01-01'::date NOT NULL
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE paces (
    name text NOT NULL COLLATE pg_catalog."C",
    next_at bigint NOT NULL
)
WITH (fillfactor='50');

CREATE TABLE personal_alerts (
    id bigint NOT NULL,
    platform text NOT NULL,
    person text NOT NULL,
    topic text NOT NULL,
    timezone text NOT NULL
);

CREATE SEQUENCE personal_alerts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE personal_alerts_id_seq OWNED BY personal_alerts.id;

CREATE TABLE personal_digests (
    id bigint NOT NULL,
    platform text NOT NULL,
    person text NOT NULL,
    topic text NOT NULL,
    at text NOT NULL,
    timezone text NOT NULL
);

CREATE SEQUENCE personal_digests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE personal_digests_id_seq OWNED BY personal_digests.id;

CREATE TABLE record_articles (
    number bigint NOT NULL,
    id text NOT NULL,
    seen bigint NOT NULL,
    at bigint NOT NULL,
    day date NOT NULL,
    original text NOT NULL,
    url text,
    title text,
    paper text,
    site text,
    lang text,
    story text
);

CREATE TABLE record_claims (
    id bigint NOT NULL,
    article bigint NOT NULL,
    sentence bigint NOT NULL,
    speaker bigint,
    surname text,
    source text,
    role text,
    cue text,
    start integer NOT NULL,
    "end" integer NOT NULL,
    text text,
    kind text NOT NULL
);

CREATE SEQUENCE record_claims_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE record_claims_id_seq OWNED BY record_claims.id;

CREATE TABLE record_due (
    article bigint NOT NULL
);

CREATE TABLE record_events (
    id bigint NOT NULL,
    uid text NOT NULL,
    sequence integer NOT NULL
);

CREATE SEQUENCE record_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE record_events_id_seq OWNED BY record_events.id;

CREATE TABLE record_marks (
    name text NOT NULL,
    number bigint NOT NULL
);

CREATE TABLE record_regrouped (
    article bigint NOT NULL
);

CREATE TABLE record_reports (
    id bigint NOT NULL,
    event bigint NOT NULL,
    article bigint NOT NULL,
    sentence bigint NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    "precision" text NOT NULL,
    change text NOT NULL,
    was date
);

CREATE SEQUENCE record_reports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE record_reports_id_seq OWNED BY record_reports.id;

CREATE TABLE record_sentences (
    id bigint NOT NULL,
    article bigint NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL,
    text text NOT NULL,
    words text NOT NULL,
    fragment text,
    carries boolean NOT NULL
);

CREATE TABLE record_speakers (
    id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    surname text NOT NULL COLLATE pg_catalog."C",
    role text,
    roles text NOT NULL
);

CREATE SEQUENCE record_speakers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE record_speakers_id_seq OWNED BY record_speakers.id;

CREATE TABLE record_topics (
    article bigint NOT NULL,
    topic text NOT NULL
);

CREATE TABLE reminder_settings (
    channel text NOT NULL,
    periods text NOT NULL,
    by text NOT NULL,
    at bigint NOT NULL
);

CREATE TABLE reminder_uses (
    digest text NOT NULL,
    channel text NOT NULL,
    before integer NOT NULL,
    since bigint NOT NULL,
    used bigint NOT NULL
);

CREATE TABLE reminders (
    id bigint NOT NULL,
    channel text NOT NULL,
    event text NOT NULL,
    first date NOT NULL,
    before integer NOT NULL,
    sequence integer NOT NULL,
    last date NOT NULL,
    kind text NOT NULL,
    at bigint NOT NULL,
    slot bigint NOT NULL
);

CREATE SEQUENCE reminders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE reminders_id_seq OWNED BY reminders.id;

CREATE TABLE slots (
    id bigint NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    local_date date NOT NULL,
    time_index integer NOT NULL,
    slot_utc bigint NOT NULL,
    state text NOT NULL,
    late boolean DEFAULT false NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at bigint NOT NULL,
    lease_until bigint,
    owner text,
    error text,
    begun bigint,
    workspace text GENERATED ALWAYS AS (rtrim(channel, replace(channel, '/'::text, ''::text))) STORED COLLATE pg_catalog."C"
)
PARTITION BY RANGE (local_date);

CREATE SEQUENCE slots_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE slots_id_seq OWNED BY slots.id;

CREATE TABLE slots_before (
    id bigint DEFAULT nextval('slots_id_seq'::regclass) NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    local_date date NOT NULL,
    time_index integer NOT NULL,
    slot_utc bigint NOT NULL,
    state text NOT NULL,
    late boolean DEFAULT false NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at bigint NOT NULL,
    lease_until bigint,
    owner text,
    error text,
    begun bigint,
    workspace text GENERATED ALWAYS AS (rtrim(channel, replace(channel, '/'::text, ''::text))) STORED COLLATE pg_catalog."C"
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE slots_rest (
    id bigint DEFAULT nextval('slots_id_seq'::regclass) NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    local_date date NOT NULL,
    time_index integer NOT NULL,
    slot_utc bigint NOT NULL,
    state text NOT NULL,
    late boolean DEFAULT false NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at bigint NOT NULL,
    lease_until bigint,
    owner text,
    error text,
    begun bigint,
    workspace text GENERATED ALWAYS AS (rtrim(channel, replace(channel, '/'::text, ''::text))) STORED COLLATE pg_catalog."C"
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE sources (
    id bigint NOT NULL,
    url text NOT NULL,
    kind text,
    due bigint,
    etag text,
    modified text,
    body_hash text,
    tried bigint,
    read bigint,
    moved text,
    gone boolean DEFAULT false NOT NULL,
    resting boolean DEFAULT false NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    failing bigint,
    error text,
    told bigint,
    brought integer DEFAULT 0 NOT NULL,
    listed bigint,
    title text,
    followed boolean DEFAULT false NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE SEQUENCE sources_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE sources_id_seq OWNED BY sources.id;

CREATE TABLE story_edits (
    id bigint NOT NULL,
    channel text NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    first text NOT NULL,
    second text NOT NULL,
    title text NOT NULL,
    by text NOT NULL,
    since bigint NOT NULL
);

CREATE SEQUENCE story_edits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE story_edits_id_seq OWNED BY story_edits.id;

CREATE TABLE told_articles (
    article bigint NOT NULL,
    since bigint NOT NULL,
    due bigint,
    readings integer DEFAULT 0 NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE told_lines (
    edition bigint NOT NULL,
    place integer NOT NULL,
    story text NOT NULL,
    article text NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL,
    kind text NOT NULL,
    text text NOT NULL
);

ALTER TABLE ONLY outbox ATTACH PARTITION outbox_rest DEFAULT;

ALTER TABLE ONLY outbox ATTACH PARTITION outbox_undated FOR VALUES FROM ('1970-01-01') TO ('1970-01-02');

ALTER TABLE ONLY slots ATTACH PARTITION slots_before FOR VALUES FROM (MINVALUE) TO ('1970-01-02');

ALTER TABLE ONLY slots ATTACH PARTITION slots_rest DEFAULT;

ALTER TABLE ONLY alert_stories ALTER COLUMN id SET DEFAULT nextval('alert_stories_id_seq'::regclass);

ALTER TABLE ONLY articles ALTER COLUMN number SET DEFAULT nextval('articles_number_seq'::regclass);

ALTER TABLE ONLY calendar_addresses ALTER COLUMN id SET DEFAULT nextval('calendar_addresses_id_seq'::regclass);

ALTER TABLE ONLY corrections ALTER COLUMN id SET DEFAULT nextval('corrections_id_seq'::regclass);

ALTER TABLE ONLY editions ALTER COLUMN number SET DEFAULT nextval('editions_number_seq'::regclass);

ALTER TABLE ONLY items ALTER COLUMN id SET DEFAULT nextval('items_id_seq'::regclass);

ALTER TABLE ONLY mutes ALTER COLUMN id SET DEFAULT nextval('mutes_id_seq'::regclass);

ALTER TABLE ONLY notices ALTER COLUMN id SET DEFAULT nextval('notices_id_seq'::regclass);

ALTER TABLE ONLY outbox ALTER COLUMN id SET DEFAULT nextval('outbox_id_seq'::regclass);

ALTER TABLE ONLY personal_alerts ALTER COLUMN id SET DEFAULT nextval('personal_alerts_id_seq'::regclass);

ALTER TABLE ONLY personal_digests ALTER COLUMN id SET DEFAULT nextval('personal_digests_id_seq'::regclass);

ALTER TABLE ONLY record_claims ALTER COLUMN id SET DEFAULT nextval('record_claims_id_seq'::regclass);

ALTER TABLE ONLY record_events ALTER COLUMN id SET DEFAULT nextval('record_events_id_seq'::regclass);

ALTER TABLE ONLY record_reports ALTER COLUMN id SET DEFAULT nextval('record_reports_id_seq'::regclass);

ALTER TABLE ONLY record_speakers ALTER COLUMN id SET DEFAULT nextval('record_speakers_id_seq'::regclass);

ALTER TABLE ONLY reminders ALTER COLUMN id SET DEFAULT nextval('reminders_id_seq'::regclass);

ALTER TABLE ONLY slots ALTER COLUMN id SET DEFAULT nextval('slots_id_seq'::regclass);

ALTER TABLE ONLY sources ALTER COLUMN id SET DEFAULT nextval('sources_id_seq'::regclass);

ALTER TABLE ONLY story_edits ALTER COLUMN id SET DEFAULT nextval('story_edits_id_seq'::regclass);

INSERT INTO alembic_version VALUES ('0020', '0015');

INSERT INTO marks VALUES ('unfinished from', 0);
INSERT INTO marks VALUES ('unfinished to', 253402214400000000);

ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY alert_articles
    ADD CONSTRAINT alert_articles_pkey PRIMARY KEY (story, article);

ALTER TABLE ONLY alert_leases
    ADD CONSTRAINT alert_leases_pkey PRIMARY KEY (id);

ALTER TABLE ONLY alert_left
    ADD CONSTRAINT alert_left_pkey PRIMARY KEY (alert, channel, article);

ALTER TABLE ONLY alert_stories
    ADD CONSTRAINT alert_stories_pkey PRIMARY KEY (id);

ALTER TABLE ONLY alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (alert, channel);

ALTER TABLE ONLY articles
    ADD CONSTRAINT articles_id_key UNIQUE (id);

ALTER TABLE ONLY articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (number);

ALTER TABLE ONLY bodies
    ADD CONSTRAINT bodies_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY briefings
    ADD CONSTRAINT briefings_pkey PRIMARY KEY (digest, engine, form);

ALTER TABLE ONLY calendar_addresses
    ADD CONSTRAINT calendar_addresses_pkey PRIMARY KEY (id);

ALTER TABLE ONLY chat_events
    ADD CONSTRAINT chat_events_pkey PRIMARY KEY (event);

ALTER TABLE ONLY chat_notes
    ADD CONSTRAINT chat_notes_pkey PRIMARY KEY (note);

ALTER TABLE ONLY corrections
    ADD CONSTRAINT corrections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY edition_articles
    ADD CONSTRAINT edition_articles_pkey PRIMARY KEY (edition, place);

ALTER TABLE ONLY edition_passed
    ADD CONSTRAINT edition_passed_pkey PRIMARY KEY (edition, place);

ALTER TABLE ONLY edition_sentences
    ADD CONSTRAINT edition_sentences_pkey PRIMARY KEY (edition, place);

ALTER TABLE ONLY editions
    ADD CONSTRAINT editions_pkey PRIMARY KEY (number);

ALTER TABLE ONLY fingerprints
    ADD CONSTRAINT fingerprints_pkey PRIMARY KEY (period, hash, article);

ALTER TABLE ONLY forgotten
    ADD CONSTRAINT forgotten_pkey PRIMARY KEY (key);

ALTER TABLE ONLY installations
    ADD CONSTRAINT installations_pkey PRIMARY KEY (key);

ALTER TABLE ONLY item_keys
    ADD CONSTRAINT item_keys_pkey PRIMARY KEY (key);

ALTER TABLE ONLY item_sources
    ADD CONSTRAINT item_sources_pkey PRIMARY KEY (item, source);

ALTER TABLE ONLY items
    ADD CONSTRAINT items_pkey PRIMARY KEY (id);

ALTER TABLE ONLY locks
    ADD CONSTRAINT locks_pkey PRIMARY KEY (name);

ALTER TABLE ONLY marks
    ADD CONSTRAINT marks_pkey PRIMARY KEY (name);

ALTER TABLE ONLY mutes
    ADD CONSTRAINT mutes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (id);

ALTER TABLE ONLY outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id, day);

ALTER TABLE ONLY outbox_rest
    ADD CONSTRAINT outbox_rest_pkey PRIMARY KEY (id, day);

ALTER TABLE ONLY outbox
    ADD CONSTRAINT uq_outbox_part UNIQUE (slot, part, day);

ALTER TABLE ONLY outbox_rest
    ADD CONSTRAINT outbox_rest_slot_part_day_key UNIQUE (slot, part, day);

ALTER TABLE ONLY outbox_undated
    ADD CONSTRAINT outbox_undated_pkey PRIMARY KEY (id, day);

ALTER TABLE ONLY outbox_undated
    ADD CONSTRAINT outbox_undated_slot_part_day_key UNIQUE (slot, part, day);

ALTER TABLE ONLY paces
    ADD CONSTRAINT paces_pkey PRIMARY KEY (name);

ALTER TABLE ONLY personal_alerts
    ADD CONSTRAINT personal_alerts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY personal_digests
    ADD CONSTRAINT personal_digests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY record_articles
    ADD CONSTRAINT record_articles_id_key UNIQUE (id);

ALTER TABLE ONLY record_articles
    ADD CONSTRAINT record_articles_pkey PRIMARY KEY (number);

ALTER TABLE ONLY record_claims
    ADD CONSTRAINT record_claims_pkey PRIMARY KEY (id);

ALTER TABLE ONLY record_due
    ADD CONSTRAINT record_due_pkey PRIMARY KEY (article);

ALTER TABLE ONLY record_events
    ADD CONSTRAINT record_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY record_events
    ADD CONSTRAINT record_events_uid_key UNIQUE (uid);

ALTER TABLE ONLY record_marks
    ADD CONSTRAINT record_marks_pkey PRIMARY KEY (name);

ALTER TABLE ONLY record_regrouped
    ADD CONSTRAINT record_regrouped_pkey PRIMARY KEY (article);

ALTER TABLE ONLY record_reports
    ADD CONSTRAINT record_reports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY record_sentences
    ADD CONSTRAINT record_sentences_pkey PRIMARY KEY (id);

ALTER TABLE ONLY record_speakers
    ADD CONSTRAINT record_speakers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY record_topics
    ADD CONSTRAINT record_topics_pkey PRIMARY KEY (article, topic);

ALTER TABLE ONLY reminder_settings
    ADD CONSTRAINT reminder_settings_pkey PRIMARY KEY (channel);

ALTER TABLE ONLY reminder_uses
    ADD CONSTRAINT reminder_uses_pkey PRIMARY KEY (digest, channel, before);

ALTER TABLE ONLY reminders
    ADD CONSTRAINT reminders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY slots
    ADD CONSTRAINT uq_slots_key UNIQUE (digest, channel, local_date, time_index);

ALTER TABLE ONLY slots_before
    ADD CONSTRAINT slots_before_digest_channel_local_date_time_index_key UNIQUE (digest, channel, local_date, time_index);

ALTER TABLE ONLY slots
    ADD CONSTRAINT slots_pkey PRIMARY KEY (id, local_date);

ALTER TABLE ONLY slots_before
    ADD CONSTRAINT slots_before_pkey PRIMARY KEY (id, local_date);

ALTER TABLE ONLY slots_rest
    ADD CONSTRAINT slots_rest_digest_channel_local_date_time_index_key UNIQUE (digest, channel, local_date, time_index);

ALTER TABLE ONLY slots_rest
    ADD CONSTRAINT slots_rest_pkey PRIMARY KEY (id, local_date);

ALTER TABLE ONLY sources
    ADD CONSTRAINT sources_pkey PRIMARY KEY (id);

ALTER TABLE ONLY sources
    ADD CONSTRAINT sources_url_key UNIQUE (url);

ALTER TABLE ONLY story_edits
    ADD CONSTRAINT story_edits_pkey PRIMARY KEY (id);

ALTER TABLE ONLY told_articles
    ADD CONSTRAINT told_articles_pkey PRIMARY KEY (article);

ALTER TABLE ONLY told_lines
    ADD CONSTRAINT told_lines_pkey PRIMARY KEY (edition, place);

ALTER TABLE ONLY calendar_addresses
    ADD CONSTRAINT uq_calendar_addresses UNIQUE (channel);

ALTER TABLE ONLY editions
    ADD CONSTRAINT uq_editions_slot UNIQUE (slot, channel);

ALTER TABLE ONLY mutes
    ADD CONSTRAINT uq_mutes UNIQUE (channel, key);

ALTER TABLE ONLY personal_alerts
    ADD CONSTRAINT uq_personal_alerts UNIQUE (platform, person, topic);

ALTER TABLE ONLY personal_digests
    ADD CONSTRAINT uq_personal_digests UNIQUE (platform, person, topic);

ALTER TABLE ONLY reminders
    ADD CONSTRAINT uq_reminders UNIQUE (channel, event, first, before, sequence);

ALTER TABLE ONLY story_edits
    ADD CONSTRAINT uq_story_edits UNIQUE (channel, number);

CREATE INDEX ix_alert_left_at ON alert_left USING btree (at);

CREATE INDEX ix_alert_stories ON alert_stories USING btree (channel, at, alert);

CREATE INDEX ix_articles_digest ON articles USING btree (digest);

CREATE INDEX ix_articles_search ON articles USING gin (search);

CREATE INDEX ix_articles_seen ON articles USING btree (seen);

CREATE INDEX ix_chat_events_until ON chat_events USING btree (until);

CREATE INDEX ix_chat_notes_at ON chat_notes USING btree (at);

CREATE INDEX ix_corrections_at ON corrections USING btree (at);

CREATE INDEX ix_corrections_edition ON corrections USING btree (edition);

CREATE INDEX ix_corrections_slot ON corrections USING btree (slot);

CREATE INDEX ix_edition_articles_article ON edition_articles USING btree (article);

CREATE INDEX ix_editions_channel ON editions USING btree (channel, at);

CREATE INDEX ix_editions_digest ON editions USING btree (digest, at);

CREATE INDEX ix_editions_shared ON editions USING btree (shared) WHERE (shared IS NOT NULL);

CREATE INDEX ix_item_keys_item ON item_keys USING btree (item);

CREATE INDEX ix_item_sources_source ON item_sources USING btree (source);

CREATE INDEX ix_items_article ON items USING btree (article);

CREATE INDEX ix_items_pending ON items USING btree (due) WHERE (status = 'pending'::text);

CREATE INDEX ix_items_seen ON items USING btree (seen);

CREATE INDEX ix_locks_lane ON locks USING btree (lane);

CREATE INDEX ix_notices_channel ON notices USING btree (channel);

CREATE INDEX ix_notices_sheet ON notices USING btree (sheet);

CREATE INDEX ix_outbox_shared ON ONLY outbox USING btree (shared) WHERE (shared IS NOT NULL);

CREATE INDEX ix_outbox_shared_old ON outbox_undated USING btree (shared) WHERE (shared IS NOT NULL);

CREATE INDEX ix_record_articles_original ON record_articles USING btree (original);

CREATE INDEX ix_record_articles_seen ON record_articles USING btree (seen, number);

CREATE INDEX ix_record_articles_story ON record_articles USING btree (story);

CREATE INDEX ix_record_claims_article ON record_claims USING btree (article);

CREATE INDEX ix_record_claims_speaker ON record_claims USING btree (speaker, article);

CREATE INDEX ix_record_claims_surname ON record_claims USING btree (surname) WHERE (surname IS NOT NULL);

CREATE INDEX ix_record_reports_article ON record_reports USING btree (article);

CREATE INDEX ix_record_reports_event ON record_reports USING btree (event);

CREATE INDEX ix_record_reports_first ON record_reports USING btree (first, event, article);

CREATE INDEX ix_record_reports_last ON record_reports USING btree (last, first, event, article) WHERE (first <> last);

CREATE INDEX ix_record_search ON record_sentences USING gin (record_tokens(words));

CREATE INDEX ix_record_sentences_article ON record_sentences USING btree (article);

CREATE INDEX ix_record_speakers_key ON record_speakers USING btree (key);

CREATE INDEX ix_record_speakers_surname ON record_speakers USING btree (surname);

CREATE INDEX ix_record_topics ON record_topics USING btree (topic, article);

CREATE INDEX ix_reminders_last ON reminders USING btree (channel, last);

CREATE INDEX ix_slots_channel ON ONLY slots USING btree (channel, state, slot_utc);

CREATE INDEX ix_slots_channel_old ON slots_before USING btree (channel, state, slot_utc);

CREATE INDEX ix_slots_slot_utc ON ONLY slots USING btree (slot_utc);

CREATE INDEX ix_slots_slot_utc_old ON slots_before USING btree (slot_utc);

CREATE INDEX ix_slots_workspace ON ONLY slots USING btree (state, workspace, slot_utc, digest, channel, local_date, time_index) WHERE (state = ANY (ARRAY['due'::text, 'building'::text, 'built'::text]));

CREATE INDEX ix_slots_workspace_old ON slots_before USING btree (state, workspace, slot_utc, digest, channel, local_date, time_index) WHERE (state = ANY (ARRAY['due'::text, 'building'::text, 'built'::text]));

CREATE INDEX ix_told_articles_due ON told_articles USING btree (due);

CREATE INDEX ix_told_lines_article ON told_lines USING btree (article);

CREATE INDEX outbox_rest_shared_idx ON outbox_rest USING btree (shared) WHERE (shared IS NOT NULL);

CREATE INDEX slots_rest_channel_state_slot_utc_idx ON slots_rest USING btree (channel, state, slot_utc);

CREATE INDEX slots_rest_slot_utc_idx ON slots_rest USING btree (slot_utc);

CREATE INDEX slots_rest_state_workspace_slot_utc_digest_channel_local_da_idx ON slots_rest USING btree (state, workspace, slot_utc, digest, channel, local_date, time_index) WHERE (state = ANY (ARRAY['due'::text, 'building'::text, 'built'::text]));

ALTER INDEX ix_outbox_shared ATTACH PARTITION ix_outbox_shared_old;

ALTER INDEX ix_slots_channel ATTACH PARTITION ix_slots_channel_old;

ALTER INDEX ix_slots_slot_utc ATTACH PARTITION ix_slots_slot_utc_old;

ALTER INDEX ix_slots_workspace ATTACH PARTITION ix_slots_workspace_old;

ALTER INDEX outbox_pkey ATTACH PARTITION outbox_rest_pkey;

ALTER INDEX ix_outbox_shared ATTACH PARTITION outbox_rest_shared_idx;

ALTER INDEX uq_outbox_part ATTACH PARTITION outbox_rest_slot_part_day_key;

ALTER INDEX outbox_pkey ATTACH PARTITION outbox_undated_pkey;

ALTER INDEX uq_outbox_part ATTACH PARTITION outbox_undated_slot_part_day_key;

ALTER INDEX uq_slots_key ATTACH PARTITION slots_before_digest_channel_local_date_time_index_key;

ALTER INDEX slots_pkey ATTACH PARTITION slots_before_pkey;

ALTER INDEX ix_slots_channel ATTACH PARTITION slots_rest_channel_state_slot_utc_idx;

ALTER INDEX uq_slots_key ATTACH PARTITION slots_rest_digest_channel_local_date_time_index_key;

ALTER INDEX slots_pkey ATTACH PARTITION slots_rest_pkey;

ALTER INDEX ix_slots_slot_utc ATTACH PARTITION slots_rest_slot_utc_idx;

ALTER INDEX ix_slots_workspace ATTACH PARTITION slots_rest_state_workspace_slot_utc_digest_channel_local_da_idx;

CREATE TRIGGER delete_messages AFTER DELETE ON slots REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION delete_messages();

CREATE TRIGGER note_added AFTER INSERT ON slots REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_added();

CREATE TRIGGER note_requeued AFTER UPDATE ON slots FOR EACH ROW WHEN (((old.state = ANY (ARRAY['dead'::text, 'posted'::text, 'skipped'::text])) AND (new.state = ANY (ARRAY['due'::text, 'building'::text, 'built'::text])))) EXECUTE FUNCTION note_requeued();

CREATE TRIGGER note_without_day AFTER INSERT ON outbox FOR EACH ROW WHEN ((new.day = '1970-01-01'::date)) EXECUTE FUNCTION note_without_day();

ALTER TABLE ONLY alert_articles
    ADD CONSTRAINT alert_articles_story_fkey FOREIGN KEY (story) REFERENCES alert_stories(id) ON DELETE CASCADE;

ALTER TABLE ONLY corrections
    ADD CONSTRAINT corrections_edition_fkey FOREIGN KEY (edition) REFERENCES editions(number) ON DELETE CASCADE;

ALTER TABLE ONLY edition_articles
    ADD CONSTRAINT edition_articles_edition_fkey FOREIGN KEY (edition) REFERENCES editions(number) ON DELETE CASCADE;

ALTER TABLE ONLY edition_passed
    ADD CONSTRAINT edition_passed_edition_fkey FOREIGN KEY (edition) REFERENCES editions(number) ON DELETE CASCADE;

ALTER TABLE ONLY edition_sentences
    ADD CONSTRAINT edition_sentences_edition_fkey FOREIGN KEY (edition) REFERENCES editions(number) ON DELETE CASCADE;

ALTER TABLE ONLY item_keys
    ADD CONSTRAINT item_keys_item_fkey FOREIGN KEY (item) REFERENCES items(id) ON DELETE CASCADE;

ALTER TABLE ONLY item_sources
    ADD CONSTRAINT item_sources_item_fkey FOREIGN KEY (item) REFERENCES items(id) ON DELETE CASCADE;

ALTER TABLE ONLY item_sources
    ADD CONSTRAINT item_sources_source_fkey FOREIGN KEY (source) REFERENCES sources(id) ON DELETE CASCADE;

ALTER TABLE ONLY items
    ADD CONSTRAINT items_article_fkey FOREIGN KEY (article) REFERENCES articles(number) ON DELETE SET NULL;

ALTER TABLE ONLY record_claims
    ADD CONSTRAINT record_claims_article_fkey FOREIGN KEY (article) REFERENCES record_articles(number) ON DELETE CASCADE;

ALTER TABLE ONLY record_due
    ADD CONSTRAINT record_due_article_fkey FOREIGN KEY (article) REFERENCES articles(number) ON DELETE CASCADE;

ALTER TABLE ONLY record_regrouped
    ADD CONSTRAINT record_regrouped_article_fkey FOREIGN KEY (article) REFERENCES record_articles(number) ON DELETE CASCADE;

ALTER TABLE ONLY record_reports
    ADD CONSTRAINT record_reports_article_fkey FOREIGN KEY (article) REFERENCES record_articles(number) ON DELETE CASCADE;

ALTER TABLE ONLY record_reports
    ADD CONSTRAINT record_reports_event_fkey FOREIGN KEY (event) REFERENCES record_events(id) ON DELETE CASCADE;

ALTER TABLE ONLY record_sentences
    ADD CONSTRAINT record_sentences_article_fkey FOREIGN KEY (article) REFERENCES record_articles(number) ON DELETE CASCADE;

ALTER TABLE ONLY record_topics
    ADD CONSTRAINT record_topics_article_fkey FOREIGN KEY (article) REFERENCES record_articles(number) ON DELETE CASCADE;

ALTER TABLE ONLY told_articles
    ADD CONSTRAINT told_articles_article_fkey FOREIGN KEY (article) REFERENCES articles(number) ON DELETE CASCADE;

ALTER TABLE ONLY told_lines
    ADD CONSTRAINT told_lines_edition_fkey FOREIGN KEY (edition) REFERENCES editions(number) ON DELETE CASCADE;
