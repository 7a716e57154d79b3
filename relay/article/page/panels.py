"""Buttons that unfold a text of the page: their words are its heading, and what they unfold is seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from relay.article.dom import Element, attribute, names
from relay.article.german import words
from relay.article.page.told import told_in
from relay.article.page.unseen import is_hidden

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST = 300
"""Buttons of a page that are looked at."""
_FOLDS = "collapse"
_PANELS = words("accordion akkordeon collapse collapsible tabpanel tab-pane panel")


def open_panels(root: Element) -> None:
    """Buttons of accordions as headings, in place, and what they unfold as tab panels (WAI-ARIA 1.2, 5.4)."""
    controls = list(islice(filter(_unfolds, root.iter("button", "a")), _MOST))
    if not controls:
        return
    places = {name: tag for tag in root.iter("div", "section", "dd", "p", "ul") if (name := tag.get("id"))}
    for control in controls:
        label = next(control.iterancestors(*_HEADINGS, "dt"), None)
        panel = _panel(control, label, places)
        told = panel is not None and (panel.get("role") == "tabpanel" or told_in(panel) > 0)
        if told and panel is not None:
            panel.set("role", "tabpanel")
        if control.tag == "button" and (told or label is not None):
            control.tag = "span" if label is not None else "h4"


def is_panel(tag: Element) -> bool:
    """Whether a click of the reader unfolds a tag."""
    return bool(names(tag) & _PANELS) or attribute(tag, "role").casefold() == "tabpanel"


def _unfolds(tag: Element) -> bool:
    """Whether a click on a tag unfolds something, by its own attributes."""
    if tag.tag == "a":
        return _FOLDS in (tag.get("data-toggle"), tag.get("data-bs-toggle")) or tag.get("aria-controls") is not None
    toggles = any(tag.get(name) == _FOLDS for name in ("data-toggle", "data-bs-toggle"))
    return toggles or tag.get("aria-expanded") is not None or tag.get("aria-controls") is not None


def _panel(control: Element, label: Element | None, places: dict[str, Element]) -> Element | None:
    """What a button unfolds: the tag that it names; of one that names none what is folded behind it or its heading."""
    targets = list(_targets(control))
    if targets:
        return next((places[name] for name in targets if name in places), None)
    behind = (control if label is None else label).getnext()
    return behind if behind is not None and (is_panel(behind) or is_hidden(behind)) else None


def _targets(control: Element) -> Iterator[str]:
    """The ids that a button names. `aria-controls` may list several."""
    yield from attribute(control, "aria-controls").split()
    for name in ("data-bs-target", "data-target", "href"):
        if (target := attribute(control, name)).startswith("#"):
            yield target[1:]
