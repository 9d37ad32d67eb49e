"""Answers as pages for a phone. Nothing here knows of the Discord client."""
