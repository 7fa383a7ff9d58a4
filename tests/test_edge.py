"""What servers are told: headers, redirects and packed files, in the words of each, and by a real nginx."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import quote

import pytest
from PIL import Image

from broadsheet.publish import keys, kinds, packing
from tests.browsing import missing
from tests.newsroom import SITE, Newsroom, tree
from tests.serving import MODULE, Server, nginx

HAS_BROTLI = find_spec("brotli") is not None and MODULE.exists()
PACKED = "gz, br" if HAS_BROTLI else "gz"
EDGE = f"edge: {{redirects: [netlify, nginx], headers: [netlify, nginx], precompressed: [{PACKED}]}}\n"
HUB = "feeds: {hub: 'https://hub.example.com/'}\n"
FEDIVERSE = 'well_known: {webfinger: {account: "@gazette@social.example.net", profile: "https://social.example.net/@gazette"}}\n'
VALLEY = "/world/2021/09/06/valley/"


def write(paper: Newsroom) -> None:
    """A paper with an article of each kind of past."""
    paper.article("valley", section="world", aliases=["/tal/", "/old-page.html"])
    paper.article("arabic", section="world", slug="ورق-التوت", language="ar", title="ورق")
    paper.article("expired", section="world", expires="2021-09-07")
    paper.article("deleted", section="world")
    picture = "{src: media/map.png, alt: A map}"
    paper.article("large", "See [it large](/media/map.png).", section="world", image=picture)
    Image.new("RGB", (40, 30)).save(paper.write("media/map.png", ""))
    paper.write("media/budget.2021093012.pdf", "")
    paper.write("media/budget.202109301200.pdf", "")
    paper.write(
        "redirects.yaml",
        "/gone/: gone\n/elsewhere: https://other.example.com/a?b=c#d\n/tal2/: /tal/\n/قديم/: /\n",
    )


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    paper = Newsroom(tmp_path_factory.mktemp("paper"), SITE + EDGE + FEDIVERSE + HUB)
    write(paper)
    paper.built()
    paper.remove("articles/2021/09/deleted.md")
    paper.built()
    return paper


@pytest.fixture(scope="module")
def server(paper: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with nginx(paper.site, paper.folder / ".broadsheet/nginx", tmp_path_factory.mktemp("nginx")) as running:
        yield running


def test_every_page_is_sent_with_what_keeps_readers_safe(server: Server) -> None:
    for path in ("/", VALLEY, "/feed.xml", "/nowhere/"):
        headers = server.get(path).headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
            "media-src 'self'; connect-src 'self'; manifest-src 'self'; "
            "form-action 'self' https://letters.example.com; base-uri 'none'; frame-ancestors 'none'; "
            "object-src 'none'"
        )
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["permissions-policy"]


def test_each_kind_of_file_has_its_type_and_may_be_kept_as_long_as_it_is_true(
    paper: Newsroom, server: Server
) -> None:
    for file in tree(paper.site):
        if kinds.is_asked_for(file):
            answer = server.get(kinds.url(file))
            kept = answer.headers["cache-control"]
            assert (file, answer.status, answer.headers["content-type"], kept) == (
                file, 200, kinds.content_type(file), kinds.cache(file),
            )  # fmt: skip


def test_a_feed_names_its_hub_and_itself_in_its_headers(paper: Newsroom, server: Server) -> None:
    hub = '<https://hub.example.com/>; rel="hub"'
    feeds = [file for file in tree(paper.site) if kinds.is_feed(file)]
    assert any(map(kinds.is_subscribed, feeds)) and not all(map(kinds.is_subscribed, feeds))
    for file in feeds:
        told = (
            f'{hub}, <https://gazette.example.org/{file}>; rel="self"' if kinds.is_subscribed(file) else None
        )
        assert server.get(f"/{file}").headers.get("link") == told
    assert "link" not in server.get("/").headers
    rules = dict(re.findall(r"^(/\S+)\n((?:  .+\n)+)", paper.page("/_headers"), re.MULTILINE))
    assert f'  Link: {hub}, <https://gazette.example.org/atom.xml>; rel="self"\n' in rules["/atom.xml"]
    assert f"  Link: {hub}\n" in rules["/*/feed.xml"]


@pytest.mark.parametrize("name", ["map.png", "budget.2021093012.pdf", "budget.202109301200.pdf"])
def test_what_an_editor_put_there_may_change(server: Server, name: str) -> None:
    assert server.get(f"/media/{name}").headers["cache-control"] == kinds.HOUR


def test_only_what_says_what_is_in_it_is_immutable_on_any_host(paper: Newsroom) -> None:
    rules = re.findall(r"^(/\S+)\n((?:  .+\n)+)", paper.page("/_headers"), re.MULTILINE)
    immutable = [
        re.compile(re.escape(path).replace(r"\*", ".*")) for path, said in rules if "immutable" in said
    ]
    matched = {file for file in tree(paper.site) for one in immutable if one.fullmatch(f"/{file}")}
    assert matched and all(map(kinds.is_kept_for_ever, matched))
    made = [file for file in tree(paper.site) if file.startswith("media/map.") and file != "media/map.png"]
    assert made and all(map(kinds.is_kept_for_ever, made))


def test_pictures_are_immutable_by_their_endings_until_an_editor_publishes_a_file_that_ends_so(
    newsroom: Newsroom,
) -> None:
    def kept(ending: str) -> str:
        found = re.findall(
            rf"^/media/\*\.{ending}\n  Cache-Control: (.+)$", newsroom.page("/_headers"), re.MULTILINE
        )
        return found[0] if found else ""

    Image.new("RGB", (40, 30)).save(newsroom.write("media/map.png", ""))
    newsroom.write("media/budget.pdf", "")
    newsroom.article("one", image="{src: media/map.png, alt: A map}")
    newsroom.built()
    assert [kept(one) for one in ("avif", "webp", "jpg", "png", "pdf")] == [*[kinds.YEAR] * 4, kinds.HOUR]
    newsroom.article("two", "[Large](/media/map.png)")
    newsroom.built()
    assert [kept(one) for one in ("avif", "jpg", "png", "pdf")] == [
        kinds.YEAR,
        kinds.YEAR,
        kinds.HOUR,
        kinds.HOUR,
    ]
    newsroom.remove("articles/2021/09/two.md")
    newsroom.built()
    newsroom.remove("media/budget.pdf")
    newsroom.built()
    assert [kept(one) for one in ("png", "pdf")] == [kinds.YEAR, ""]
    newsroom.built(output=newsroom.folder / "clean", cache=newsroom.folder / "store")
    assert (newsroom.folder / "clean/_headers").read_text("utf-8") == newsroom.page("/_headers")


def test_no_file_of_an_editor_is_called_like_one_that_is_kept_for_ever(newsroom: Newsroom) -> None:
    name = "media/map.202109301200.640.jpg"
    newsroom.article("one", f"[Large](/{name})")
    Image.new("RGB", (40, 30)).save(newsroom.write(name, ""))
    assert newsroom.says() == [
        f"content/{name}:1: this file is called as what is made of pictures is, which browsers keep for a year"
    ]


def test_pages_are_sent_with_the_keys_by_which_caches_forget_them(server: Server) -> None:
    assert server.get(VALLEY).headers["surrogate-key"] == "article-valley section-world"
    assert server.get("/world/").headers["surrogate-key"] == "list-section-world section-world"
    arabic = server.get(quote("/world/2021/09/06/ورق-التوت/"))
    assert (arabic.status, arabic.headers["surrogate-key"]) == (200, "article-arabic section-world")


def test_cloudflare_has_the_same_keys_with_commas(server: Server) -> None:
    for path, tags in (("/", "home"), (VALLEY, "article-valley,section-world"),
                       ("/world/feed.xml", "feed-section-world,section-world,feeds")):  # fmt: skip
        headers = server.get(path).headers
        assert headers["cache-tag"] == tags == headers["surrogate-key"].replace(" ", ",")


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/gone/", 410), ("/tal/", 301)])
def test_that_nothing_is_there_is_remembered_for_a_minute_and_can_be_forgotten(
    server: Server, path: str, status: int
) -> None:
    answer = server.get(path)
    kept, key = answer.headers["cache-control"], answer.headers["surrogate-key"]
    assert (answer.status, kept, key) == (status, kinds.SHORT, keys.NOTHING)


@pytest.mark.parametrize("path", ["/tal/", "/world"])
def test_readers_are_led_on_by_the_name_and_scheme_they_came_by(server: Server, path: str) -> None:
    answer = server.get(path, Host="gazette.example.org")
    assert (answer.status, answer.headers["location"]) == (301, VALLEY if path == "/tal/" else "/world/")


def test_anybody_may_read_a_feed(server: Server) -> None:
    assert server.get("/feed.xml").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in server.get("/").headers


def test_anybody_may_ask_whose_account_it_is(paper: Newsroom, server: Server) -> None:
    headers = server.get("/.well-known/webfinger").headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["content-type"] == "application/jrd+json; charset=utf-8"
    assert (
        "\n/.well-known/webfinger\n  Content-Type: application/jrd+json; charset=utf-8\n"
        "  Access-Control-Allow-Origin: *\n"
    ) in paper.page("/_headers")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/tal/", VALLEY),
        ("/tal", VALLEY),
        ("/tal/?from=a", VALLEY),
        ("/old-page.html", VALLEY),
        ("/tal2/", VALLEY),
        ("/elsewhere", "https://other.example.com/a?b=c#d"),
        (quote("/قديم/"), "/"),
    ],
)
def test_old_addresses_lead_on(server: Server, old: str, new: str) -> None:
    answer = server.get(old)
    assert (answer.status, answer.headers["location"]) == (301, new)


@pytest.mark.parametrize(
    "path", ["/gone/", "/gone", "/world/2021/09/06/deleted/", "/world/2021/09/06/expired/"]
)
def test_what_is_gone_is_said_to_be(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status == 410
    assert b"<main" in answer.body


@pytest.mark.parametrize("path", ["/_headers", "/_redirects"])
def test_what_hosts_read_is_served_to_nobody_and_not_packed(
    paper: Newsroom, server: Server, path: str
) -> None:
    assert paper.has(path) and not paper.has(f"{path}.gz")
    assert server.get(path).status == 404


def test_what_never_was_is_not_found(server: Server) -> None:
    answer = server.get("/nowhere/")
    assert answer.status == 404
    assert b"<main" in answer.body


def test_packed_files_are_sent_to_whoever_can_unpack_them(paper: Newsroom, server: Server) -> None:
    for path in ("/", "/feed.xml", VALLEY):
        packed = server.get(path, Accept_Encoding="gzip")
        assert packed.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["vary"]
        assert packed.headers["content-type"] == server.get(path).headers["content-type"]
        assert gzip.decompress(packed.body) == server.get(path).body


def test_brotli_goes_first(paper: Newsroom, server: Server) -> None:
    if not HAS_BROTLI:
        missing("nginx has no brotli_static, or Python no brotli")
    packed = server.get(VALLEY, Accept_Encoding="gzip, br")
    assert packed.headers["content-encoding"] == "br"
    assert packed.body == (paper.site / f"{VALLEY.strip('/')}/index.html.br").read_bytes()


def test_what_nginx_includes_is_made_again_when_it_is_lost_and_by_no_chance(paper: Newsroom) -> None:
    folder = paper.folder / ".broadsheet/nginx"
    before = tree(folder)
    paper.built(clean=True)
    assert tree(folder) == before
    (folder / "server.conf").unlink()
    paper.built()
    assert tree(folder) == before


def test_what_nginx_includes_and_could_not_be_written_is_tried_again(paper: Newsroom) -> None:
    folder = paper.folder / ".broadsheet/nginx"
    before = tree(folder)
    in_the_way = folder / ".http.conf.part"  # stands for a disk that says no
    in_the_way.mkdir()
    paper.article("another", section="world")
    assert "cannot be written" in paper.built().notes[0].message
    in_the_way.rmdir()
    paper.built()
    assert tree(folder) != before


def test_netlify_is_told_the_same(paper: Newsroom) -> None:
    assert paper.page("/_redirects").splitlines()[1:] == [
        "/elsewhere/ https://other.example.com/a?b=c#d 301",
        f"/old-page.html {VALLEY} 301",
        f"/tal/ {VALLEY} 301",
        f"/tal2/ {VALLEY} 301",
        f"{quote('/قديم/')} / 301",
        "/gone/ /404.html 410",
        "/world/2021/09/06/deleted/ /404.html 410",
        "/world/2021/09/06/expired/ /404.html 410",
    ]
    headers = paper.page("/_headers")
    assert "/*\n  Content-Security-Policy: default-src 'none';" in headers
    assert "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n" in headers


def test_a_large_paper_keeps_within_what_cloudflare_reads(newsroom: Newsroom) -> None:
    sections = "".join(f"  s{number}: {{title: S}}\n" for number in range(150))
    titles = "share_images: {titles: true}\n"
    newsroom.write("site.yaml", SITE.replace("sections:\n", f"sections:\n{sections}") + titles)
    newsroom.built()
    lines = newsroom.page("/_headers").splitlines()
    assert 95 < sum(line.startswith("/") for line in lines) <= 100
    assert max(map(len, lines)) <= 2000


def test_a_paper_below_a_path_says_so_everywhere(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE.replace(".org\n", ".org/paper\n", 1) + EDGE)
    write(newsroom)
    newsroom.built()
    assert f"/paper/tal/ /paper{VALLEY} 301" in newsroom.page("/_redirects")
    assert "\n/paper/assets/*\n" in newsroom.page("/_headers")
    maps = (newsroom.folder / ".broadsheet/nginx/http.conf").read_text("utf-8")
    assert f'"/paper/tal/" "/paper{VALLEY}";' in maps
    assert '"/paper/world/" "list-section-world section-world";' in maps


def test_packed_files_follow_theirs(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + "edge: {precompressed: [gz]}\n")
    newsroom.article("valley", section="world")
    newsroom.article("market", section="business")
    newsroom.built()
    texts = {name for name in tree(newsroom.site) if kinds.is_text(name)} - {"manifest.json"}
    assert packed(newsroom) == {f"{name}.gz" for name in texts}
    newsroom.article("valley", "Other words.", section="world")
    newsroom.remove("articles/2021/09/market.md")
    (newsroom.site / "tags/index.html.gz").unlink()
    newsroom.built()
    assert is_as_a_clean_build_makes_it(newsroom)
    for name in packed(newsroom):
        assert (
            gzip.decompress((newsroom.site / name).read_bytes()) == (newsroom.site / name[:-3]).read_bytes()
        )
    newsroom.write("site.yaml", SITE)
    newsroom.built()
    assert packed(newsroom) == set()
    assert is_as_a_clean_build_makes_it(newsroom)


def test_an_older_store_beside_a_newer_site_makes_what_a_clean_build_makes(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + "exports: {ninjs: true}\nedge: {precompressed: [gz]}\n")
    newsroom.article("valley", section="world")
    newsroom.built()
    store, older = newsroom.folder / ".broadsheet", newsroom.folder / "older"
    shutil.copytree(store, older)
    newsroom.article("valley", section="world", title="Another title")
    newsroom.built()
    shutil.rmtree(store)
    older.rename(store)
    newsroom.built()
    clean = newsroom.folder / "clean"
    newsroom.built(output=clean, cache=newsroom.folder / "cleans")
    assert tree(newsroom.site) == tree(clean)


def test_brotli_and_zstandard_unpack_to_the_same(newsroom: Newsroom) -> None:
    brotli, zstandard = pytest.importorskip("brotli"), pytest.importorskip("zstandard")
    newsroom.write("site.yaml", SITE + "edge: {precompressed: [br, zst]}\n")
    newsroom.built()
    page = (newsroom.site / "index.html").read_bytes()
    assert brotli.decompress((newsroom.site / "index.html.br").read_bytes()) == page
    assert zstandard.ZstdDecompressor().decompress((newsroom.site / "index.html.zst").read_bytes()) == page


def test_a_library_that_is_missing_is_asked_for(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_LIBRARIES", {"br": "no_such_library"})
    newsroom.write("site.yaml", SITE + "edge: {precompressed: [gz, br]}\n")
    assert newsroom.says() == ["content/site.yaml:25: no_such_library must be installed to pack files so"]


def packed(paper: Newsroom) -> set[str]:
    return {name for name in tree(paper.site) if kinds.is_packed(name)}


def is_as_a_clean_build_makes_it(paper: Newsroom) -> bool:
    scratch = paper.folder / "scratch"
    paper.built(output=scratch / "site", cache=scratch / "store", clean=True)
    return tree(paper.site) == tree(scratch / "site")
