"""Names, without a database: folding, keys, and which entity a written name means."""
