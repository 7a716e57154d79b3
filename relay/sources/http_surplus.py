"""Answers that are longer than their Content-Length says, read as browsers do: what is announced counts.

Some websites count characters instead of bytes (``mb_strlen``), or send a line end too many.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

_END = b"\r\n\r\n"


class SurplusConnector(aiohttp.TCPConnector):
    """Connections for one request each (`force_close`), on which surplus bytes do no harm."""

    def __init__(self, **how: Any) -> None:
        """Takes what `aiohttp.TCPConnector` does."""
        super().__init__(force_close=True, **how)
        self._factory = partial(_HeadFirst, loop=self._loop)  # type: ignore[assignment] # it is one, more exactly


class _HeadFirst(ResponseHandler):
    """Hands the head of an answer over before what follows it.

    aiohttp gives up a whole piece of an answer if something is wrong at its end, and most answers come in one piece. So
    the head is known, and the body whole, when the surplus makes it close the connection.
    """

    _before = b""
    """The last bytes that came, as the end of the head may come in two pieces."""
    _whole = False
    """Whether the head has come."""

    def data_received(self, data: bytes) -> None:
        if self._whole or self._parser is None:
            self._received(data)
            return
        end = (self._before + data).find(_END)
        if end < 0:
            self._before = (self._before + data)[1 - len(_END) :]
            super().data_received(data)
            return
        head = end + len(_END) - len(self._before)
        self._whole = True
        super().data_received(data[:head])
        if head < len(data):
            self._received(data[head:])

    def _received(self, data: bytes) -> None:
        super().data_received(data)
        body, wrong = self._payload, self.exception()
        if wrong and body is not None and not body.is_eof():
            # Nobody would hear of it who has the head already.
            body.set_exception(aiohttp.ClientPayloadError("Something in it is not HTTP"))
