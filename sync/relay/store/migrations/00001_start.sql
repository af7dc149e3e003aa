-- +goose Up
CREATE TABLE firms (
    id      TEXT PRIMARY KEY,
    slug    TEXT NOT NULL UNIQUE,
    epoch   TEXT NOT NULL,
    created BIGINT NOT NULL
);

-- The last number given in each firm and the right edge of its log. The row is
-- moved in the transaction that adds the events, so numbers have no gaps.
CREATE TABLE heads (
    firm     TEXT PRIMARY KEY,
    head     BIGINT NOT NULL,
    frontier TEXT NOT NULL
);

CREATE TABLE events (
    firm     TEXT NOT NULL,
    seq      BIGINT NOT NULL,
    id       TEXT NOT NULL,
    stream   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    scope    TEXT NOT NULL,
    header   BLOB NOT NULL,
    private  BLOB,
    sig      BLOB NOT NULL,
    received BIGINT NOT NULL,
    nodes    BLOB NOT NULL,
    PRIMARY KEY (firm, seq)
);
CREATE UNIQUE INDEX events_id ON events (firm, id);
CREATE INDEX events_stream ON events (firm, stream, seq);

CREATE TABLE actions (
    firm   TEXT NOT NULL,
    id     TEXT NOT NULL,
    device TEXT NOT NULL,
    n      BIGINT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (firm, id)
);

CREATE TABLE devices (
    id   TEXT PRIMARY KEY,
    firm TEXT NOT NULL,
    n    BIGINT NOT NULL
);

-- Secrets wrapped by the master key.
CREATE TABLE data_keys (
    use     TEXT NOT NULL,
    scope   TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (use, scope)
);

CREATE TABLE firm_keys (
    firm    TEXT NOT NULL,
    purpose TEXT NOT NULL,
    id      TEXT NOT NULL,
    public  BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (firm, purpose)
);

-- Folded state per stream, as of the firm's mark.
CREATE TABLE folds (
    firm   TEXT NOT NULL,
    world  TEXT NOT NULL,
    stream TEXT NOT NULL,
    scope  TEXT NOT NULL,
    state  BLOB NOT NULL,
    PRIMARY KEY (firm, world, stream)
);
CREATE TABLE fold_marks (
    firm    TEXT PRIMARY KEY,
    seq     BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE codes (
    hash    TEXT PRIMARY KEY,
    firm    TEXT NOT NULL,
    staff   TEXT NOT NULL,
    expires BIGINT NOT NULL,
    device  TEXT NOT NULL DEFAULT ''
);

-- Values that expire: sessions, links, limits.
CREATE TABLE ephemeral (
    firm    TEXT NOT NULL,
    space   TEXT NOT NULL,
    hash    TEXT NOT NULL,
    value   BLOB,
    count   BIGINT NOT NULL DEFAULT 0,
    expires BIGINT NOT NULL,
    PRIMARY KEY (firm, space, hash)
);
CREATE INDEX ephemeral_expires ON ephemeral (expires);

CREATE TABLE followers (
    firm TEXT NOT NULL,
    name TEXT NOT NULL,
    seq  BIGINT NOT NULL,
    PRIMARY KEY (firm, name)
);

CREATE TABLE mails (
    id      TEXT PRIMARY KEY,
    firm    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    grouped TEXT NOT NULL,
    made    BIGINT NOT NULL,
    due     BIGINT NOT NULL,
    state   TEXT NOT NULL,
    tries   BIGINT NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    content BLOB
);
CREATE INDEX mails_due ON mails (state, due);

CREATE TABLE marks (
    firm  TEXT NOT NULL,
    name  TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (firm, name)
);

-- +goose Down
DROP TABLE marks;
DROP TABLE mails;
DROP TABLE followers;
DROP TABLE ephemeral;
DROP TABLE codes;
DROP TABLE fold_marks;
DROP TABLE folds;
DROP TABLE firm_keys;
DROP TABLE data_keys;
DROP TABLE devices;
DROP TABLE actions;
DROP TABLE events;
DROP TABLE heads;
DROP TABLE firms;
