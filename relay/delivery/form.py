"""Which form a post takes in a channel: rich or classic, and that it stays what it is. Pure."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from relay.delivery.intent import Delivery
from relay.delivery.message import Rendered, Skip
from relay.delivery.standing import stands_as_classic
from relay.ports import Renderer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Form:
    """Renders a delivery in the form in which it stands, or as configured where nothing of it does."""

    render: Renderer
    single: Renderer
    """A post in one classic message."""

    def of(self, delivery: Delivery, *, classic: bool) -> tuple[Delivery, Rendered | Skip]:
        """What it is to look like; `classic` says that rich messages will not do. The delivery remembers its form.

        A rich message that cannot be corrected as one becomes one classic message: what is beyond it would stand below
        other releases.
        """
        receipt = delivery.receipt
        stands = stands_as_classic(receipt)
        was_rich = receipt is not None and (receipt.single or stands is False)
        if not (was_rich and (classic or stands)):
            rendered = self.render(delivery.post, corrected=delivery.corrected, classic=classic or stands)
            if not was_rich or isinstance(rendered, Skip) or rendered.messages[0].rich:
                return delivery, rendered
        assert receipt is not None  # noqa: S101 - else nothing of it stands there
        if not receipt.single:
            log.warning("%s: %s: its rich message becomes one classic message", delivery.channel, delivery.post.title)
        rendered = self.single(delivery.post, corrected=delivery.corrected)
        return replace(delivery, receipt=replace(receipt, single=True)), rendered
