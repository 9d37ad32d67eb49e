"""Pictures of what the bot shows, for the README and the guides."""
