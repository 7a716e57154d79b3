"""Whether the rules that take furniture out of a page took the release, and left a stray sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relay.article.clean import clean_text, letters
from relay.article.dom import text_of, tree
from relay.article.page.boilerplate import is_sentence
from relay.model import Article, Entry

_LITTLE = 0.4
"""Share of a page's sentences; where less was left, it may not be the release."""
_SENTENCE = re.compile(r"[A-ZÄÖÜ„][^.!?]{30,400}[.!?](?=\s|$)")
_HEAD = 10_000
_DATELINE, _ENOUGH = 30, 60
"""Letters of a feed's text that may be its dateline, and letters behind them that no two texts have in common."""


def is_doubtful(article: Article, taken: Sequence[str]) -> bool:
    """Whether the texts that were `taken` out for a name hold much more in sentences than the article."""
    least = _length(article) * (1 - _LITTLE) / _LITTLE
    if sum(map(len, taken)) <= least:
        return False
    return sum(len(said) for text in taken for said in _SENTENCE.findall(clean_text(text))) > least


def lost_release(article: Article, whole: Article, entry: Entry | None) -> bool:
    """Whether the release is what `whole` has and `article` lacks.

    What the feed says decides; where it does not, the release stands above the sentence that was left, as it stands
    right below the headline: boxes stand beside or below it.
    """
    if not article.blocks or not whole.blocks:
        return bool(whole.blocks)
    if _length(article) >= _LITTLE * _length(whole):
        return False
    kept, all_of_it = (letters(" ".join(block.text for block in one.blocks)) for one in (article, whole))
    for said in _said(entry) if entry else ():
        if said in kept or said in all_of_it:
            return said not in kept
    texts = [block.text for block in whole.blocks]
    first = article.blocks[0].text
    above = texts[: texts.index(first)] if first in texts else []
    return sum(len(text) for text in above if is_sentence(text)) > _length(article)


def _said(entry: Entry) -> list[str]:
    """The beginnings of the feed's texts, in letters, behind what may be a dateline."""
    plain = [
        letters(clean_text(text_of(tree(html[:_HEAD])))) for html in (entry.summary, entry.content) if html.strip()
    ]
    return [text[_DATELINE:][:_ENOUGH] for text in plain if len(text) >= 2 * _DATELINE]


def _length(article: Article) -> int:
    return sum(len(block.text) for block in article.blocks)
