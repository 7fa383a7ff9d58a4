"""Collecting: what other outlets' feeds become in `content/`, and what never happens to it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.newsroom import tree
from tests.outlets import Desk, Outlet, conditional, item, rss


def test_what_matches_an_article_becomes_a_link_with_its_reason(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    desk.collect()
    assert list(desk.collected()) == ["links/2021/09/wire-valley-leader-ready-for-talks-with-taliban.md"]
    (text,) = desk.collected().values()
    assert "title: Valley leader ready for talks with Taliban\n" in text
    assert "url: https://northwire.example.com/valley-talks\nsource: wire\n" in text
    assert "published: 2021-09-06T12:00:00+08:00\n" in text
    assert "# for panjshir: " in text
    assert "The leader of Panjshir resistance says he is ready for peace talks." in text


def test_what_was_collected_stands_under_its_article(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item(), item("ferry", "Langkawi ferry resumes service", description="Boats sail again.")))
    desk.collect()
    desk.built()
    (html,) = (
        raw.decode() for path, raw in tree(desk.site).items() if path.startswith("2021/09/06/panjshir-")
    )
    assert "https://northwire.example.com/valley-talks" in html
    assert "https://northwire.example.com/ferry" not in html


def test_what_matches_nothing_waits_for_an_article_to_come(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(
        rss(item("ferry", "Langkawi ferry resumes service", description="Boats sail again at Kuala Perlis."))
    )
    assert desk.collect().waiting == 1
    assert not desk.collected()
    outlet.feed(rss())
    desk.article("ferry", title="Langkawi ferry resumes service", summary="Boats sail again at Kuala Perlis.")
    report = desk.collect(is_inbox=True)
    assert len(report.written) == 1
    assert report.waiting == 0


def test_what_waited_too_long_is_forgotten(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item("ferry", "Langkawi ferry resumes service", description="Boats sail.")))
    desk.collect()
    outlet.feed(rss())
    assert desk.collect(now="2021-09-15 11:00").waiting == 1
    assert desk.collect(now="2021-09-15 13:00").waiting == 0


def test_collecting_twice_changes_no_byte(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item(), item("b", "Taliban and Panjshir leader hold talks", pubDate="")))
    desk.collect()
    before = tree(desk.content)
    assert len(desk.collected()) == 2
    desk.collect()
    assert tree(desk.content) == before
    desk.collect(now="2021-09-09 12:00")
    assert tree(desk.content) == before


def test_neither_does_another_spelling_of_an_address_that_is_known(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    desk.collect(ask=lambda question: "l")
    outlet.feed(rss(item(link="https://northwire.example.com/valley-talks/?utm_source=rss")))
    desk.collect()
    before = tree(desk.content)
    desk.collect()
    assert tree(desk.content) == before


def test_two_desks_collect_the_same_bytes(tmp_path: Path, outlet: Outlet) -> None:
    outlet.feed(rss(item(), item("b", "Taliban and Panjshir leader hold talks")))
    desks = [Desk(tmp_path / name, {"wire": outlet.url()}) for name in "ab"]
    for desk in desks:
        desk.collect()
    assert tree(desks[0].content) == tree(desks[1].content)


def test_an_editors_change_is_never_overwritten(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    desk.collect()
    (path,) = desk.collected()
    desk.write(path, desk.collected()[path].replace("Valley leader", "Leader of the valley"))
    before = tree(desk.content)
    outlet.feed(rss(item(description="Now with other words about the talks that Panjshir held.")))
    desk.collect()
    assert tree(desk.content) == before


def test_a_deleted_link_never_comes_back(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    desk.collect()
    (path,) = desk.collected()
    desk.remove(path)
    outlet.feed(rss(item(link="http://www.northwire.example.com/valley-talks/?utm_source=rss#top")))
    desk.collect()
    assert not desk.collected()


def test_neither_does_it_under_another_address_with_the_same_words(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    desk.collect()
    (path,) = desk.collected()
    desk.remove(path)
    outlet.feed(rss(item("moved-elsewhere")))
    assert [one.fate for one in desk.collect().verdicts] == ["known"]
    assert not desk.collected()


def test_a_piece_that_a_feed_has_twice_is_collected_once(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(
        rss(item(), item(link="https://northwire.example.com/valley-talks?utm_medium=rss"), item("copy"))
    )
    assert sorted(one.fate for one in desk.collect().verdicts) == ["duplicate", "duplicate", "matched"]
    assert len(desk.collected()) == 1


def test_a_link_written_by_hand_is_known_and_stays_deleted(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    desk.link("by-hand", url="https://northwire.example.com/valley-talks")
    desk.collect()
    assert list(desk.collected()) == ["links/2021/09/by-hand.md"]
    desk.remove("links/2021/09/by-hand.md")
    desk.collect()
    assert not desk.collected()


def test_a_file_that_stands_in_the_way_is_left_alone(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    name = "wire-valley-leader-ready-for-talks-with-taliban"
    desk.link(name)
    desk.collect()
    assert "Elsewhere" in desk.collected()[f"links/2021/09/{name}.md"]
    assert f"links/2021/09/{name}-2.md" in desk.collected()
    desk.built()


def test_the_ledger_has_one_line_a_piece_sorted_and_survives_a_merge(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item("b", "Panjshir talks begin with Taliban"), item("a")))
    desk.collect()
    lines = (desk.content / "collected.txt").read_text("utf-8").splitlines()
    assert lines[0].startswith("#")
    assert lines[1:] == sorted(lines[1:])
    assert [line.split()[0].rpartition("/")[2] for line in lines[1:]] == ["a", "b"]
    desk.write(
        "collected.txt", "\n".join(["<<<<<<< ours", *lines[1:2], "=======", *lines[2:], ">>>>>>> theirs"])
    )
    for path in desk.collected():
        desk.remove(path)
    desk.collect()
    assert not desk.collected()


def test_a_dry_run_shows_reasons_and_writes_nothing(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    before = tree(desk.folder)
    report = desk.collect(is_dry=True)
    assert tree(desk.folder) == before
    assert "panjshir" in report.matches()
    assert "talks, ready; 2 h later; 0.84" in report.matches()
    assert report.summary().startswith("1 link would be collected")
    desk.collect()
    assert desk.collected()


def test_review_asks_about_each_and_remembers_a_no(desk: Desk, outlet: Outlet) -> None:
    pieces = [item(name, f"Panjshir leader and Taliban talks {name}", description="") for name in "abcd"]
    outlet.feed(rss(*pieces))
    answers = iter(["y", "what?", "p", "n", "l"])
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    report = desk.collect(ask=ask)
    assert len(asked) == 5
    assert len(report.written) == 2
    assert report.waiting == 1
    assert sum("for: [panjshir]" in text for text in desk.collected().values()) == 1
    desk.built()
    assert desk.collect().waiting == 0
    assert len(desk.collected()) == 3


def test_who_quits_a_review_finds_the_rest_in_the_inbox(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item("a"), item("b", "Panjshir talks begin with Taliban")))

    def ask(question: str) -> str:
        raise EOFError

    assert desk.collect(ask=ask).waiting == 2
    assert not desk.collected()


def test_one_broken_feed_never_stops_the_others(tmp_path: Path, outlet: Outlet) -> None:
    desk = Desk(
        tmp_path, {"broken": outlet.feed("<html><body>Hello", "/broken"), "wire": outlet.feed(rss(item()))}
    )
    report = desk.collect()
    assert [(one.source, bool(one.person), one.matched) for one in report.health] == [
        ("broken", True, 0),
        ("wire", False, 1),
    ]
    assert report.needs_person


def test_the_report_says_all_that_the_table_says(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    report = desk.collect()
    value = json.loads(report.as_json())
    (row,) = value["sources"]
    assert (row["source"], row["items"], row["matched"], row["error"]) == ("wire", 1, 1, "")
    assert row["last_good"] == "2021-09-08T12:00:00+08:00"
    (found,) = value["items"]
    assert found["article"] == "panjshir"
    assert found["words"]
    assert found["path"] == "links/2021/09/wire-valley-leader-ready-for-talks-with-taliban.md"
    assert report.sources().splitlines()[0].split() == [
        "source",
        "last",
        "good",
        "answer",
        "items",
        "new",
        "matched",
        "person",
    ]


def test_losing_what_is_remembered_loses_nothing_of_the_content(desk: Desk, outlet: Outlet) -> None:
    outlet.at("/feed", conditional(rss(item())))
    desk.collect()
    before = tree(desk.content)
    memory = desk.folder / ".broadsheet" / "collect"
    for damage in (
        "",
        "{",
        "[]",
        '{"feeds": {"wire": {"etag": 3}}, "hosts": [], "robots": {"a": {}}, "items": 7}',
    ):
        for file in memory.iterdir():
            file.write_text(damage)
        desk.collect()
        assert tree(desk.content) == before


def test_an_outlet_of_an_opml_file_is_added_to_site_yaml(desk: Desk, outlet: Outlet, tmp_path: Path) -> None:
    outlet.feed(rss())
    outlet.feed(rss(item()), "/kabul")
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="Asia"><outline type="rss" '
        f'text="Kabul Bulletin &amp; Post" xmlUrl="{outlet.url("/kabul")}" htmlUrl="https://kb.example.org/"/>'
        f'<outline text="Wire again" xmlUrl="{outlet.url()}"/></outline></body></opml>'
    )
    before = (desk.content / "site.yaml").read_text("utf-8")
    report = desk.collect(opml=opml)
    after = (desk.content / "site.yaml").read_text("utf-8")
    assert [one.source for one in report.health] == ["kabul-bulletin-post", "wire"]
    assert "kabul-bulletin-post:" in after
    assert [line for line in after.splitlines() if line in before.splitlines()] == before.splitlines()
    assert next(iter(desk.collected())).startswith("links/2021/09/kabul-bulletin-post-")
    desk.built()


def test_an_opml_file_with_entities_is_refused(desk: Desk, tmp_path: Path) -> None:
    from broadsheet.collect.collect import collect
    from broadsheet.collect.order import Order
    from broadsheet.problems import Refused
    from tests.newsroom import NOW

    opml = tmp_path / "feeds.opml"
    opml.write_text('<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline xmlUrl="&a;"/></body></opml>')
    refused = collect(Order(desk.content, NOW, opml=opml))
    assert isinstance(refused, Refused)
    assert "DTD" in refused.problems[0].message


def test_a_source_that_has_no_feed_cannot_be_asked_alone(desk: Desk) -> None:
    from broadsheet.collect.collect import collect
    from broadsheet.collect.order import Order
    from broadsheet.problems import Refused
    from tests.newsroom import NOW

    refused = collect(Order(desk.content, NOW, only="wir"))
    assert isinstance(refused, Refused)
    (problem,) = refused.problems
    assert problem.hint == "Did you mean 'wire'?"
    lines = (desk.content / "site.yaml").read_text("utf-8").splitlines()
    assert lines[problem.line - 1] == "sources:"
