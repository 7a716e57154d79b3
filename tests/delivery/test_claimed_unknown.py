"""The database claims a delivery and then reports an error: nobody knows of it, and nobody else may take it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relay.errors import StoreError
from tests.desk import open_desk


async def test_what_was_claimed_although_the_database_reported_an_error_is_delivered_next_and_in_order(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path / "relay.db") as desk:
        await desk.bring("eins", "A.")
        await desk.bring("zwei", "B.")
        store: Any = desk.deliver._store
        real = store.claim

        async def claim(*args: Any, **kwargs: Any) -> None:
            await real(*args, **kwargs)
            store.claim = real
            raise StoreError("the disk reports an error")

        store.claim = claim
        with pytest.raises(StoreError):
            await desk.deliver.deliver_one()
        assert (await desk.states())["eins"] == "sending"

        assert await desk.deliver.ready_at() == desk.clock()
        await desk.work()
        assert desk.channel.texts == ["<b>eins: A.</b>", "<b>zwei: B.</b>"]
