-- +goose Up

-- Events, and what they are fused by: all of it is derived from the readings, the groups of copies and the reviews, and can be made again.

-- Accounts of reports, as internal/fuse has them: n is the account's id, in the order of ids; report the id of its report; head the first account of
-- its group, null for itself. body and edges are in forms of their own: see accounts.go.
CREATE TABLE accounts (
    n      INTEGER PRIMARY KEY,
    report INTEGER NOT NULL,
    head   INTEGER,
    body   BLOB NOT NULL,
    edges  BLOB
);
CREATE INDEX accounts_report ON accounts (report);
CREATE INDEX accounts_head ON accounts (head) WHERE head IS NOT NULL;

-- Where accounts that may tell one happening meet.
CREATE TABLE account_buckets (
    bucket  INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    account INTEGER NOT NULL,
    PRIMARY KEY (bucket, day, account)
) WITHOUT ROWID;

-- n is the number in the event's id, in the order of ids; head the first account of the group that the event was made of; first and last are days since 1970, the least number for an unknown one. measures
-- are numbers of names, each between commas. body is the event as JSON in a zstd frame.
CREATE TABLE events (
    n        INTEGER PRIMARY KEY,
    head     INTEGER NOT NULL,
    type     INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    place    INTEGER,
    country  TEXT,
    grade    INTEGER NOT NULL,
    origins  INTEGER NOT NULL,
    measures TEXT,
    lead     INTEGER,
    body     BLOB NOT NULL
);
CREATE INDEX events_head ON events (head);
CREATE INDEX events_last ON events (last DESC, n);

CREATE TABLE event_claims (
    claim INTEGER PRIMARY KEY,
    event INTEGER NOT NULL
);
CREATE INDEX event_claims_event ON event_claims (event);

-- Reports, by id, of which the events are not up to date.
CREATE TABLE unfused (
    report INTEGER PRIMARY KEY
);
INSERT INTO unfused SELECT id FROM reports WHERE retracted IS NULL AND replaced IS NULL AND erased IS NULL AND fault IS NULL;

-- By which version of the rules accounts were fused.
CREATE TABLE fusion (
    version TEXT NOT NULL
);
