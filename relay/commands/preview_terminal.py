"""What `relay preview` shows in the terminal: the messages as a channel has them, and what is to be said of them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from relay.commands.common import console, escaped, said
from relay.render.markup import length
from relay.settings import Style

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text as Styled

_ONE = "Telegram"
"""What stands over a post's only message."""
_STYLES = {"b": "bold", "h3": "bold", "h4": "bold", "th": "bold", "summary": "bold", "i": "italic", "a": "underline"}
"""Of the tags that a message may have, in a terminal."""


def show(shown: dict[str, Any]) -> None:
    """One release."""
    out = console()
    if shown.get("needs_page"):
        out.print(f"[yellow]! {escaped(without_page())}[/]")
    if "skipped" in shown["telegram"]:
        out.print(escaped(said("Nothing would be posted: {why}", why=shown["telegram"]["skipped"])))
    messages = shown["telegram"]["messages"]
    for number, message in enumerate(messages, 1):
        name = f"Telegram {number}/{len(messages)}" if len(messages) > 1 else _ONE
        _show_message(out, message, shown["url"], name)
    for problem in shown["telegram"]["accessibility"]:
        out.print(f"[yellow]! {escaped(said(problem))}[/]")
    if shown["teaser"]:
        out.print(_measured(shown), style="dim")
    if "explained" in shown:
        _explain(out, shown)


def without_page() -> str:
    """What is said of a release that was shown without having read its page, though relay will."""
    return said("relay will read the page for this one; without it, it would look like this")


def _show_message(out: Console, message: dict[str, Any], url: str, name: str) -> None:
    from rich.panel import Panel  # noqa: PLC0415 - not for --json

    if out.soft_wrap:
        # Into a file or a pipe: a frame would cut the lines.
        if name != _ONE:
            out.print(f"--- {name} ---", end="\n\n")
        out.print(body(message, url, with_address=True), end="\n\n")
    else:
        out.print(Panel(body(message, url), width=min(out.width, 64), title_align="left", title=name))


def _explain(out: Console, shown: dict[str, Any]) -> None:
    style = shown["telegram"]["style"]
    if style != Style.TEASER:
        out.print(escaped(said('style = "{style}" has no teaser, so there is nothing to explain', style=style)))
    for one in shown["explained"]:
        told = "taken ({why}): {sentence}" if one["taken"] else "left out ({why}): {sentence}"
        out.print(escaped(said(told, why=one["reason"], sentence=" ".join(one["sentences"]))))


def _measured(shown: dict[str, Any]) -> str:
    return said(
        "Teaser: {used} characters; text: {sentences} sentences, {units} characters",
        used=len(shown["teaser"]),
        sentences=len(shown["sentences"]),
        units=length("\n".join(shown["paragraphs"])),
    )


def body(message: dict[str, Any], url: str, *, with_address: bool = False) -> Styled:
    """A message as the reader sees it; with the address of the page if there is nothing to click on."""
    from rich.text import Text as Styled  # noqa: PLC0415 - not for --json

    body, button = Styled(), message["button"]
    if message["picture"]:
        shown = "\n".join(f"▣ {url}" for url in (message["picture"], *message["more_pictures"]))
        body.append(f"{shown}\n\n", style="cyan")
    if message["file"]:
        body.append(f"▤ {message['file']}\n\n", style="cyan")
    body.append_text(_words(message, url))
    if with_address and not button and message["text"].endswith(f"\n\n{url}"):
        body.append(f"\n\n{url}")
    if message["preview"]:
        body.append(f"\n\n▭ {said('Preview of the page {url}', url=message['preview'])}", style="cyan")
    if button:
        address = f" {button['url']}" if with_address else ""
        body.append(f"\n\n[ {button['text']} ↗ ]{address}", style="blue")
    return body


def _words(message: dict[str, Any], url: str) -> Styled:
    """The words as they are marked up, without the address that is below them for a channel that refuses markup."""
    from rich.text import Text as Styled  # noqa: PLC0415 - not for --json

    read = _Read()
    read.feed(message["html"])
    read.close()
    # The tags of a rich message stand for line breaks as well, which its plain words have.
    text = message["text"].removesuffix(f"\n\n{url}") if message["rich"] else "".join(run for run, _ in read.runs)
    words, place = Styled(text), 0
    for run, styles in read.runs:
        found = text.find(run, place)
        if found >= 0:
            place = found + len(run)
            words.stylize(" ".join(styles), found, place)
    return words


class _Read(HTMLParser):
    """The HTML of a message in pieces, each with its styles. It is ours, so every tag is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[tuple[str, tuple[str, ...]]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _STYLES:
            self._open.append(_STYLES[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _STYLES:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.runs.append((data, tuple(self._open)))
