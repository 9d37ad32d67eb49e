-- Questions without an answer that their askers have sent to a curator.

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
