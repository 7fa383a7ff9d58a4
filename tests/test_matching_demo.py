"""The demonstration newsroom, when no editor has picked anything: its links find their articles by themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.match import similar, sketch
from broadsheet.match.shelf import Memory
from broadsheet.match.similar import Match
from broadsheet.model import Entry
from broadsheet.read import documents, entries, files, site
from broadsheet.read.site import Settings

PANJSHIR = {
    "panjshir-holds-as-fighting-goes-on",
    "spy-chief-in-kabul-as-sides-vie-for-panjshir",
    "celebratory-fire-kills-in-kabul",
    "panjshir-leader-ready-for-talks",
    "taliban-claim-panjshir-breakthrough",
    "taliban-press-deep-into-panjshir",
}
PICKED = re.compile(r"^(similar|for):.*\n(?:[ \t]+.*\n|- .*\n)*", re.MULTILINE)


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Match, ...]]:
    """What stands under each article of `content/` once every `similar:` and `for:` is taken out."""
    root = Path(__file__).parent.parent / "content"
    said = site.read(root)
    assert isinstance(said, Settings)
    read, room = entries.reader(said.config), documents.room(root)
    sketches = []
    for folder in files.walk(room):
        for name, _ in folder.files:
            if folder.path.startswith(("articles/", "links/")):
                text = (root / folder.path / name).read_text("utf-8")
                document = documents.document(root, folder.path + name, PICKED.sub("", text).encode())
                entry = read(document)
                assert isinstance(entry, Entry)
                sketches.append(sketch.of(entry))
    drawn = [one for one in sketches if one is not None]
    articles = [one for one in drawn if one.kind == "article"]
    return similar.relate(articles, Memory(drawn), said.config.similar)


def test_the_panjshir_article_gets_its_six_links(found: dict[str, tuple[Match, ...]]) -> None:
    assert {match.id for match in found["panjshir-leader-backs-clerics-call"]} == PANJSHIR


def test_no_article_of_another_story_gets_them(found: dict[str, tuple[Match, ...]]) -> None:
    told = {"panjshir-leader-backs-clerics-call", "why-the-valley-is-hard-to-hold"}
    others = {match.id for id_, ones in found.items() if id_ not in told for match in ones}
    assert not others & PANJSHIR


def test_each_comes_with_a_reason(found: dict[str, tuple[Match, ...]]) -> None:
    for match in found["panjshir-leader-backs-clerics-call"]:
        assert {"Panjshir", "Taliban"} & set(match.words), match
