"""How a search asks the web: every address once, no more than so many, and with its robots.txt among them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from relay.errors import Disallowed, SourceError
from relay.model import Fetched, NotModified, Validators
from relay.ports import Web

REQUESTS = 30
"""Asked of a website at most, those for the samples and for robots.txt among them."""

Progress = Callable[[int, str], None]
Admit = Callable[[str], Awaitable[None]]


class Asking:
    """`relay.ports.Web` for one search, and for the `relay.sources.robots.PolitePages` around it."""

    def __init__(self, web: Web, progress: Progress = lambda _, __: None) -> None:
        """`progress` is told before each request."""
        self._web = web
        self._progress = progress
        self._answers: dict[str, Fetched | NotModified | SourceError] = {}
        self.count = 0
        """Requests so far; those that a redirection adds are not among them."""

    async def get(
        self,
        url: str,
        *,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        accept: str = "*/*",
        max_bytes: int | None = None,
        admit: Admit | None = None,
        beginning: bool = False,
    ) -> Fetched | NotModified:
        """One page, asked for once. Raises SourceError, also when enough was asked."""
        if url not in self._answers:
            get = partial(self._web.get, validators=validators, accept=accept, max_bytes=max_bytes, beginning=beginning)
            self._answers[url] = await self._ask(url, admit, get)
        known = self._answers[url]
        if isinstance(known, SourceError):
            raise known
        return known

    def slow(self, url: str, seconds: float) -> None:
        """As of `relay.ports.Web`."""
        self._web.slow(url, seconds)

    async def _ask(
        self, url: str, admit: Admit | None, get: Callable[..., Awaitable[Fetched | NotModified]]
    ) -> Fetched | NotModified | SourceError:
        try:
            if admit:
                await admit(url)
            if self.count >= REQUESTS:
                return SourceError("{url} was not asked any more: enough was asked of this website", url=url)
            self.count += 1
            self._progress(self.count, url)
            return await get(url, admit=admit)
        except Disallowed as error:
            return Disallowed("{url} was not looked at: {why}", permanent=True, url=url, why=error.text)
        except SourceError as error:
            return error
