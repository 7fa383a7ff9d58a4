"""`build.py similar`: what coverage an article has and has not, and why; and the same of a file of items."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.match import tongues
from tests.newsroom import NOW, Newsroom

FLOOD = "Flood sweeps away the Merpauh bridge"


@pytest.fixture
def paper(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom in whose folder the command is typed, with a flood and what others wrote of it."""
    monkeypatch.chdir(newsroom.folder)
    newsroom.article("flood", title=FLOOD, slug="flood", section="world")
    newsroom.link("bridge", title="Merpauh bridge swept away by flood", published="2021-09-06 15:00")
    newsroom.link("strike", title="Dockworkers strike in Penang", published="2021-09-06 15:00")
    newsroom.link("long-ago", title=FLOOD, published="2020-09-06")
    newsroom.link("farsi", title="سیل پل مرپاه 2021 را برد", source="kabul-times", published="2021-09-06")
    return newsroom


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    capsys.readouterr()
    assert main(["similar", "--now", NOW, *words]) == status
    out, err = capsys.readouterr()
    return out if status == 0 else err


@pytest.mark.parametrize(
    "name",
    ["flood", "content/articles/2021/09/flood.md", "articles/2021/09/flood.md", "/world/2021/09/06/flood/",
     "https://gazette.example.org/world/2021/09/06/flood/"],
)  # fmt: skip
def test_an_article_has_many_names(paper: Newsroom, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert said(capsys, name).startswith(f"{FLOOD} (content/articles/2021/09/flood.md)")


def test_what_stands_comes_with_its_reason_and_what_does_not_with_the_rule(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    stands, _, does_not = said(capsys, "flood").partition("Does not:")
    assert "Merpauh bridge swept away by flood (Northwire, 5 h later)" in stands
    assert "both say: Merpauh, bridge, flood, away" in stands
    assert "outside the window of 14 days" in does_not
    assert "strike" not in stands + does_not


def test_what_editors_picked_is_named_and_counted(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.link("bridge", title="Merpauh bridge swept away by flood", **{"for": ["flood"]})
    answer = said(capsys, "flood")
    assert "Editors' picks take 1 of 6 places." in answer
    assert "Picked:\n" in answer


def test_what_a_limit_of_nothing_and_more_picks_than_places_mean_is_said(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.link("bridge", title="Merpauh bridge swept away by flood", **{"for": ["flood"]})
    assert "Editors' picks take every place: there are 1, and the limit is 1." in said(
        capsys, "flood", "--limit", "1"
    )
    paper.link(
        "second", title="Second report of the Merpauh flood and its bridge", published="2021-09-06 12:00"
    )
    nothing = said(capsys, "flood", "--limit", "0")
    assert "With a limit of 0, nothing stands but what editors picked." in nothing
    assert "the limit is 0: nothing is found by itself" in nothing
    assert "0 places" not in nothing


def stands(answer: str) -> list[str]:
    """The headlines that an answer says stand under the article."""
    return re.findall(r"^  \d\.\d\d  (.*) \(", answer.partition("Does not:")[0], re.MULTILINE)


def is_built(paper: Newsroom, **wishes: object) -> list[str]:
    """The headlines that a build puts under the article."""
    paper.built(**wishes)
    block = (
        paper.page("/world/2021/09/06/flood/").partition("Similar News</h2>")[2].partition("</section>")[0]
    )
    return list(dict.fromkeys(re.findall(r"<h3[^>]*>([^<]+)</h3>", block)))


BRIDGE = "Merpauh bridge swept away by flood"


@pytest.mark.parametrize(
    "front", [{"embargo": "2021-09-20"}, {"expires": "2021-09-07"}, {"draft": True}], ids=repr
)
def test_a_rival_competes_only_while_it_is_out_as_in_a_build(
    paper: Newsroom, capsys: pytest.CaptureFixture[str], front: dict[str, object]
) -> None:
    assert stands(said(capsys, "flood")) == is_built(paper) == [BRIDGE]
    rival = {"title": BRIDGE, "published": "2021-09-06 14:00"}
    paper.article("rival", **rival)
    assert stands(said(capsys, "flood")) == is_built(paper) == []
    paper.article("rival", **rival, **front)
    assert stands(said(capsys, "flood")) == is_built(paper) == [BRIDGE]


def test_now_and_drafts_decide_what_is_out_as_in_a_build(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.article("rival", title=BRIDGE, published="2021-09-06 14:00", draft=True)
    paper.link("later", title="Flood at Merpauh sweeps away a bridge", published="2021-09-10")
    later = "2021-09-11"
    assert len(stands(said(capsys, "flood", "--now", later))) == 2
    assert stands(said(capsys, "flood", "--now", later)) == is_built(paper, now=later)
    assert stands(said(capsys, "flood", "--drafts")) == is_built(paper, drafts=True) == []


def test_a_pick_that_is_held_back_takes_no_place_and_one_filed_twice_takes_one(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.link("tomorrow", published="2021-09-09", **{"for": ["flood"]})
    paper.link("bridge", title=BRIDGE, published="2021-09-06 15:00", **{"for": ["flood"]})
    paper.article("flood", title=FLOOD, slug="flood", section="world", similar=["bridge"])
    answer = said(capsys, "flood")
    assert "Editors' picks take 1 of 6 places." in answer
    assert stands(answer) == is_built(paper) == [BRIDGE]


def test_a_pick_that_is_written_into_the_article_is_no_candidate_by_its_file(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.link(
        "again",
        title=f"{FLOOD}, all say",
        published="2021-09-06 16:00",
        url="https://northwire.example.com/bridge",
    )
    assert "a copy of again" in said(capsys, "flood")
    inline = "{title: Picked by hand, url: 'https://northwire.example.com/bridge', source: kabul-times}"
    paper.article("flood", title=FLOOD, slug="flood", section="world", similar=f"[{inline}]")
    answer = said(capsys, "flood")
    assert "Editors' picks take 1 of 6 places." in answer
    assert "Stands under it:" not in answer
    assert is_built(paper) == ["Picked by hand"]


def test_a_pick_from_long_ago_stands_all_the_same_and_what_has_no_date_says_so(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.link("long-ago", title=f"{FLOOD} again", published="2020-09-06", **{"for": ["flood"]})
    paper.link("undated", title=f"{FLOOD}, nobody says when")
    answer = said(capsys, "flood")
    assert stands(answer) == is_built(paper) == [f"{FLOOD} again", BRIDGE]
    assert "it has no date: only an editor can put it here" in answer


def test_an_article_that_is_not_out_is_looked_at_as_if_it_were(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.article("flood", title=FLOOD, slug="flood", section="world", embargo="2021-09-20")
    answer = said(capsys, "flood")
    assert "This is not out (under embargo). If it were:" in answer
    assert stands(answer) == [BRIDGE]


def test_a_document_with_problems_and_a_folder_that_leads_elsewhere_take_no_part(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    before = said(capsys, "flood")
    paper.write("articles/2021/09/rival.md", f"---\ntitle: {BRIDGE}\npublished: soon\n---\n")
    paper.write("links/2021/09/other.md", "no front matter")
    assert said(capsys, "flood") == before
    (paper.content / "links").rename(paper.folder / "elsewhere")
    (paper.content / "links").symlink_to(paper.folder / "elsewhere")
    assert stands(said(capsys, "flood")) == []


def test_our_own_article_that_was_picked_stands_once(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.article("aftermath", title="Merpauh flood: the bridge is swept away, families wait")
    paper.article("flood", title=FLOOD, slug="flood", section="world", similar=["aftermath"])
    assert "of our own" not in said(capsys, "flood")


def test_our_own_archive_has_more_on_the_story(paper: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    paper.article("aftermath", title="Merpauh flood: the bridge is swept away, families wait")
    assert said(capsys, "flood").endswith("More on this story, of our own:\n        aftermath\n")


def test_a_name_that_no_article_has_is_wrong_usage(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["similar", "flod"])
    assert ended.value.code == 2
    assert "there is no article 'flod'. Did you mean 'flood'?" in capsys.readouterr().err


def test_a_site_yaml_with_a_problem_is_named(paper: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    paper.write("site.yaml", "title: [")
    assert said(capsys, "flood", status=1).startswith("content/site.yaml:")


def ranked(
    capsys: pytest.CaptureFixture[str], folder: Path, items: list[dict[str, str]], *words: str
) -> dict[str, list[dict[str, object]]]:
    file = folder / "items.jsonl"
    file.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    lines = said(capsys, "--rank", str(file), *words).splitlines()
    return {line["id"]: line["similar"] for line in map(json.loads, lines)}


def item(id_: str, kind: str, title: str, **more: str) -> dict[str, str]:
    return {"id": id_, "kind": kind, "title": title, "source": id_, "published": "2021-09-06", **more}


ITEMS = [
    item("flood", "article", FLOOD),
    item("far", "link", "Council votes on taxes and a bridge to Penang", published="2021-09-18"),
    item("near", "link", "Merpauh bridge swept away by flood"),
]


def test_a_file_of_items_is_ranked_with_what_is_shown_and_what_is_not(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    [near, far] = ranked(capsys, paper.folder, ITEMS)["flood"]
    assert (near["id"], near["shown"], far["id"], far["shown"]) == ("near", True, "far", False)
    assert near["score"] > far["score"]  # type: ignore[operator]  # values of JSON
    assert set(near["why"]) == {"Merpauh", "bridge", "flood", "away"}  # type: ignore[call-overload]  # as above


def test_items_without_a_kind_are_ranked_against_all_others(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    found = ranked(capsys, paper.folder, [{**one, "kind": ""} for one in ITEMS])
    assert list(found) == ["flood", "far", "near"]
    assert [one["id"] for one in found["near"]] == ["flood", "far"]


def test_limit_says_how_many_and_all_prints_every_one(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [ITEMS[0], *(item(f"l{n}", "link", f"{FLOOD} {n}00") for n in range(9))]
    assert len(ranked(capsys, paper.folder, items)["flood"]) == 6
    assert len(ranked(capsys, paper.folder, items, "--limit", "2")["flood"]) == 2
    every = ranked(capsys, paper.folder, items, "--limit", "2", "--all")["flood"]
    assert [one["shown"] for one in every] == [True] * 2 + [False] * 7


def test_what_is_wrong_with_a_file_of_items_is_said_by_line(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    file = paper.folder / "items.jsonl"
    file.write_text(
        '{"id": "a"}\nno\n\n{"id": "a"}\n{"id": "b", "published": "soon"}\n[]\n{"id": "c", "kind": "x"}\n{}\n'
    )
    assert [line.partition("items.jsonl:")[2] for line in said(capsys, "--rank", str(file), status=1).splitlines() if "jsonl:" in line] == [
        "2:1: this is not JSON: Expecting value: line 1 column 1 (char 0)",
        "4:1: id: 'a' stands on a line above too",
        "5:1: published: 'soon' is not a date",
        "6:1: this is not an object",
        "7:1: kind: 'x' is neither 'article' nor 'link'",
        "8:1: it has no id",
    ]  # fmt: skip
    assert "cannot be read" in said(capsys, "--rank", "nowhere.jsonl", status=1)


def test_the_language_of_a_headline_is_guessed_from_its_commonest_words_and_from_those_beside_it() -> None:
    assert tongues.guess("Le Sénat adopte la réforme des retraites") == "fr"
    assert tongues.guess("Путин подписал указ о мобилизации") == "ru"
    assert tongues.guess("Зеленський підписав закон про мобілізацію") == "uk"
    together = [
        "Merkel warnt vor der neuen Welle",
        "Das ist nicht das Ende",
        "Brückenschlag",
        "Мост и река на заре",
    ]
    assert tongues.guesses(together)[:3] == ["de", "de", "de"]
    assert tongues.guess("") == "und"
