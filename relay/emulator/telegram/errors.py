"""The refusals of the Bot API.

Wording: where a rule's text is known from the open server (telegram-bot-api, Client.cpp) or from TDLib, it is given
exactly, with the server's own habit of lower-casing the first letter after the prefix (`fail_query_with_error`).
"""

from __future__ import annotations

from collections.abc import Mapping

PREFIXES = {
    400: "Bad Request",
    403: "Forbidden",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class ApiError(Exception):
    """An answer with ``"ok": false``.

    `reason` is the text without the prefix of its status; `parameters` are the ResponseParameters of the Bot API.
    """

    def __init__(self, status: int, reason: str, parameters: Mapping[str, int] | None = None) -> None:
        self.status = status
        self.parameters = dict(parameters or {})
        self.description = _describe(status, reason)
        super().__init__(self.description)

    def as_json(self) -> dict[str, object]:
        """The body of the answer (Bot API, "Making requests")."""
        body: dict[str, object] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """A 400, the usual refusal."""
    return ApiError(400, reason)


def too_many_requests(retry_after: int) -> ApiError:
    """A 429 that names the time to wait, in whole seconds (Bot API, ResponseParameters)."""
    return ApiError(429, f"retry after {retry_after}", {"retry_after": retry_after})


def _describe(status: int, reason: str) -> str:
    prefix = PREFIXES.get(status)
    if prefix is None:
        return reason
    # Client.cpp: a code such as MESSAGE_TOO_LONG keeps its capitals, a sentence starts in lower case.
    if not (len(reason) > 1 and (reason[1] == "_" or "A" <= reason[1] <= "Z")):
        reason = reason[:1].lower() + reason[1:]
    return f"{prefix}: {reason}"
