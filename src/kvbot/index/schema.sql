-- The index of the fact base: a cache of the dossiers, which can be deleted at any time.
-- Rows belong to a version of a dossier and go with it. While a build is under way the new
-- version of a dossier stands beside the one that it replaces; readers never see that.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The files on disk as the last build saw them. problems: JSON, for a file that is refused.
CREATE TABLE file (
    name TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    problems TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;

-- The dossiers that are served. state: live; during a build also new or replaced.
CREATE TABLE dossier (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX dossier_name ON dossier (name);
CREATE INDEX dossier_state ON dossier (state);

-- What a dossier declares and what it needs from others: kind is entity, measure, source or fact.
CREATE TABLE provides (
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE,
    kind TEXT NOT NULL,
    slug TEXT NOT NULL
);
CREATE INDEX provides_slug ON provides (slug, kind);
CREATE INDEX provides_dossier ON provides (dossier);
CREATE TABLE needs (
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE,
    kind TEXT NOT NULL,
    slug TEXT NOT NULL,
    place TEXT NOT NULL
);
CREATE INDEX needs_slug ON needs (slug, kind);
CREATE INDEX needs_dossier ON needs (dossier);

CREATE TABLE source (
    slug TEXT NOT NULL,
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE,
    published TEXT,
    author TEXT,
    publisher TEXT,
    json TEXT NOT NULL
);
CREATE INDEX source_slug ON source (slug);
CREATE INDEX source_dossier ON source (dossier);
CREATE INDEX source_author ON source (author);
CREATE INDEX source_publisher ON source (publisher);

-- place: the place in which an organization sits or a place lies. json is without names.
CREATE TABLE entity (
    slug TEXT NOT NULL,
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    place TEXT,
    json TEXT NOT NULL
);
CREATE INDEX entity_slug ON entity (slug);
CREATE INDEX entity_place ON entity (place);
CREATE INDEX entity_dossier ON entity (dossier);

-- Every name with the keys by which it is found. position 0 is the name that answers use.
CREATE TABLE name (
    entity TEXT NOT NULL,
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    origin TEXT NOT NULL,
    key TEXT NOT NULL,
    length INTEGER NOT NULL,
    first_second TEXT NOT NULL,
    first_third TEXT NOT NULL,
    second_third TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX name_key ON name (key);
CREATE INDEX name_first_second ON name (first_second, length);
CREATE INDEX name_first_third ON name (first_third, length);
CREATE INDEX name_second_third ON name (second_third, length);
CREATE INDEX name_entity ON name (entity);
CREATE INDEX name_origin ON name (origin) WHERE origin <> 'registry';
CREATE INDEX name_dossier ON name (dossier);

-- Further keys of an entity's names; see kvbot/names/keys.py.
CREATE TABLE entity_key (
    key TEXT NOT NULL,
    entity TEXT NOT NULL,
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE,
    PRIMARY KEY (key, entity, dossier)
) WITHOUT ROWID;
CREATE INDEX entity_key_dossier ON entity_key (dossier);

-- The words of an entity's names, by which it is found from a part of one.
-- tokens: what the names account for in a question; see kvbot/ask/words.py.
CREATE TABLE named (
    id INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    tokens TEXT NOT NULL,
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE
);
CREATE INDEX named_dossier ON named (dossier);
CREATE INDEX named_entity ON named (entity);
CREATE VIRTUAL TABLE name_words USING fts5 (words, tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE name_vocabulary USING fts5vocab (name_words, row);
CREATE TRIGGER named_gone AFTER DELETE ON named BEGIN
    DELETE FROM name_words WHERE rowid = old.id;
END;

CREATE TABLE measure (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE,
    tokens TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX measure_slug ON measure (slug);
CREATE INDEX measure_dossier ON measure (dossier);
-- The phrases by which people ask for a measure, a row each; measure is its id.
CREATE VIRTUAL TABLE measure_words USING fts5 (
    words, measure UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER measure_gone AFTER DELETE ON measure BEGIN
    DELETE FROM measure_words WHERE measure = old.id;
END;

-- One report of a fact. first and last: the days that its date can mean, or NULL.
-- as_of: the last day for which it holds.
-- identity: JSON of what must be the same in every report of the fact.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossier ON DELETE CASCADE,
    slug TEXT NOT NULL,
    type TEXT NOT NULL,
    kind TEXT,
    measure TEXT,
    source TEXT NOT NULL,
    first TEXT,
    last TEXT,
    as_of TEXT,
    identity TEXT NOT NULL,
    disputes TEXT,
    occasion TEXT,
    json TEXT NOT NULL
);
CREATE INDEX report_slug ON report (slug, first);
CREATE INDEX report_type ON report (type, first);
CREATE INDEX report_measure ON report (measure) WHERE measure IS NOT NULL;
CREATE INDEX report_source ON report (source);
CREATE INDEX report_occasion ON report (occasion) WHERE occasion IS NOT NULL;
CREATE INDEX report_dossier ON report (dossier);

-- What the words of a report account for, and those of its quotes; see kvbot/ask/words.py.
CREATE VIRTUAL TABLE report_words USING fts5 (
    own, quotes, tokenize = "unicode61 remove_diacritics 0 tokenchars ':_'"
);
CREATE VIRTUAL TABLE report_vocabulary USING fts5vocab (report_words, row);
CREATE TRIGGER report_gone AFTER DELETE ON report BEGIN
    DELETE FROM report_words WHERE rowid = old.id;
END;

CREATE TABLE link (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    field TEXT NOT NULL,
    entity TEXT NOT NULL,
    PRIMARY KEY (entity, field, report)
) WITHOUT ROWID;
CREATE INDEX link_report ON link (report);

-- number: the place of the reference in the report, from 0.
CREATE TABLE quote (
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    exact TEXT NOT NULL
);
CREATE INDEX quote_report ON quote (report);
CREATE INDEX quote_source ON quote (source);
