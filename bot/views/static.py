"""Components that the client need not remember."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui


class Static(ui.LayoutView):
    """Components that the client need not remember: the router answers every press.

    discord.py would keep each view in memory for as long as it may be pressed. files: the
    name and content of each file that is shown in it.
    """

    files: Sequence[tuple[str, bytes]] = ()

    def is_finished(self) -> bool:
        """Nothing to wait for."""
        return True
