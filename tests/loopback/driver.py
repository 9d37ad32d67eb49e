"""What users do in Discord, as verbs for a test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.loopback import modals
from tests.loopback.components import Select
from tests.loopback.exchange import Exchange, InteractionType
from tests.loopback.interactions import (
    button_data,
    context_menu_data,
    envelope,
    select_data,
)
from tests.loopback.messages import Attachment, Message, Upload
from tests.loopback.options import command_data
from tests.loopback.platform import Platform
from tests.loopback.snowflakes import created_at
from tests.loopback.world import Channel, Guild, Member, Payload, User

MESSAGE_COMMAND, USER_COMMAND = 3, 2
BOT_DM = 1

Person = User | Member
"""Who acts: a member in their guild, or a user in direct messages."""


class Driver(Platform):
    """A platform with users who do things.

    A person's channel is by default the first one of their guild, and direct messages for
    someone who is given as a user. Each verb sends an interaction and returns its Exchange
    at once; autocomplete, whose answer is all there is, waits for it.
    """

    # -- commands --------------------------------------------------------------------------

    async def slash(
        self,
        name: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: Person,
        channel: Channel | None = None,
    ) -> Exchange:
        """Let a user send a slash command; a subcommand is named as in `dossier new`.

        An option for a member, role, channel or attachment takes that object.
        Raises LookupError if the bot registered no such command there, ValueError if the
        options do not fit its definition. Permissions that the definition asks for by default
        are not looked at, because administrators of a guild may change them.
        """
        place = self._place(user, channel)
        head, *path = name.split()
        command = self._command(1, head, place)
        data = command_data(command, path, options or {}, _account(user))
        return self._send(InteractionType.APPLICATION_COMMAND, data, user, place)

    async def autocomplete(
        self,
        name: str,
        options: Mapping[str, Any],
        *,
        focused: str,
        user: Person,
        channel: Channel | None = None,
        timeout: float | None = 3,  # noqa: ASYNC109
    ) -> Exchange:
        """Let a user type into an option, and wait for the choices, unless timeout is None.

        Raises NoReply when none come within timeout seconds; else as slash does.
        """
        place = self._place(user, channel)
        head, *path = name.split()
        command = self._command(1, head, place)
        data = command_data(command, path, options, _account(user), focused=focused)
        kind = InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE
        exchange = self._send(kind, data, user, place)
        if timeout is not None:
            await exchange.acknowledged(timeout)
        return exchange

    async def context_menu(
        self, name: str, target: Message | Member, *, user: Person, channel: Channel | None = None
    ) -> Exchange:
        """Let a user choose a command from the menu of a message or of a member."""
        kind = MESSAGE_COMMAND if isinstance(target, Message) else USER_COMMAND
        shown_in = target.channel if isinstance(target, Message) else None
        place = self._place(user, channel or shown_in)
        command = self._command(kind, name, place)
        data = context_menu_data(command, target, _account(user))
        return self._send(InteractionType.APPLICATION_COMMAND, data, user, place)

    # -- components ------------------------------------------------------------------------

    async def press(self, message: Message, button: str, *, user: Person) -> Exchange:
        """Let a user press a button, given by custom_id or label, or by a part of it.

        Raises LookupError if there is no such button, ValueError if it cannot be pressed.
        """
        wanted = message.button(button)
        if wanted.disabled or wanted.custom_id is None or message.deleted:
            raise ValueError(f"{wanted} cannot be pressed")
        return self._use(message, button_data(wanted.custom_id), user)

    async def choose(
        self, message: Message, select: str, values: Iterable[Any], *, user: Person
    ) -> Exchange:
        """Let a user choose in a select menu, given by custom_id or placeholder.

        values: the values of a string select; else members, roles or channels.
        Raises LookupError if there is no such select, ValueError if it does not offer that.
        """
        wanted: Select = message.select(select)
        if wanted.disabled or message.deleted:
            raise ValueError(f"nothing can be chosen in {wanted}")
        return self._use(message, select_data(wanted, values, _account(user)), user)

    def _use(self, message: Message, data: Payload, user: Person) -> Exchange:
        kind = InteractionType.MESSAGE_COMPONENT
        return self._send(kind, data, user, message.channel, message)

    async def submit(
        self, opened: Exchange, fields: Mapping[str, Any], *, user: Person | None = None
    ) -> Exchange:
        """Let a user fill in and submit the modal that an exchange opened.

        fields: values by custom_id or label; a list of values for a select.
        Raises ValueError if there was no modal or it does not take the values.
        """
        await opened.acknowledged()
        asker = user or opened.user
        if opened.modal is None or asker is None:
            raise ValueError(f"{opened} opened no modal")
        data = modals.submission(opened.modal, fields, _account(asker))
        kind = InteractionType.MODAL_SUBMIT
        return self._send(kind, data, asker, opened.channel, opened.message)

    # -- anything --------------------------------------------------------------------------

    async def interaction(
        self,
        payload: Payload,
        *,
        user: Person | None = None,
        channel: Channel | None = None,
        message: Message | None = None,
    ) -> Exchange:
        """Send an interaction that Discord might not send.

        payload wins over what an interaction of this user, in this channel or on this message
        would have; without a user it has nothing of what describes one.
        """
        place = channel or (message.channel if message else self._place(user, None))
        account = None if user is None else _account(user)
        filled = envelope(self.world, payload.get("type", 0), {}, account, place)
        if message is not None:
            filled["message"] = message.payload()
        return self._dispatch({**filled, **payload}, account, place, message)

    def expire(self, exchange: Exchange) -> None:
        """Let the fifteen minutes of an interaction be over."""
        exchange.expired = True

    def _send(
        self,
        kind: InteractionType,
        data: Payload,
        user: Person,
        channel: Channel,
        message: Message | None = None,
    ) -> Exchange:
        account = _account(user)
        payload = envelope(self.world, kind, data, account, channel)
        if message is not None:
            payload["message"] = message.payload()
        return self._dispatch(payload, account, channel, message)

    def _dispatch(
        self, payload: Payload, user: User | None, channel: Channel, message: Message | None
    ) -> Exchange:
        if not self.gateway.sessions:
            raise RuntimeError("no client has identified; wait for ready() first")
        exchange = Exchange(payload, user, channel, message)
        self.exchanges[exchange.token] = exchange
        self.gateway.dispatch("INTERACTION_CREATE", payload)
        return exchange

    def _place(self, user: Person | None, channel: Channel | None) -> Channel:
        if channel is not None:
            return channel
        if isinstance(user, User):
            return self.world.conversation(user)
        guilds = self.world.guilds.values() if user is None else [user.guild]
        for guild in guilds:
            for first in guild.channels.values():
                return first
        raise LookupError("there is no channel; add_channel to a guild first")

    def _command(self, kind: int, name: str, channel: Channel) -> Payload:
        """The command that a user would find in the channel: of the guild first, then global."""
        scopes = [None] if channel.guild is None else [channel.guild.id, None]
        there = [c for scope in scopes for c in self.commands.get(scope, {}).values()]
        for command in there:
            offered = channel.guild is not None or _in_direct_messages(command)
            if offered and (command["type"], command["name"]) == (kind, name):
                return command
        names = sorted(command["name"] for command in there)
        raise LookupError(f"no command {name!r} is registered here; there are {names}")

    # -- messages --------------------------------------------------------------------------

    async def user_says(
        self,
        user: Person,
        channel: Channel | None,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        mentions: Iterable[Person] = (),
        files: Iterable[Upload] = (),
    ) -> Message:
        """Let a user write a message; channel None means where the user is by default.

        Who is mentioned is found in the text by `<@id>` as well. ping: whether a reply mentions
        the author of the message that it replies to, as Discord's client does unless told not to.
        """
        place = self._place(user, channel)
        message = self.message(place, _account(user), type=19 if reply_to else 0)
        message.referenced = reply_to
        message.apply({"content": text}, [self.keep(upload) for upload in files])
        message.mentions = self._mentioned(text, mentions)
        if reply_to is not None and ping and reply_to.author not in message.mentions:
            message.mentions.append(reply_to.author)
        self.publish("MESSAGE_CREATE", message)
        return message

    async def forward(self, user: Person, channel: Channel | None, forwarded: Message) -> Message:
        """Let a user forward a message; channel None means where the user is by default."""
        message = self.message(self._place(user, channel), _account(user), forwarded=forwarded)
        self.publish("MESSAGE_CREATE", message)
        return message

    def _mentioned(self, text: str, mentions: Iterable[Person]) -> list[User]:
        named = [_account(person) for person in mentions]
        written = [user for user in self.world.users.values() if f"<@{user.id}>" in text]
        return list(dict.fromkeys([*named, *written]))

    async def edit_message(
        self, message: Message, text: str, *, after: timedelta = timedelta(seconds=30)
    ) -> None:
        """Let the author change a message; after: how long after it was written.

        Who is mentioned is gathered anew from the text. Source: Discord, Edit Message.
        """
        written = datetime.fromisoformat(created_at(message.id))
        message.content, message.edited_at = text, (written + after).isoformat()
        message.mentions = self._mentioned(text, ())
        self.publish("MESSAGE_UPDATE", message)

    async def delete_message(self, message: Message) -> None:
        """Let someone delete a message."""
        self.remove(message)

    def attachment(self, name: str, data: bytes) -> Attachment:
        """Make a file for an option of a command or a field of a modal."""
        return self.keep(Upload(name, data))

    # -- lookups ---------------------------------------------------------------------------

    def direct_messages(self, user: Person) -> Channel:
        """The conversation between the bot and a user."""
        return self.world.conversation(_account(user))

    def messages_in(self, channel: Channel) -> list[Message]:
        """Every message in a channel in order, ephemeral ones too, unless deleted."""
        return [m for m in self.messages.values() if m.channel is channel and not m.deleted]

    def registered(self, guild: Guild | None = None) -> dict[str, Payload]:
        """The commands that the bot registered, in a guild or globally, by name."""
        scope = None if guild is None else guild.id
        return {c["name"]: c for c in self.commands.get(scope, {}).values()}


def _account(person: Person) -> User:
    return person.user if isinstance(person, Member) else person


def _in_direct_messages(command: Payload) -> bool:
    contexts = command.get("contexts")
    if contexts is not None:
        return BOT_DM in contexts
    return command.get("dm_permission") is not False
