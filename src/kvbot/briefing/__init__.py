"""Meeting packs: what the desk found, set out for reading, as Markdown, DOCX or PDF."""
