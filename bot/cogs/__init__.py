"""The commands and presses: acknowledge, ask the desk, show the card."""

from bot.cogs.briefings import Briefings
from bot.cogs.gaps import Gaps
from bot.cogs.help import Help
from bot.cogs.presses import Presses
from bot.cogs.queries import Queries
from bot.cogs.questions import Questions
from bot.cogs.reports import Reports
from bot.cogs.settings import TeamSettings
from bot.cogs.talk import Talk

COGS = (Queries, Briefings, Questions, Help, TeamSettings, Reports, Presses, Talk, Gaps)

__all__ = ["COGS"]
