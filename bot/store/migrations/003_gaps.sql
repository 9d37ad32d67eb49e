-- Questions without an answer that their askers have sent to the curators, each by consent.
-- folded: the form in which equal questions are counted. answer is set when a curator answers,
-- told_at when the asker has been told.

CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    guild INTEGER NOT NULL,
    asker INTEGER NOT NULL,
    language TEXT NOT NULL,
    question TEXT NOT NULL,
    folded TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    answer TEXT,
    told_at TEXT
);
CREATE INDEX gap_by_asker ON gap (asker);
CREATE UNIQUE INDEX gap_open ON gap (guild, folded, asker) WHERE answer IS NULL;
