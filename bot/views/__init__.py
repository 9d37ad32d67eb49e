"""What Discord shows: components built from pages and texts, without behaviour."""
