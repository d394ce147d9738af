-- +goose Up

-- What people noted about claims at the review desk, beside what they decided: see desk.go. time counts microseconds since 1970 (UTC).
CREATE TABLE desk_marks (
    mark   TEXT NOT NULL,
    person TEXT NOT NULL,
    claim  INTEGER NOT NULL,
    time   INTEGER NOT NULL,
    PRIMARY KEY (mark, person, claim)
) WITHOUT ROWID;

-- Which erasure was the last: what reviews said is gone from then on.
CREATE INDEX reports_erased ON reports (erased) WHERE erased IS NOT NULL;
