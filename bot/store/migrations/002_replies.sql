-- Which reply of the bot answers which message, so that it follows the message: changed with
-- it within ten minutes, deleted with it as long as the row is here. No words are kept.

CREATE TABLE reply (
    message INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    asker INTEGER NOT NULL,
    reply INTEGER NOT NULL,
    spoken_to INTEGER NOT NULL,
    edited_at TEXT,
    made_at TEXT NOT NULL
);
CREATE INDEX reply_by_asker ON reply (asker);

-- A name that may mean several is chosen by buttons, each with a state of its own.
UPDATE card SET state = json_remove(state, '$.open');
