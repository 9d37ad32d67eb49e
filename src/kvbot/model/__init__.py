"""The vocabulary: entities, facts, reports, references, dates, queries and answers."""
