"""What is made of annotated releases: five of them here, all of them where the corpus lies beside the repository."""

from __future__ import annotations

import importlib.util
import json
import statistics
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from relay.article.extract import article_from_entry, article_from_page
from relay.article.summarise import teaser
from relay.model import Article, BlockKind, Entry, Teaser

HERE = Path(__file__).resolve()
OWN = HERE.parents[1] / "data/releases/releases.jsonl"
CORPUS = HERE.parents[2] / "../shared/corpus"
LENGTH = 350

Release = dict[str, Any]


def read(path: Path) -> list[Release]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def predict(release: Release) -> tuple[Article, Teaser]:
    entry = Entry(guid=release["id"], url=release["url"], title=release["title"], summary=release["feed_description"])
    article = article_from_page(release["html"].encode(), url=release["url"], entry=entry)
    return article, teaser(article.blocks, title=release["title"], length=LENGTH)


def without_dateline(text: str) -> str:
    return text.split(" – ", 1)[1] if text.startswith(("Musterland – ", "Ahrenfels (ots) – ")) else text


@pytest.mark.parametrize("release", read(OWN), ids=lambda r: str(r["id"]))
def test_the_body_is_word_for_word_what_a_person_marked(release: Release) -> None:
    article, _ = predict(release)
    assert [b.text for b in article.blocks] == [without_dateline(p) for p in release["body_paragraphs"]]
    assert [b.kind for b in article.blocks] == [BlockKind(kind) for kind in release["paragraph_kinds"]]
    assert list(article.sentences) == [without_dateline(s) for s in release["sentences"]]


@pytest.mark.parametrize("release", read(OWN), ids=lambda r: str(r["id"]))
def test_the_teaser_begins_as_an_editor_would_and_holds_no_boilerplate(release: Release) -> None:
    article, short = predict(release)
    assert short.text.startswith(release["lead"][0])
    assert len(short.text) <= LENGTH
    assert set(short.sentences) <= set(article.sentences)
    assert not [b for b in release["boilerplate"] if b in short.text]


@pytest.mark.parametrize("release", read(OWN), ids=lambda r: str(r["id"]))
def test_pictures_are_found_with_caption_and_credit(release: Release) -> None:
    article, _ = predict(release)
    marked = [m for m in release["media"] if m["type"] == "image"]
    assert [p.alt for p in article.pictures] == [m["alt"] for m in marked]
    for picture, mark in zip(article.pictures, marked, strict=True):
        assert picture.url.startswith("https://www.landkreis-musterland.example/")
        assert picture.url.endswith(mark["url"])
        assert picture.credit
        assert f"{picture.caption} {picture.credit}".strip() == mark["caption"]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(score: ModuleType, release: Release) -> dict[str, float]:
    article, short = predict(release)
    paragraphs = "\n".join(b.text for b in article.blocks)
    shown = score.tight(f"{release['title']} {short.text}").casefold()
    hits, gold, predicted = score.sentence_counts(release["sentences"], article.sentences)
    return {
        "hits": hits,
        "gold": gold,
        "predicted": predicted,
        "body_f1": score.bag_f1(paragraphs, "\n".join(release["body_paragraphs"])),
        "body_leaks": len(score.leaks(paragraphs, release["boilerplate"])),
        "teaser_leaks": len(score.leaks(short.text, release["boilerplate"])),
        "whole": score.is_whole(short.text, release["sentences"]),
        "too_long": len(score.squeeze(short.text)) > LENGTH,
        "lead_f1": score.bag_f1(short.text, " ".join(release["lead"])),
        "facts": statistics.mean(score.tight(f).casefold() in shown for f in release["key_facts"]),
    }


@pytest.mark.skipif(not (CORPUS / "score.py").exists(), reason="the corpus does not lie beside the repository")
def test_the_whole_corpus_scores_as_high_as_it_did() -> None:
    score = scorer()
    rows = [measure(score, release) for release in read(CORPUS / "releases.jsonl")]

    def total(name: str) -> float:
        return sum(row[name] for row in rows)

    assert 2 * total("hits") / (total("gold") + total("predicted")) >= 0.999
    assert total("body_f1") / len(rows) >= 0.998
    assert total("body_leaks") == 0
    assert total("teaser_leaks") == 0
    assert total("whole") == len(rows)
    assert total("too_long") == 0
    assert total("lead_f1") / len(rows) >= 0.832
    assert total("facts") / len(rows) >= 0.669


@pytest.mark.skipif(not (CORPUS / "score.py").exists(), reason="the corpus does not lie beside the repository")
def test_what_the_feeds_of_the_corpus_say_is_never_cut_and_never_boilerplate() -> None:
    score = scorer()
    for release in read(CORPUS / "releases.jsonl"):
        entry = Entry(guid="", url=release["url"], title=release["title"], summary=release["feed_description"])
        article = article_from_entry(entry)
        if article is not None:
            assert article.sentences
            assert article.sentences[-1].endswith((".", "!", "?", "“"))
            assert not score.leaks(" ".join(article.sentences), release["boilerplate"])
