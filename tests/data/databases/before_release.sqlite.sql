CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL, oldest VARCHAR(32),
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE alert_articles (
  story INTEGER NOT NULL,
  article TEXT NOT NULL,
  PRIMARY KEY (story, article),
  FOREIGN KEY(story) REFERENCES alert_stories (id) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE alert_leases (
  id INTEGER NOT NULL,
  owner TEXT NOT NULL,
  lease_until BIGINT NOT NULL,
  term INTEGER NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE alert_left (
  alert TEXT NOT NULL,
  channel TEXT NOT NULL,
  article TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (alert, channel, article)
)
 WITHOUT ROWID;

CREATE TABLE alert_stories (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  alert TEXT NOT NULL,
  channel TEXT NOT NULL,
  story TEXT NOT NULL,
  posts INTEGER NOT NULL,
  first BIGINT NOT NULL,
  at BIGINT NOT NULL,
  papers INTEGER NOT NULL,
  deaths FLOAT NOT NULL,
  slot INTEGER NOT NULL
);

CREATE TABLE alerts (
  alert TEXT NOT NULL,
  channel TEXT NOT NULL,
  since BIGINT NOT NULL, used BIGINT,
  PRIMARY KEY (alert, channel)
);

CREATE VIRTUAL TABLE article_search USING fts5(
        title, text, content='articles', content_rowid='number',
        tokenize='unicode61 remove_diacritics 2');

CREATE TABLE articles (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  seen BIGINT NOT NULL,
  origin TEXT NOT NULL,
  digest TEXT NOT NULL,
  published BIGINT,
  copy_of TEXT,
  story TEXT,
  hashes INTEGER NOT NULL,
  url TEXT,
  title TEXT,
  day DATE,
  site TEXT,
  lang TEXT,
  authors TEXT NOT NULL,
  text TEXT NOT NULL,
  fingerprint BLOB NOT NULL, etag TEXT, modified TEXT,
  UNIQUE (id)
);

CREATE TABLE bodies (
  hash BLOB NOT NULL,
  text TEXT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (hash)
);

CREATE TABLE briefings (
  digest TEXT NOT NULL,
  engine TEXT NOT NULL,
  form INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (digest, engine, form)
);

CREATE TABLE calendar_addresses (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  digest TEXT NOT NULL,
  "by" TEXT NOT NULL,
  since BIGINT NOT NULL,
  CONSTRAINT uq_calendar_addresses UNIQUE (channel)
);

CREATE TABLE chat_events (
  event BLOB NOT NULL,
  at BIGINT NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (event)
)
 WITHOUT ROWID;

CREATE TABLE chat_notes (
  note BLOB NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (note)
);

CREATE TABLE corrections (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  edition INTEGER NOT NULL,
  place INTEGER NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  printed TEXT NOT NULL,
  now TEXT,
  link TEXT,
  note TEXT,
  title TEXT,
  paper TEXT,
  url TEXT,
  slot INTEGER,
  FOREIGN KEY(edition) REFERENCES editions (number) ON DELETE CASCADE
);

CREATE TABLE edition_articles (
  edition INTEGER NOT NULL,
  place INTEGER NOT NULL,
  article TEXT NOT NULL,
  PRIMARY KEY (edition, place),
  FOREIGN KEY(edition) REFERENCES editions (number) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE edition_passed (
  edition INTEGER NOT NULL,
  place INTEGER NOT NULL,
  article TEXT NOT NULL,
  PRIMARY KEY (edition, place),
  FOREIGN KEY(edition) REFERENCES editions (number) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE edition_sentences (
  edition INTEGER NOT NULL,
  place INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  PRIMARY KEY (edition, place),
  FOREIGN KEY(edition) REFERENCES editions (number) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE editions (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  channel TEXT NOT NULL,
  at BIGINT NOT NULL,
  slot TEXT,
  document TEXT NOT NULL, kind TEXT DEFAULT 'digest' NOT NULL, shared BLOB,
  CONSTRAINT uq_editions_slot UNIQUE (slot, channel)
);

CREATE TABLE fingerprints (
  period INTEGER NOT NULL,
  hash BIGINT NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (period, hash, article)
)
 WITHOUT ROWID;

CREATE TABLE forgotten (
  "key" BLOB NOT NULL,
  words INTEGER NOT NULL,
  PRIMARY KEY ("key")
)
 WITHOUT ROWID;

CREATE TABLE installations (
  "key" BLOB NOT NULL,
  platform TEXT NOT NULL,
  at BIGINT NOT NULL,
  sealed TEXT NOT NULL,
  expires BIGINT,
  lease_until BIGINT,
  PRIMARY KEY ("key")
);

CREATE TABLE item_keys (
  "key" BLOB NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY ("key"),
  FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE item_sources (
  item INTEGER NOT NULL,
  source INTEGER NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (item, source),
  FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE,
  FOREIGN KEY(source) REFERENCES sources (id) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE items (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  status TEXT NOT NULL,
  seen BIGINT NOT NULL,
  due BIGINT NOT NULL,
  attempts INTEGER DEFAULT 0 NOT NULL,
  article INTEGER,
  note TEXT,
  guid TEXT,
  url TEXT,
  title TEXT,
  published BIGINT,
  authors TEXT NOT NULL,
  content TEXT NOT NULL,
  FOREIGN KEY(article) REFERENCES articles (number) ON DELETE SET NULL
);

CREATE TABLE locks (
  name TEXT NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE marks (
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE mutes (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  "key" BLOB NOT NULL,
  what TEXT NOT NULL,
  "by" TEXT NOT NULL,
  since BIGINT NOT NULL,
  CONSTRAINT uq_mutes UNIQUE (channel, "key")
);

CREATE TABLE notices (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  family TEXT NOT NULL,
  "key" TEXT NOT NULL,
  text TEXT NOT NULL,
  passing BOOLEAN NOT NULL,
  over BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  told BOOLEAN DEFAULT false NOT NULL,
  sheet TEXT,
  attempts INTEGER DEFAULT 0 NOT NULL,
  first_try BIGINT,
  lease_until BIGINT
);

CREATE TABLE outbox (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  slot INTEGER NOT NULL,
  part INTEGER NOT NULL,
  body TEXT NOT NULL,
  nonce TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER DEFAULT 0 NOT NULL,
  first_try BIGINT,
  next_at BIGINT,
  lease_until BIGINT,
  owner TEXT,
  message_id TEXT,
  error TEXT, reply_to INTEGER, shared BLOB, edition TEXT, day DATE DEFAULT '1970-01-01' NOT NULL,
  CONSTRAINT uq_outbox_part UNIQUE (slot, part),
  FOREIGN KEY(slot) REFERENCES slots (id) ON DELETE CASCADE,
  UNIQUE (nonce)
);

CREATE TABLE paces (
  name TEXT NOT NULL,
  next_at BIGINT NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE personal_alerts (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  platform TEXT NOT NULL,
  person TEXT NOT NULL,
  topic TEXT NOT NULL,
  timezone TEXT NOT NULL,
  CONSTRAINT uq_personal_alerts UNIQUE (platform, person, topic)
);

CREATE TABLE personal_digests (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  platform TEXT NOT NULL,
  person TEXT NOT NULL,
  topic TEXT NOT NULL,
  at TEXT NOT NULL,
  timezone TEXT NOT NULL,
  CONSTRAINT uq_personal_digests UNIQUE (platform, person, topic)
);

CREATE TABLE record_articles (
  number INTEGER NOT NULL,
  id TEXT NOT NULL,
  seen BIGINT NOT NULL,
  at BIGINT NOT NULL,
  day DATE NOT NULL,
  original TEXT NOT NULL,
  url TEXT,
  title TEXT,
  paper TEXT,
  site TEXT,
  lang TEXT,
  story TEXT,
  PRIMARY KEY (number),
  UNIQUE (id)
);

CREATE TABLE record_claims (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL,
  sentence INTEGER NOT NULL,
  speaker INTEGER,
  surname TEXT,
  source TEXT,
  role TEXT,
  cue TEXT,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT,
  kind TEXT NOT NULL,
  FOREIGN KEY(article) REFERENCES record_articles (number) ON DELETE CASCADE
);

CREATE TABLE record_due (
  article INTEGER NOT NULL,
  PRIMARY KEY (article),
  FOREIGN KEY(article) REFERENCES articles (number) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE record_events (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  UNIQUE (uid)
);

CREATE TABLE record_marks (
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE record_regrouped (
  article INTEGER NOT NULL,
  PRIMARY KEY (article),
  FOREIGN KEY(article) REFERENCES record_articles (number) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE record_reports (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  event INTEGER NOT NULL,
  article INTEGER NOT NULL,
  sentence INTEGER NOT NULL,
  first DATE NOT NULL,
  last DATE NOT NULL,
  precision TEXT NOT NULL,
  change TEXT NOT NULL,
  was DATE,
  FOREIGN KEY(event) REFERENCES record_events (id) ON DELETE CASCADE,
  FOREIGN KEY(article) REFERENCES record_articles (number) ON DELETE CASCADE
);

CREATE VIRTUAL TABLE record_search USING fts5(
        words, content='record_sentences', content_rowid='id', columnsize=0,
        tokenize='ascii');

CREATE TABLE record_sentences (
  id INTEGER NOT NULL,
  article INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  words TEXT NOT NULL,
  fragment TEXT,
  carries BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(article) REFERENCES record_articles (number) ON DELETE CASCADE
);

CREATE TABLE record_speakers (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  surname TEXT NOT NULL,
  role TEXT,
  roles TEXT NOT NULL
);

CREATE TABLE record_topics (
  article INTEGER NOT NULL,
  topic TEXT NOT NULL,
  PRIMARY KEY (article, topic),
  FOREIGN KEY(article) REFERENCES record_articles (number) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE reminder_settings (
  channel TEXT NOT NULL,
  periods TEXT NOT NULL,
  "by" TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (channel)
);

CREATE TABLE reminder_uses (
  digest TEXT NOT NULL,
  channel TEXT NOT NULL,
  "before" INTEGER NOT NULL,
  since BIGINT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (digest, channel, "before")
)
 WITHOUT ROWID;

CREATE TABLE reminders (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  event TEXT NOT NULL,
  first DATE NOT NULL,
  "before" INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  last DATE NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  slot INTEGER NOT NULL,
  CONSTRAINT uq_reminders UNIQUE (channel, event, first, "before", sequence)
);

CREATE TABLE slots (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  digest TEXT NOT NULL,
  channel TEXT NOT NULL,
  local_date DATE NOT NULL,
  time_index INTEGER NOT NULL,
  slot_utc BIGINT NOT NULL,
  state TEXT NOT NULL,
  late BOOLEAN DEFAULT false NOT NULL,
  attempts INTEGER DEFAULT 0 NOT NULL,
  next_at BIGINT NOT NULL,
  lease_until BIGINT,
  owner TEXT,
  error TEXT,
  begun BIGINT,
  CONSTRAINT uq_slots_key UNIQUE (digest, channel, local_date, time_index)
);

CREATE TABLE sources (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL,
  kind TEXT,
  due BIGINT,
  etag TEXT,
  modified TEXT,
  body_hash TEXT,
  tried BIGINT,
  read BIGINT,
  moved TEXT,
  gone BOOLEAN DEFAULT false NOT NULL,
  resting BOOLEAN DEFAULT false NOT NULL,
  failures INTEGER DEFAULT 0 NOT NULL,
  failing BIGINT,
  error TEXT,
  told BIGINT,
  brought INTEGER DEFAULT 0 NOT NULL,
  listed BIGINT, title TEXT, followed BOOLEAN DEFAULT false NOT NULL,
  UNIQUE (url)
);

CREATE TABLE story_edits (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  first TEXT NOT NULL,
  second TEXT NOT NULL,
  title TEXT NOT NULL,
  "by" TEXT NOT NULL,
  since BIGINT NOT NULL,
  CONSTRAINT uq_story_edits UNIQUE (channel, number)
);

CREATE TABLE told_articles (
  article INTEGER NOT NULL,
  since BIGINT NOT NULL,
  due BIGINT,
  readings INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (article),
  FOREIGN KEY(article) REFERENCES articles (number) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE told_lines (
  edition INTEGER NOT NULL,
  place INTEGER NOT NULL,
  story TEXT NOT NULL,
  article TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (edition, place),
  FOREIGN KEY(edition) REFERENCES editions (number) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TRIGGER article_search_add AFTER INSERT ON articles BEGIN
        INSERT INTO article_search(rowid, title, text)
        VALUES (new.number, new.title, new.text); END;

CREATE TRIGGER article_search_change
    AFTER UPDATE OF title, text ON articles BEGIN
    INSERT INTO article_search(article_search, rowid, title, text)
    VALUES ('delete', old.number, old.title, old.text);
    INSERT INTO article_search(rowid, title, text)
    VALUES (new.number, new.title, new.text); END;

CREATE TRIGGER article_search_remove AFTER DELETE ON articles BEGIN
        INSERT INTO article_search(article_search, rowid, title, text)
        VALUES ('delete', old.number, old.title, old.text); END;

CREATE INDEX ix_alert_left_at ON alert_left (at);

CREATE INDEX ix_alert_stories ON alert_stories (channel, at, alert);

CREATE INDEX ix_articles_digest ON articles (digest);

CREATE INDEX ix_articles_seen ON articles (seen);

CREATE INDEX ix_chat_events_until ON chat_events (until);

CREATE INDEX ix_chat_notes_at ON chat_notes (at);

CREATE INDEX ix_corrections_at ON corrections (at);

CREATE INDEX ix_corrections_edition ON corrections (edition);

CREATE INDEX ix_corrections_slot ON corrections (slot);

CREATE INDEX ix_edition_articles_article ON edition_articles (article);

CREATE INDEX ix_editions_channel ON editions (channel, at);

CREATE INDEX ix_editions_digest ON editions (digest, at);

CREATE INDEX ix_editions_shared ON editions (shared) WHERE shared IS NOT NULL;

CREATE INDEX ix_item_keys_item ON item_keys (item);

CREATE INDEX ix_item_sources_source ON item_sources (source);

CREATE INDEX ix_items_article ON items (article);

CREATE INDEX ix_items_pending ON items (due) WHERE status = 'pending';

CREATE INDEX ix_items_seen ON items (seen);

CREATE INDEX ix_notices_channel ON notices (channel);

CREATE INDEX ix_notices_sheet ON notices (sheet);

CREATE INDEX ix_outbox_shared ON outbox (shared) WHERE shared IS NOT NULL;

CREATE INDEX ix_record_articles_original ON record_articles (original);

CREATE INDEX ix_record_articles_seen ON record_articles (seen, number);

CREATE INDEX ix_record_articles_story ON record_articles (story);

CREATE INDEX ix_record_claims_article ON record_claims (article);

CREATE INDEX ix_record_claims_speaker ON record_claims (speaker, article);

CREATE INDEX ix_record_claims_surname ON record_claims (surname) WHERE surname IS NOT NULL;

CREATE INDEX ix_record_reports_article ON record_reports (article);

CREATE INDEX ix_record_reports_event ON record_reports (event);

CREATE INDEX ix_record_reports_first ON record_reports (first, event, article);

CREATE INDEX ix_record_reports_last
        ON record_reports (last, first, event, article) WHERE first != last;

CREATE INDEX ix_record_sentences_article ON record_sentences (article);

CREATE INDEX ix_record_speakers_key ON record_speakers ("key");

CREATE INDEX ix_record_speakers_surname ON record_speakers (surname);

CREATE INDEX ix_record_topics ON record_topics (topic, article);

CREATE INDEX ix_reminders_last ON reminders (channel, last);

CREATE INDEX ix_slots_channel ON slots (channel, state, slot_utc);

CREATE INDEX ix_slots_slot_utc ON slots (slot_utc);

CREATE INDEX ix_slots_turn ON slots (state, slot_utc, digest, channel, local_date, time_index);

CREATE INDEX ix_told_articles_due ON told_articles (due);

CREATE INDEX ix_told_lines_article ON told_lines (article);

CREATE TRIGGER record_search_add AFTER INSERT ON record_sentences BEGIN
        INSERT INTO record_search(rowid, words) VALUES (new.id, new.words); END;

CREATE TRIGGER record_search_remove AFTER DELETE ON record_sentences BEGIN
        INSERT INTO record_search(record_search, rowid, words)
        VALUES ('delete', old.id, old.words); END;

INSERT INTO alembic_version VALUES ('0020', '0015');

INSERT INTO articles ("number", "id", "seen", "origin", "digest", "published", "copy_of", "story", "hashes", "url", "title", "day", "site", "lang", "authors", "text", "fingerprint", "etag", "modified") VALUES (1, 'id-ferry', 1772436600000000, 'page', '1909ebccd04db04a7ac7d4fd7f666ecf', 1772350200000000, NULL, NULL, 20, 'https://lenna-gazette.example/ferry', 'News of ferry', '2026-03-01', 'Lenna Gazette', 'en', '["Ida Brandt", "Olof Lind"]', 'The ferry to Sandhamn stays in port until Thursday, the harbour master said.', X'ECFFFFFF00000000EDFFFFFF00000000EEFFFFFF00000000EFFFFFFF00000000F0FFFFFF00000000F1FFFFFF00000000F2FFFFFF00000000F3FFFFFF00000000F4FFFFFF00000000F5FFFFFF00000000F6FFFFFF00000000F7FFFFFF00000000F8FFFFFF00000000F9FFFFFF00000000FAFFFFFF00000000FBFFFFFF00000000FCFFFFFF00000000FDFFFFFF00000000FEFFFFFF00000000FFFFFFFF00000000', NULL, NULL);

INSERT INTO bodies ("hash", "text", "used") VALUES (X'BAE37FB97015AC3D943C42C8526B25DE', 'The ferry stays in port until Thursday. The ferry stays in port until Thursday. The ferry stays in port until Thursday. The ferry stays in port until Thursday. The ferry stays in port until Thursday. The ferry stays in port until Thursday. The ferry stays in port until Thursday. The ferry stays in port until Thursday. The ferry stays in port until Thursday.   in ', 1772436600000000);

INSERT INTO briefings ("digest", "engine", "form", "document") VALUES ('hash', 'fast', 2, '{"article":{"text":"The ferry line Norbat will stop its night service in March, manager Ada Linn said on Tuesday. \u201cWe lose money every night,\u201d she told the council, \u201cand nobody pays for it.\u201d Unions fear that forty jobs may go.\n\nPhoto: Harbour Press","title":"Night ferries to end","url":"https://news.example.org/ferries?id=7","published":"2026-02-10","site":null,"lang":null,"authors":[],"read_on":null},"engine":"fast","lang":"en","summary":[{"span":[0,93],"score":0.9,"refusal":null}],"actors":[{"name":"Ada Linn","kind":"person","role":[60,67],"aliases":["Linn"],"mentions":[{"span":[68,76],"pronoun":false},{"span":[123,126],"pronoun":true}],"salience":2.5,"score":1.0,"refusal":null},{"name":"Unions","kind":"group","role":null,"aliases":[],"mentions":[{"span":[171,177],"pronoun":false}],"salience":1.0,"score":1.0,"refusal":null}],"claims":[{"speaker":"Ada Linn","source":[123,126],"cue":[127,131],"content":[[95,121],[146,169]],"sentence":[94,170],"kind":"direct","score":0.8,"shown":[[95,121],[146,169]],"refusal":null},{"speaker":null,"source":[171,177],"cue":[178,182],"content":[[188,205]],"sentence":[171,206],"kind":"indirect","score":0.4,"shown":[[178,205]],"refusal":null}],"risks":[{"span":[0,93],"basis":["forward","hazard"],"when":{"first":"2026-03-01","last":"2026-03-31","span":[53,58],"exact":true},"speaker":"Ada Linn","score":0.7,"refusal":null,"opens_with_speaker":false}],"noise":[{"span":[208,228],"reason":"caption"}],"notes":[]}');

INSERT INTO chat_events ("event", "at", "until") VALUES (X'5FC66CC9D8401959CC5953A749A55C10', 1772436600000000, 1772523000000000);

INSERT INTO chat_notes ("note", "body", "at") VALUES (X'27692C96DEDA6BFE0BB77E2CAED59BD8', 'body', 1772436600000000);

INSERT INTO editions ("number", "id", "digest", "channel", "at", "slot", "document", "kind", "shared") VALUES (1, 'edition-first', 'morning', 'console/desk', 1772436600000000, 'morning/2026-03-02/07:30', '{"name": "first"}', 'digest', NULL);

INSERT INTO editions ("number", "id", "digest", "channel", "at", "slot", "document", "kind", "shared") VALUES (2, 'edition of console/desk', 'morning', 'console/desk', 1772436600000000, 'morning/2026-03-02/0/console/desk', '', 'digest', X'BAE37FB97015AC3D943C42C8526B25DE');

INSERT INTO editions ("number", "id", "digest", "channel", "at", "slot", "document", "kind", "shared") VALUES (3, 'edition of console/night', 'morning', 'console/night', 1772436600000000, 'morning/2026-03-02/0/console/night', '', 'digest', X'BAE37FB97015AC3D943C42C8526B25DE');

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967276, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967277, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967278, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967279, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967280, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967281, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967282, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967283, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967284, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967285, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967286, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967287, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967288, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967289, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967290, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967291, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967292, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967293, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967294, 1);

INSERT INTO fingerprints ("period", "hash", "article") VALUES (2051, 4294967295, 1);

INSERT INTO marks ("name", "at") VALUES ('planned', 1772436600000000);

INSERT INTO mutes ("id", "channel", "key", "what", "by", "since") VALUES (1, 'slack/C1', X'1E0492BDD1EDEBBAC8A747090F90CAE7', 'football', 'U1', 1772436600000000);

INSERT INTO personal_digests ("id", "platform", "person", "topic", "at", "timezone") VALUES (1, 'slack', 'U1', 'ferries', '07:30:00', 'Asia/Tokyo');

INSERT INTO record_articles ("number", "id", "seen", "at", "day", "original", "url", "title", "paper", "site", "lang", "story") VALUES (1, 'id-ferry', 1772436600000000, 1772350200000000, '2026-03-01', 'id-ferry', 'https://lenna-gazette.example/ferry', 'News of ferry', 'Lenna Gazette', 'Lenna Gazette', 'en', NULL);

INSERT INTO record_marks ("name", "number") VALUES ('arrival', 1);

INSERT INTO record_marks ("name", "number") VALUES ('sentence', 1);

INSERT INTO record_speakers ("id", "name", "kind", "key", "surname", "role", "roles") VALUES (1, 'Ida Brandt', 'person', 'ida brandt', 'brandt', 'harbour master', 'harbour master');

INSERT INTO slots ("id", "digest", "channel", "local_date", "time_index", "slot_utc", "state", "late", "attempts", "next_at", "lease_until", "owner", "error", "begun") VALUES (1, 'morning', 'console/desk', '2026-03-02', 0, 1772436600000000, 'built', 0, 1, 1772436600000000, NULL, 'one', NULL, 1772436600000000);

INSERT INTO slots ("id", "digest", "channel", "local_date", "time_index", "slot_utc", "state", "late", "attempts", "next_at", "lease_until", "owner", "error", "begun") VALUES (2, 'morning', 'console/night', '2026-03-02', 0, 1772436600000000, 'built', 0, 1, 1772436600000000, NULL, 'one', NULL, 1772436600000000);

INSERT INTO sources ("id", "url", "kind", "due", "etag", "modified", "body_hash", "tried", "read", "moved", "gone", "resting", "failures", "failing", "error", "told", "brought", "listed", "title", "followed") VALUES (1, 'https://lenna-gazette.example/feed', 'feed', 1772523000000000, NULL, NULL, NULL, 1772436600000000, 1772436600000000, NULL, 0, 0, 0, NULL, NULL, NULL, 1, 1772436600000000, NULL, 0);

INSERT INTO sources ("id", "url", "kind", "due", "etag", "modified", "body_hash", "tried", "read", "moved", "gone", "resting", "failures", "failing", "error", "told", "brought", "listed", "title", "followed") VALUES (3, 'https://coast-courier.example/rss', 'feed', 1772523000000000, NULL, NULL, NULL, 1772436600000000, 1772436600000000, NULL, 0, 0, 0, NULL, NULL, NULL, 1, 1772436600000000, NULL, 0);

INSERT INTO edition_articles ("edition", "place", "article") VALUES (1, 1, 'id-bridge');

INSERT INTO edition_articles ("edition", "place", "article") VALUES (1, 0, 'id-ferry');

INSERT INTO edition_articles ("edition", "place", "article") VALUES (2, 0, 'id-ferry');

INSERT INTO edition_articles ("edition", "place", "article") VALUES (3, 0, 'id-ferry');

INSERT INTO edition_passed ("edition", "place", "article") VALUES (1, 0, 'id-school');

INSERT INTO edition_passed ("edition", "place", "article") VALUES (1, 1, 'id-harbour');

INSERT INTO edition_sentences ("edition", "place", "sentence") VALUES (1, 0, 'sentence 2 of first');

INSERT INTO edition_sentences ("edition", "place", "sentence") VALUES (1, 1, 'sentence 1 of first');

INSERT INTO edition_sentences ("edition", "place", "sentence") VALUES (2, 0, 'sentence of first');

INSERT INTO edition_sentences ("edition", "place", "sentence") VALUES (3, 0, 'sentence of first');

INSERT INTO items ("id", "status", "seen", "due", "attempts", "article", "note", "guid", "url", "title", "published", "authors", "content") VALUES (1, 'read', 1772436600000000, 1772436600000000, 0, 1, NULL, 'guid-ferry', 'https://lenna-gazette.example/ferry', 'News of ferry', 1772350200000000, '[]', '');

INSERT INTO items ("id", "status", "seen", "due", "attempts", "article", "note", "guid", "url", "title", "published", "authors", "content") VALUES (2, 'pending', 1772436600000000, 1772436600000000, 0, NULL, NULL, 'guid-bridge', 'https://lenna-gazette.example/bridge', 'News of bridge', 1772350200000000, '[]', '<p>bridge</p>');

INSERT INTO outbox ("id", "slot", "part", "body", "nonce", "state", "attempts", "first_try", "next_at", "lease_until", "owner", "message_id", "error", "reply_to", "shared", "edition", "day") VALUES (1, 1, 0, '', 'c1e43cd2991992763d475865', 'pending', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, X'BAE37FB97015AC3D943C42C8526B25DE', 'edition of console/desk', '2026-03-02');

INSERT INTO outbox ("id", "slot", "part", "body", "nonce", "state", "attempts", "first_try", "next_at", "lease_until", "owner", "message_id", "error", "reply_to", "shared", "edition", "day") VALUES (2, 2, 0, '', 'abb2684c6166781d147c44ab', 'pending', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, X'BAE37FB97015AC3D943C42C8526B25DE', 'edition of console/night', '2026-03-02');

INSERT INTO record_claims ("id", "article", "sentence", "speaker", "surname", "source", "role", "cue", "start", "end", "text", "kind") VALUES (1, 1, 1, 1, NULL, 'harbour master Ida Brandt', 'harbour master', 'said', 0, 26, NULL, 'direct');

INSERT INTO record_sentences ("id", "article", "start", "end", "text", "words", "fragment", "carries") VALUES (1, 1, 0, 58, '"The ferry stays in port," harbour master Ida Brandt said.', 'the ferry stays in port harbour master ida brandt said', 'ferry', 1);

INSERT INTO record_topics ("article", "topic") VALUES (1, 'harbours');

INSERT INTO told_articles ("article", "since", "due", "readings") VALUES (1, 1772436600000000, 1772440200000000, 0);

INSERT INTO told_lines ("edition", "place", "story", "article", "start", "end", "kind", "text") VALUES (1, 0, 'story-ferry', 'id-ferry', 0, 76, 'sentence', 'The ferry to Sandhamn stays in port until Thursday, the harbour master said.');

INSERT INTO told_lines ("edition", "place", "story", "article", "start", "end", "kind", "text") VALUES (1, 1, 'story-bridge', 'id-bridge', 0, 76, 'risk', 'The ferry to Sandhamn stays in port until Thursday, the harbour master said.');

INSERT INTO item_keys ("key", "item") VALUES (X'F549086787B92817DA1AE5B8AC5208D7', 1);

INSERT INTO item_keys ("key", "item") VALUES (X'8B2420050BBDAF2592A67D692BB803FE', 2);

INSERT INTO item_sources ("item", "source", "first", "last") VALUES (1, 1, 1772436600000000, 1772436600000000);

INSERT INTO item_sources ("item", "source", "first", "last") VALUES (1, 3, 1772436600000000, 1772436600000000);

INSERT INTO item_sources ("item", "source", "first", "last") VALUES (2, 3, 1772436600000000, 1772436600000000);
