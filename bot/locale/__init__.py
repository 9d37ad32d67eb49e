"""The texts of the bot itself, a file a language; answers have theirs in kvbot.words."""
