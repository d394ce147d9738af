-- +goose Up

-- Who works with the archive. Times count microseconds since 1970 (UTC). Of secrets the SHA-256 stands here only, of passwords an argon2id hash.
-- folded is the name as names are compared; subject who the user is to a single sign-on service. role is the number of internal/account.
CREATE TABLE users (
    n        INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL UNIQUE,
    display  TEXT NOT NULL,
    mail     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    role     INTEGER NOT NULL,
    hash     TEXT NOT NULL,
    disabled INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    used     INTEGER
);

-- Browsers that are signed in.
CREATE TABLE sessions (
    id      BLOB PRIMARY KEY,
    person  INTEGER NOT NULL,
    created INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    agent   TEXT NOT NULL,
    address TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_person ON sessions (person);

-- Tokens of programs.
CREATE TABLE tokens (
    n       INTEGER PRIMARY KEY,
    id      BLOB NOT NULL UNIQUE,
    person  INTEGER NOT NULL,
    label   TEXT NOT NULL,
    hint    TEXT NOT NULL,
    scope   INTEGER NOT NULL,
    created INTEGER NOT NULL,
    used    INTEGER,
    expires INTEGER
);
CREATE INDEX tokens_person ON tokens (person);

-- Links that work once. person is null for the one that makes the first account.
CREATE TABLE setups (
    id      BLOB PRIMARY KEY,
    person  INTEGER,
    expires INTEGER NOT NULL
) WITHOUT ROWID;
