"""A briefing as a Word document, which officers edit: python-docx, and footnotes of our own."""

from kvbot.briefing.word.document import word

__all__ = ["word"]
