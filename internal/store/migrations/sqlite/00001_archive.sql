-- +goose Up

-- What was done, in order, each entry hashed together with the one before. time counts microseconds since 1970 (UTC).
CREATE TABLE log (
    seq     INTEGER PRIMARY KEY,
    time    INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL,
    hash    BLOB NOT NULL
);

-- Texts that repeat: outlets, types, parties, places, folders. Each stands here once; it is looked up by how it folds.
CREATE TABLE names (
    n      INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX names_folded ON names (folded);

-- What reports were read with.
CREATE TABLE readers (
    n        INTEGER PRIMARY KEY,
    codebook TEXT NOT NULL,
    models   TEXT NOT NULL,
    places   TEXT NOT NULL,
    UNIQUE (codebook, models, places)
);

-- The bytes as received, the plain text taken out of them, and that text cleaned, behind each other in one zstd frame. plain and text
-- count the bytes of the two texts, and are null where a text is what stands before it. A body is null once it was erased.
CREATE TABLE originals (
    n      INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    media  INTEGER NOT NULL,
    size   INTEGER NOT NULL,
    plain  INTEGER,
    text   INTEGER,
    body   BLOB
);

-- key holds the day of publication in its upper bits: see key.go; given is 1 where the report came with that day, 0 where it was read
-- out of it. notes are those that it came with, as JSON. replaced, retracted and erased are entries of the log.
CREATE TABLE reports (
    key       INTEGER PRIMARY KEY,
    id        INTEGER NOT NULL UNIQUE,
    original  INTEGER NOT NULL,
    place     INTEGER,
    found     TEXT NOT NULL,
    url       TEXT,
    page      INTEGER,
    publisher INTEGER,
    author    INTEGER,
    title     TEXT,
    language  TEXT,
    modified  INTEGER,
    received  INTEGER NOT NULL,
    replaced  INTEGER,
    retracted INTEGER,
    erased    INTEGER,
    lead      INTEGER,
    text      INTEGER,
    fault     TEXT,
    given     INTEGER NOT NULL,
    notes     TEXT
);
CREATE INDEX reports_page ON reports (page) WHERE page IS NOT NULL;
CREATE INDEX reports_text ON reports (text, key) WHERE text IS NOT NULL;
CREATE INDEX reports_fault ON reports (key) WHERE fault IS NOT NULL;

-- What one reader made of one report: JSON in a zstd frame. since and until are entries of the log.
CREATE TABLE readings (
    n      INTEGER PRIMARY KEY,
    report INTEGER NOT NULL,
    reader INTEGER NOT NULL,
    since  INTEGER NOT NULL,
    until  INTEGER,
    body   BLOB NOT NULL
);
CREATE UNIQUE INDEX readings_report ON readings (report, reader, since);

-- Everything below is derived from the readings and can be made again from them.

-- parties are numbers of names, each between commas. first and last are days since 1970.
CREATE TABLE claims (
    report     INTEGER NOT NULL,
    reader     INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    id         INTEGER NOT NULL,
    type       INTEGER NOT NULL,
    modality   INTEGER NOT NULL,
    first      INTEGER,
    last       INTEGER,
    place      INTEGER,
    country    TEXT,
    parties    TEXT,
    confidence INTEGER NOT NULL,
    twin       INTEGER,
    since      INTEGER NOT NULL,
    until      INTEGER,
    PRIMARY KEY (report, reader, since, n)
) WITHOUT ROWID;
CREATE INDEX claims_id ON claims (id);

CREATE TABLE figures (
    report  INTEGER NOT NULL,
    reader  INTEGER NOT NULL,
    since   INTEGER NOT NULL,
    n       INTEGER NOT NULL,
    k       INTEGER NOT NULL,
    measure INTEGER NOT NULL,
    low     INTEGER,
    best    INTEGER,
    high    INTEGER,
    PRIMARY KEY (report, reader, since, n, k)
) WITHOUT ROWID;

CREATE TABLE places (
    n       INTEGER PRIMARY KEY,
    name    INTEGER NOT NULL,
    within  INTEGER,
    country TEXT,
    lat     REAL,
    lon     REAL
);
CREATE INDEX places_name ON places (name);
CREATE INDEX places_within ON places (within) WHERE within IS NOT NULL;
CREATE VIRTUAL TABLE places_at USING rtree (n, south, north, west, east);

-- Words of the text, folded, and what the claims are about, in words of their own: see text.go.
CREATE VIRTUAL TABLE words USING fts5 (body, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '_'");

-- Which report's group a copy belonged to, and when; lead is the group's first report.
CREATE TABLE copies (
    report INTEGER NOT NULL,
    lead   INTEGER NOT NULL,
    since  INTEGER NOT NULL,
    until  INTEGER,
    PRIMARY KEY (report, since)
) WITHOUT ROWID;
CREATE INDEX copies_lead ON copies (lead);

-- What copies are found by: see groups.go. "group" is the id of the group's first report.
CREATE TABLE texts (
    n         INTEGER PRIMARY KEY,
    rest      INTEGER NOT NULL,
    signature BLOB NOT NULL,
    "group"   INTEGER
);
CREATE INDEX texts_group ON texts ("group");
CREATE TABLE buckets (
    bucket INTEGER NOT NULL,
    rank   INTEGER NOT NULL,
    text   INTEGER NOT NULL,
    PRIMARY KEY (bucket, rank, text)
) WITHOUT ROWID;
CREATE TABLE links (
    a     INTEGER NOT NULL,
    b     INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (a, b)
) WITHOUT ROWID;

-- Where ids went that no longer stand for themselves.
CREATE TABLE moved (
    old  TEXT NOT NULL,
    new  TEXT NOT NULL,
    kind TEXT NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (old, seq, new)
) WITHOUT ROWID;

-- What people decided, kept beside what the machine said.
CREATE TABLE reviews (
    n       INTEGER PRIMARY KEY,
    seq     INTEGER NOT NULL,
    subject TEXT NOT NULL,
    verdict TEXT NOT NULL,
    person  TEXT NOT NULL,
    why     TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE INDEX reviews_subject ON reviews (subject);

-- Feeds, pages and folders that are followed, as JSON.
CREATE TABLE followed (
    source TEXT PRIMARY KEY,
    state  TEXT NOT NULL
) WITHOUT ROWID;
