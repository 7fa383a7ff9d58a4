"""Well-known files, icons and the web manifest: what programs ask every site for."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from PIL import Image

from broadsheet.plan import robots
from tests.newsroom import SITE, Newsroom, tree

SECURITY = "well_known: {security: {contact: [safe@gazette.example.org], expires: 2021-12-01}}\n"


def says(paper: Newsroom, more: str, path: str, **wishes: object) -> list[str]:
    """The lines of a file of a paper with more in its `site.yaml`."""
    paper.write("site.yaml", SITE + more)
    paper.built(**wishes)
    return paper.page(path).splitlines()


def groups(lines: list[str]) -> dict[str, list[str]]:
    """The rules of robots.txt by user agent, read as RFC 9309 says."""
    found: dict[str, list[str]] = {}
    named: list[str] = []
    is_open = False
    for line in (line.split("#")[0].strip() for line in lines):
        field, _, value = line.partition(":")
        if field == "User-agent":
            named = [*named, value.strip()] if is_open else [value.strip()]
            is_open = True
            found[value.strip()] = []
        elif field == "Disallow":
            is_open = False
            for one in named:
                found[one].append(value.strip())
    return found


def test_robots_names_the_sitemaps_in_full(newsroom: Newsroom) -> None:
    lines = says(newsroom, "", "/robots.txt")
    assert [line for line in lines if line.startswith("Sitemap: ")] == [
        "Sitemap: https://gazette.example.org/sitemap.xml",
        "Sitemap: https://gazette.example.org/news-sitemap.xml",
    ]


@pytest.mark.parametrize(
    ("stance", "refused"),
    [
        ("allow", ()),
        ("search", robots.TRAINING),
        ("deny", (*robots.TRAINING, *robots.SEARCH, *robots.FOR_A_READER)),
    ],
)
def test_crawlers_of_ai_companies_are_let_in_by_what_they_do(
    newsroom: Newsroom, stance: str, refused: tuple[str, ...]
) -> None:
    rules = groups(says(newsroom, f"robots: {{ai: {stance}}}\n", "/robots.txt"))
    assert rules == {**{name: ["/"] for name in refused}, "*": [""]}


def test_training_is_refused_where_nothing_is_said(newsroom: Newsroom) -> None:
    assert says(newsroom, "", "/robots.txt") == says(newsroom, "robots: {ai: search}\n", "/robots.txt")


def test_no_crawler_should_read_what_is_disallowed(newsroom: Newsroom) -> None:
    rules = groups(says(newsroom, "robots: {ai: allow, disallow: [/search/, '/*.pdf$']}\n", "/robots.txt"))
    assert rules == {"*": ["/search/", "/*.pdf$"]}


def test_security_txt_is_as_rfc_9116_wants_it(newsroom: Newsroom) -> None:
    more = SECURITY.replace("expires", "policy: https://gazette.example.org/p, languages: [en, ms], expires")
    assert says(newsroom, more, "/.well-known/security.txt") == [
        "Contact: mailto:safe@gazette.example.org",
        "Expires: 2021-12-01T23:59:59Z",
        "Policy: https://gazette.example.org/p",
        "Preferred-Languages: en, ms",
        "Canonical: https://gazette.example.org/.well-known/security.txt",
    ]


def test_an_editor_is_told_before_security_txt_runs_out_and_at_each_build_after(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + SECURITY)
    assert newsroom.built(now="2021-10-15").notes == ()
    (note,) = newsroom.built(now="2021-11-05").notes
    assert (note.message, note.line) == ("security.txt runs out on 2021-12-01", SITE.count("\n") + 1)
    for _ in range(2):
        (note,) = newsroom.built(now="2021-12-02T00:00:00Z").notes
        assert note.message == "security.txt is left out: it was to be believed until 2021-12-01"
        assert note.column > 1
    (note,) = newsroom.built(now="2020-10-01").notes
    assert "more than a year ahead" in note.message


def test_security_txt_is_believed_until_its_day_is_over_and_then_taken_away(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + SECURITY)
    path = "/.well-known/security.txt"
    report = newsroom.built(now="2021-12-01T22:00:00Z")
    assert newsroom.has(path)
    assert report.next_change and report.next_change.isoformat() == "2021-12-02T07:59:59+08:00"
    assert newsroom.built(now="2021-12-01T23:59:59Z").removed == (path,)
    assert newsroom.built(now="2021-12-01T22:00:00Z").rendered == (path,)
    newsroom.write("site.yaml", SITE + SECURITY.replace("2021-12-01", "2021-12-01 10:00"))
    assert newsroom.built(now="2021-12-01T10:00:00Z").removed == (path,)


def test_below_a_path_an_editor_is_told_that_crawlers_are_not(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE.replace(".org\n", ".org/gazette\n", 1) + "robots: {ai: deny}\n")
    (note,) = newsroom.built().notes
    assert note.message == (
        "no robots.txt is written, so crawlers aren't told: the site stands below '/gazette'"
    )
    assert note.line == SITE.count("\n") + 1


def test_a_paper_that_sells_no_space_says_so(newsroom: Newsroom) -> None:
    assert says(newsroom, "well_known: {ads: []}\n", "/ads.txt") == [
        "placeholder.example.com, placeholder, DIRECT, placeholder"
    ]
    line = "ads.example.com, pub-1, RESELLER, f08c47fec0942fa0"
    assert says(newsroom, f"well_known: {{ads: ['{line}', OWNERDOMAIN=example.org]}}\n", "/ads.txt") == [
        line,
        "OWNERDOMAIN=example.org",
    ]


def test_trust_txt_says_whose_the_paper_is_and_what_robots_txt_says(newsroom: Newsroom) -> None:
    more = (
        "organization: {email: us@gazette.example.org, same_as: [https://social.example.net/@g]}\n"
        "robots: {ai: allow}\nwell_known: {trust: {member: [https://council.example.com/]}}\n"
    )
    assert says(newsroom, more, "/trust.txt") == [
        "member=https://council.example.com/",
        "social=https://social.example.net/@g",
        "contact=mailto:us@gazette.example.org",
        "datatrainingallowed=yes",
    ]


def test_humans_txt_keeps_its_lines(newsroom: Newsroom) -> None:
    assert says(newsroom, "well_known:\n  humans: |\n    Desk: Aisha\n\n    Ben\n", "/humans.txt") == [
        "Desk: Aisha",
        "",
        "Ben",
    ]


def test_webfinger_leads_to_the_account_and_pages_say_it_is_ours(newsroom: Newsroom) -> None:
    profile = "https://social.example.net/@gazette"
    more = f'well_known: {{webfinger: {{account: "@gazette@social.example.net", profile: "{profile}"}}}}\n'
    found = json.loads("\n".join(says(newsroom, more, "/.well-known/webfinger")))
    assert found["subject"] == "acct:gazette@social.example.net"
    assert found["links"][0]["href"] == profile
    assert f'<link rel="me" href="{profile}">' in newsroom.page("/")


def test_files_of_a_host_are_not_written_below_a_path(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + SECURITY)
    report = newsroom.built(base_url="https://example.org/gazette")
    assert not newsroom.has("/robots.txt") and not newsroom.has("/.well-known/security.txt")
    assert [one.message for one in report.notes] == [
        "no well-known file is written: the site stands below '/gazette'"
    ]
    manifest = json.loads(newsroom.page("/site.webmanifest"))
    assert manifest["start_url"] == "/gazette/"
    assert manifest["icons"][0]["src"].startswith("/gazette/icons/")
    assert '<link rel="manifest" href="/gazette/site.webmanifest">' in newsroom.page("/")


def test_files_come_and_go_with_their_keys(newsroom: Newsroom) -> None:
    says(newsroom, "well_known: {humans: We}\n", "/humans.txt")
    newsroom.write("site.yaml", SITE)
    assert "/humans.txt" in newsroom.built().removed
    (newsroom.site / "robots.txt").unlink()
    assert newsroom.built().rendered == ("/robots.txt",)


def icon(paper: Newsroom, path: str) -> Image.Image:
    return Image.open(BytesIO((paper.site / path.lstrip("/")).read_bytes()))


def test_a_paper_without_a_sign_gets_its_letter(newsroom: Newsroom) -> None:
    newsroom.built()
    tab, touch = icon(newsroom, "/favicon.ico"), icon(newsroom, "/apple-touch-icon.png")
    assert tab.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert (touch.size, touch.mode, touch.getpixel((0, 0))) == ((180, 180), "RGB", (0x8F, 0x1D, 0x14))
    assert len(touch.getcolors(100_000) or ()) > 2  # there is a letter on the ground
    manifest = json.loads(newsroom.page("/site.webmanifest"))
    for one in manifest["icons"]:
        made = icon(newsroom, one["src"])
        assert f"{made.width}x{made.height}" == one["sizes"]
    assert [one["purpose"] for one in manifest["icons"]] == ["any", "any", "maskable"]
    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("The Test Gazette", "en", "ltr")


def test_every_icon_that_a_page_names_is_there(newsroom: Newsroom) -> None:
    newsroom.built()
    page = newsroom.page("/")
    for rel in ("icon", "apple-touch-icon", "manifest"):
        hrefs = [
            part.split('"')[0]
            for part in page.split(f'<link rel="{rel}"')[1:]
            for part in [part.split('href="')[1]]
        ]
        assert hrefs and all(newsroom.has(href) for href in hrefs)


def test_the_papers_own_picture_becomes_its_sign(newsroom: Newsroom) -> None:
    picture = newsroom.write("media/sign.png", "")
    Image.new("RGB", (600, 600), (0, 0, 255)).save(picture)
    newsroom.write("site.yaml", SITE + 'icons: {picture: media/sign.png, ground: "#00ff00"}\n')
    newsroom.built()
    assert icon(newsroom, "/apple-touch-icon.png").getpixel((90, 90)) == (0, 0, 255)
    masked = json.loads(newsroom.page("/site.webmanifest"))["icons"][2]["src"]
    assert icon(newsroom, masked).getpixel((0, 0)) == (0, 255, 0)  # what masks cut off is ground
    assert not newsroom.has("/media/sign.png")
    before = tree(newsroom.site)
    Image.new("RGB", (600, 600), (255, 0, 0)).save(picture)
    newsroom.built()
    assert icon(newsroom, "/apple-touch-icon.png").getpixel((90, 90)) == (255, 0, 0)
    gone = before.keys() - tree(newsroom.site).keys()
    assert {name.rsplit(".", 2)[1] for name in gone} == {"192", "512"}


@pytest.mark.parametrize(
    ("size", "what"), [((900, 600), "an icon is square"), ((100, 100), "needs 512 each way"), (None, "there is no picture")]
)  # fmt: skip
def test_a_picture_that_will_not_do_is_a_problem_where_it_is_named(
    newsroom: Newsroom, size: tuple[int, int] | None, what: str
) -> None:
    if size:
        Image.new("RGB", size).save(newsroom.write("media/sign.png", ""))
    newsroom.write("site.yaml", SITE + "icons: {picture: media/sign.png}\n")
    (problem,) = newsroom.build().problems
    assert what in problem.message
    assert (problem.line, problem.key) == (SITE.count("\n") + 1, "icons.picture")


def test_a_name_that_no_font_of_ours_can_write_has_a_sign_too(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE.replace("The Test Gazette", "星期日報"))
    newsroom.built()
    touch = icon(newsroom, "/apple-touch-icon.png")
    assert len(touch.getcolors(100_000) or ()) >= 2


def test_what_programs_are_told_is_checked(newsroom: Newsroom) -> None:
    newsroom.write(
        "site.yaml",
        SITE
        + "well_known: {ads: [everybody], security: {contact: [us], expires: 2021-12-01}, webfinger: {account: x, "
        + "profile: https://social.example.net/@x}}\nrobots: {ai: no, disallow: [search]}\nicons: {letter: Gazette}\n",
    )
    assert [one.split(": ", 1)[1] for one in newsroom.says()] == [
        "'everybody' is no line of ads.txt",
        "'us' is no way to reach anybody",
        "'x' is not an account",
        "'no' is no such thing",
        "'search' is no path that robots.txt can name",
        "'Gazette' is too long for an icon",
    ]
