"""The commands and presses: acknowledge, ask the desk, show the card."""

from bot.cogs.briefings import Briefings
from bot.cogs.help import Help
from bot.cogs.presses import Presses
from bot.cogs.queries import Queries
from bot.cogs.reports import Reports
from bot.cogs.settings import TeamSettings

COGS = (Queries, Briefings, Help, TeamSettings, Reports, Presses)

__all__ = ["COGS"]
