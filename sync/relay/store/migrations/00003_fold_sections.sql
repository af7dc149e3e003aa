-- +goose Up
-- A fold in sections: what is small in the section without a list, long lists cut
-- into numbered sections of their own. What was kept whole is such a first section.
CREATE TABLE fold_sections (
    firm   TEXT NOT NULL,
    world  TEXT NOT NULL,
    stream TEXT NOT NULL,
    list   TEXT NOT NULL,
    n      BIGINT NOT NULL,
    scope  TEXT NOT NULL,
    state  BLOB NOT NULL,
    PRIMARY KEY (firm, world, stream, list, n)
);
INSERT INTO fold_sections SELECT firm, world, stream, '', 0, scope, state FROM folds;
DROP TABLE folds;

-- +goose Down
CREATE TABLE folds (
    firm   TEXT NOT NULL,
    world  TEXT NOT NULL,
    stream TEXT NOT NULL,
    scope  TEXT NOT NULL,
    state  BLOB NOT NULL,
    PRIMARY KEY (firm, world, stream)
);
DELETE FROM fold_marks;
DROP TABLE fold_sections;
