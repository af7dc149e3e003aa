-- +goose Up
-- The last restore of a firm: the epoch that it began, after which event, when,
-- and when the first desk was done giving back (0 until then).
CREATE TABLE restorations (
    firm  TEXT PRIMARY KEY,
    epoch TEXT NOT NULL,
    after BIGINT NOT NULL,
    at    BIGINT NOT NULL,
    began BIGINT NOT NULL DEFAULT 0
);

-- Desks that have given back everything they had, by epoch.
CREATE TABLE desks_done (
    firm   TEXT NOT NULL,
    epoch  TEXT NOT NULL,
    device TEXT NOT NULL,
    PRIMARY KEY (firm, epoch, device)
);

-- Events that desks gave back: their number before the restore, and now.
CREATE TABLE given_back (
    firm      TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    epoch     TEXT NOT NULL,
    old_seq   BIGINT NOT NULL,
    PRIMARY KEY (firm, seq)
);

-- Proven events that could not take their place yet, sealed, and why.
CREATE TABLE kept_aside (
    firm    TEXT NOT NULL,
    id      TEXT NOT NULL,
    epoch   TEXT NOT NULL,
    old_seq BIGINT NOT NULL,
    code    TEXT NOT NULL,
    record  BLOB NOT NULL,
    PRIMARY KEY (firm, id)
);

-- Bytes of events that were given back and that nobody has sent yet.
CREATE TABLE wanted (
    firm   TEXT NOT NULL,
    client TEXT NOT NULL,
    blob   TEXT NOT NULL,
    event  TEXT NOT NULL,
    PRIMARY KEY (firm, client, blob)
);

-- +goose Down
DROP TABLE wanted;
DROP TABLE kept_aside;
DROP TABLE given_back;
DROP TABLE desks_done;
DROP TABLE restorations;
