-- What teams set, what buttons point to, and reports of errors.

CREATE TABLE guild (
    id INTEGER PRIMARY KEY,
    language TEXT,
    show TEXT NOT NULL DEFAULT 'only me',
    curator_roles TEXT NOT NULL DEFAULT '[]',
    curator_channel INTEGER,
    quick_channels TEXT NOT NULL DEFAULT '[]'
);

-- The query behind a card, settled to ids. Nobody's name and no words of a question: equal
-- queries share a row, whoever asked.
CREATE TABLE card (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL
);

-- outcome is set when a curator closes the report, told_at when the reporter has been told.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    guild INTEGER NOT NULL,
    reporter INTEGER NOT NULL,
    language TEXT NOT NULL,
    claim TEXT NOT NULL,
    wrong TEXT NOT NULL,
    ground TEXT NOT NULL,
    made_at TEXT NOT NULL,
    channel INTEGER,
    message INTEGER,
    outcome TEXT,
    answer TEXT NOT NULL DEFAULT '',
    closed_by INTEGER,
    closed_at TEXT,
    told_at TEXT
);
CREATE INDEX report_by_reporter ON report (reporter);
CREATE INDEX report_open ON report (guild) WHERE closed_at IS NULL;

-- The digest of the commands that each guild has.
CREATE TABLE synced (
    guild INTEGER PRIMARY KEY,
    digest TEXT NOT NULL
);
