"""A website, a store, and what polls the one into the other, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC

from relay.ingest import Ingest, Polled
from relay.model import Post
from relay.settings import SourceSpec
from relay.state import SourceState
from relay.store.codec import POST
from relay.store.database import Database
from relay.store.sources import Sources
from tests.fakes import FakeSite, Item, SetClock, paragraphs, source

OLD = Item("alt", "Was schon da war")
BRIDGE = Item("bruecke", "Brücke gesperrt")
FOREST = Item("wald", "Waldbrandgefahr")
WHOLE = "".join(f"<p>{one}</p>" for one in paragraphs("die Brücke", 12))


@dataclass
class Office:
    """A website, a store, and what polls the one into the other."""

    database: Database
    site: FakeSite = field(default_factory=FakeSite)
    clock: SetClock = field(default_factory=SetClock)
    obey_hints: bool = True

    @property
    def ingest(self) -> Ingest:
        """A new one each time: it holds no state of its own."""
        return Ingest(
            fetcher=self.site,
            store=Sources(self.database),
            clock=self.clock,
            dice=lambda: 0.5,
            zone=UTC,
            obey_hints=self.obey_hints,
        )

    async def poll(self, spec: SourceSpec | None = None) -> Polled:
        """Poll as a relay does that was just started."""
        spec = spec or source()
        states = await Sources(self.database).source_states()
        self.clock.pass_by(60)
        return await self.ingest.poll(spec, states.get(spec.id, SourceState()))

    async def reread(self, seconds: float) -> int:
        self.clock.pass_by(seconds)
        return await self.ingest.reread([source()])

    async def due(self) -> list[Post]:
        """What would be posted now, in order."""
        rows = await self.database.rows(
            "SELECT body FROM deliveries JOIN posts USING (release) WHERE state = 'pending' AND due <= ? "
            "ORDER BY deliveries.id",
            self.clock().timestamp(),
        )
        return [POST.load(row["body"]) for row in rows]

    @property
    def store(self) -> Sources:
        """What is remembered."""
        return Sources(self.database)

    async def posts(self) -> list[Post]:
        """What is to be posted, or was, at whatever time."""
        rows = await self.database.rows("SELECT body FROM posts ORDER BY release")
        return [POST.load(row["body"]) for row in rows]

    async def titles(self) -> list[str]:
        return [post.title for post in await self.due()]

    async def send_all(self) -> None:
        await self.database.change("UPDATE deliveries SET state = 'sent', sent = 1 WHERE state = 'pending'")

    async def first_sight(self, *items: Item, spec: SourceSpec | None = None) -> None:
        self.site.feed(*items)
        await self.poll(spec)


def text(post: Post) -> str:
    return "\n".join(block.text for block in post.blocks)
