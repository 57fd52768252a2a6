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
