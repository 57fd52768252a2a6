BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, oldest VARCHAR(32), 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001','0012');
PRAGMA writable_schema=ON;
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','article_search','article_search',0,'CREATE VIRTUAL TABLE article_search USING fts5(
        title, text, content=''articles'', content_rowid=''number'',
        tokenize=''unicode61 remove_diacritics 2'')');
CREATE TABLE 'article_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "article_search_config" VALUES('version',4);
CREATE TABLE 'article_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "article_search_data" VALUES(1,X'');
INSERT INTO "article_search_data" VALUES(10,X'00000000000000');
CREATE TABLE 'article_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE 'article_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
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
	fingerprint BLOB NOT NULL, 
	UNIQUE (id)
);
CREATE TABLE briefings (
	digest TEXT NOT NULL, 
	engine TEXT NOT NULL, 
	form INTEGER NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (digest, engine, form)
);
CREATE TABLE chat_events (
	event BLOB NOT NULL, 
	at BIGINT NOT NULL, 
	until BIGINT NOT NULL, 
	PRIMARY KEY (event)
)
 WITHOUT ROWID

;
CREATE TABLE chat_notes (
	note BLOB NOT NULL, 
	body TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	PRIMARY KEY (note)
);
CREATE TABLE edition_articles (
	edition INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	article TEXT NOT NULL, 
	PRIMARY KEY (edition, place), 
	FOREIGN KEY(edition) REFERENCES editions (number) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE edition_sentences (
	edition INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	sentence TEXT NOT NULL, 
	PRIMARY KEY (edition, place), 
	FOREIGN KEY(edition) REFERENCES editions (number) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE editions (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	slot TEXT, 
	document TEXT NOT NULL, 
	CONSTRAINT uq_editions_slot UNIQUE (slot, channel)
);
CREATE TABLE fingerprints (
	period INTEGER NOT NULL, 
	hash BIGINT NOT NULL, 
	article INTEGER NOT NULL, 
	PRIMARY KEY (period, hash, article)
)
 WITHOUT ROWID

;
CREATE TABLE item_keys (
	"key" BLOB NOT NULL, 
	item INTEGER NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE item_sources (
	item INTEGER NOT NULL, 
	source INTEGER NOT NULL, 
	first BIGINT NOT NULL, 
	last BIGINT NOT NULL, 
	PRIMARY KEY (item, source), 
	FOREIGN KEY(item) REFERENCES items (id) ON DELETE CASCADE, 
	FOREIGN KEY(source) REFERENCES sources (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
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
	error TEXT, 
	CONSTRAINT uq_outbox_part UNIQUE (slot, part), 
	FOREIGN KEY(slot) REFERENCES slots (id) ON DELETE CASCADE, 
	UNIQUE (nonce)
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
	listed BIGINT, 
	UNIQUE (url)
);
CREATE INDEX ix_articles_digest ON articles (digest);
CREATE INDEX ix_articles_seen ON articles (seen);
CREATE INDEX ix_editions_channel ON editions (channel, at);
CREATE INDEX ix_editions_digest ON editions (digest, at);
CREATE INDEX ix_slots_turn ON slots (state, slot_utc, digest, channel, local_date, time_index);
CREATE INDEX ix_slots_channel ON slots (channel, state, slot_utc, digest, local_date, time_index);
CREATE INDEX ix_slots_slot_utc ON slots (slot_utc);
CREATE INDEX ix_notices_channel ON notices (channel);
CREATE INDEX ix_notices_sheet ON notices (sheet);
CREATE INDEX ix_chat_events_until ON chat_events (until);
CREATE INDEX ix_chat_notes_at ON chat_notes (at);
CREATE INDEX ix_items_pending ON items (due) WHERE status = 'pending';
CREATE INDEX ix_items_article ON items (article);
CREATE INDEX ix_items_seen ON items (seen);
CREATE INDEX ix_edition_articles_article ON edition_articles (article);
CREATE INDEX ix_outbox_state ON outbox (state);
CREATE INDEX ix_item_keys_item ON item_keys (item);
CREATE INDEX ix_item_sources_source ON item_sources (source);
CREATE TRIGGER article_search_add AFTER INSERT ON articles BEGIN
        INSERT INTO article_search(rowid, title, text)
        VALUES (new.number, new.title, new.text); END;
CREATE TRIGGER article_search_remove AFTER DELETE ON articles BEGIN
        INSERT INTO article_search(article_search, rowid, title, text)
        VALUES ('delete', old.number, old.title, old.text); END;
PRAGMA writable_schema=OFF;
DELETE FROM "sqlite_sequence";
COMMIT;
