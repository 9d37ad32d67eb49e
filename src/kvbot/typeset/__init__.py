"""Pictures and pages, set by typst from typed answers."""
