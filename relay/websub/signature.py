"""Whether a message comes from whom the secret was given to (WebSub, 7.1). Pure."""

from __future__ import annotations

import hashlib
import hmac

METHODS = ("sha1", "sha256", "sha384", "sha512")
"""Those of the recommendation. SHA-1 is broken for signatures, not for HMAC (RFC 6194, 3.3)."""


class Signature:
    """Checks the raw body of a message piece by piece, so that none need be kept."""

    def __init__(self, secret: str, header: str) -> None:
        """`header` is X-Hub-Signature as sent, ``sha256=...``."""
        method, _, self._said = header.strip().partition("=")
        known = method.lower() in METHODS
        self._mac = hmac.new(secret.encode(), digestmod=getattr(hashlib, method.lower())) if known else None

    def feed(self, piece: bytes) -> None:
        """The next bytes of the body."""
        if self._mac:
            self._mac.update(piece)

    @property
    def right(self) -> bool:
        """Whether the body that was fed was signed with the secret."""
        said = self._said.strip().lower()
        return bool(self._mac) and said.isascii() and hmac.compare_digest(self._digest(), said)

    def _digest(self) -> str:
        return self._mac.hexdigest() if self._mac else ""
