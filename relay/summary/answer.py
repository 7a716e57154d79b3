"""What the endpoint answered, as far as it is an answer of the chat completions API. Pure; nothing of it is quoted."""

from __future__ import annotations

import json

from relay.errors import SummaryError

MOST_BYTES = 256 * 1024
"""A summary has a few hundred characters; whoever sends more sends something else."""
_FINISHED = ("stop", "eos", None)
"""Why a model ends, if it came to its end; some servers do not say."""


def text_of(body: bytes, *, whole: bool = True) -> str:
    """The text of the first choice; raises SummaryError. `whole` says that it must not be cut off."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise SummaryError("the language model's answer is not JSON") from None
    match answer:
        case {"choices": [{"message": {"content": str(text)}, **choice}, *_]}:
            if whole and choice.get("finish_reason") not in _FINISHED:
                raise SummaryError("the language model did not come to its end")
            # Without halves of characters, which JSON can hold and a database cannot.
            return text.encode("utf-8", "replace").decode().strip()
        case {"error": _}:
            raise SummaryError("the language model reports an error")
        case _:
            raise SummaryError("the language model's answer has another form than the chat completions API says")
