"""The compression of a gateway connection: one stream over all of its messages."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from importlib.util import find_spec

Compress = Callable[[str], bytes]


def compressor(name: str) -> Compress | None:
    """What turns a message into the next bytes of the stream that a client asked for by name.

    Returns None for a name that is unknown, or that this machine has no library for.
    """
    makers = {"zlib-stream": _zlib, "zstd-stream": _zstd}
    return makers[name]() if name in makers else None


def _zlib() -> Compress:
    context = zlib.compressobj(level=1)

    def compress(message: str) -> bytes:
        return context.compress(message.encode()) + context.flush(zlib.Z_SYNC_FLUSH)

    return compress


def _zstd() -> Compress | None:
    """Use the library that discord.py would: zstandard, or the one in Python 3.14.

    Neither is installed for kvbot, hence their import by name.
    """
    if find_spec("zstandard"):
        library = importlib.import_module("zstandard")
        context = library.ZstdCompressor().compressobj()
        end = library.COMPRESSOBJ_FLUSH_BLOCK
        return lambda message: context.compress(message.encode()) + context.flush(end)
    if find_spec("compression"):
        library = importlib.import_module("compression.zstd")
        stream = library.ZstdCompressor()
        return lambda message: stream.compress(message.encode(), library.ZstdCompressor.FLUSH_BLOCK)
    return None
