"""Languages: our words out of a catalogue, dates out of CLDR, each page in its own, and what is in another marked."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel import Locale, dates
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.render import catalogues, locales
from docs import words as catalogue
from tests.newsroom import LAYOUTS, SITE, Newsroom, tree

if TYPE_CHECKING:
    from broadsheet.plan.words import Words

SHIPPED = ("ar", "ms", "zh-Hans", "zh-Hant")
SAID = {message.id: message for message in catalogue.said() if message.id}


def spoken(language: str) -> Words:
    """Our words in a language, out of the catalogues that are shipped."""
    return locales.words(language, {tag: shipped(tag) for tag in SHIPPED})


def shipped(tag: str) -> bytes:
    made = catalogues.compiled([(f"{tag}.po", (catalogue.WORDS / f"{tag}.po").read_text("utf-8"))])
    assert isinstance(made, bytes)
    return made


def paper(folder: Path, language: str, **editions: str) -> Newsroom:
    """A newsroom in a language, with editions that are named by theirs."""
    site = SITE.replace("language: en\n", f"language: {language}\n")
    for slug, tag in editions.items():
        site = site.replace("editions:\n", f"editions:\n  {slug}: {{title: {slug}, language: {tag}}}\n")
    return Newsroom(folder, site)


# The catalogues


def test_these_are_shipped() -> None:
    assert sorted(file.stem for file in catalogue.WORDS.iterdir()) == sorted(SHIPPED)


@pytest.mark.parametrize("tag", SHIPPED)
def test_a_shipped_catalogue_has_every_word_and_no_others(tag: str) -> None:
    known = catalogue.read(catalogue.WORDS / f"{tag}.po")
    assert {message.id for message in known if message.id} == set(SAID), "run: make words"
    assert not [message.id for message in known if message.fuzzy]
    assert not [message.id for message in known if message.id and not all(catalogues.forms(message))]
    assert not known.obsolete


@pytest.mark.parametrize("tag", SHIPPED)
def test_what_is_put_in_and_marked_up_is_the_same_in_every_language(tag: str) -> None:
    for message in catalogue.read(catalogue.WORDS / f"{tag}.po"):
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[-1]
        said = catalogues.forms(message)
        assert catalogues.placeholders(said[-1]) == catalogues.placeholders(english), message.id
        for one in said:  # `بعد ذلك بساعة` needs no number
            assert catalogues.placeholders(one) <= catalogues.placeholders(english), message.id
            assert re.findall("<[^>]*>", one) == re.findall("<[^>]*>", english), message.id


def test_a_word_of_a_layout_is_always_in_the_catalogue() -> None:
    for file in LAYOUTS.rglob("*.html"):
        text = re.sub(
            r"{#.*?#}|{%-? block robots.*?{% endblock|{%-? (?:trans|set ours).*?%}.*?{%-? endtrans|<style.*?</style>",
            "",
            file.read_text("utf-8"),
            flags=re.DOTALL,
        )
        bare = re.sub(r"{{.*?}}|{%.*?%}|<!?[a-zA-Z/](?:\"[^\"]*\"|[^>\"])*>", "\n", text, flags=re.DOTALL)
        assert not re.findall(r"[^\W\d_]{2,}", bare), file.name
        assert not re.findall(r'(?:aria-label|title|placeholder|alt)="[A-Za-z][^"{]*"', text), file.name


# Dates, numbers and lists


MOMENTS = st.datetimes(timezones=st.just(UTC))
EVERY_LOCALE = [one for one in locale_identifiers() if one != "root"]


@given(st.sampled_from(EVERY_LOCALE), MOMENTS)
def test_dates_are_as_babel_writes_them(identifier: str, when: datetime) -> None:
    ours, locale = locales.words(identifier.replace("_", "-"), {}), Locale.parse(identifier)
    digits = str.maketrans("0123456789", ours.digits)
    day = dates.format_date(when, "long", locale).translate(digits)
    time = dates.format_time(when, "short", locale=locale).translate(digits)
    assert ours.day(when) == ours.day(when) == day
    assert ours.month(when) == dates.format_skeleton("yMMMM", when, locale=locale).translate(digits)
    assert day in ours.moment(when)
    assert ours.clock(when) == time
    assert time in ours.moment(when)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "September 6, 2021", "September 6, 2021, 8:15 PM"),
        ("en-GB", "6 September 2021", "6 September 2021, 20:15"),
        ("ms", "6 September 2021", "6 September 2021 8:15 PTG"),
        ("zh-Hans", "2021年9月6日", "2021年9月6日 20:15"),
        ("ar", "6 سبتمبر 2021", "6 سبتمبر 2021، 8:15 م"),
        ("ar-EG", "٦ سبتمبر ٢٠٢١", "٦ سبتمبر ٢٠٢١، ٨:١٥ م"),
        ("fa", "۶ سپتامبر ۲۰۲۱", "۶ سپتامبر ۲۰۲۱، ساعت ۲۰:۱۵"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(language: str, day: str, moment: str) -> None:
    when = datetime(2021, 9, 6, 20, 15, tzinfo=UTC)
    assert spoken(language).day(when) == day
    assert spoken(language).moment(when).replace("\u202f", " ") == moment


@pytest.mark.parametrize(
    ("hours", "english", "arabic"),
    [
        (0, "within the hour", "في غضون ساعة"),
        (1, "1 hour later", "بعد ذلك بساعة"),
        (-2, "2 hours earlier", "قبل ذلك بساعتين"),
        (3, "3 hours later", "بعد ذلك بـ3 ساعات"),
        (11, "11 hours later", "بعد ذلك بـ11 ساعة"),
        (48, "2 days later", "بعد ذلك بيومين"),
        (-24 * 11, "11 days earlier", "قبل ذلك بـ11 يومًا"),
        (24 * 100, "100 days later", "بعد ذلك بـ100 يوم"),
        (None, "", ""),
    ],
)
def test_plurals_are_right(hours: int | None, english: str, arabic: str) -> None:
    assert spoken("en").apart(hours) == english
    assert spoken("ar").apart(hours) == arabic


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["", "a", "a and b", "a, b, and c", "a, b, c, and d"]),
        ("en-GB", ["", "a", "a and b", "a, b and c", "a, b, c and d"]),
        ("zh", ["", "a", "a和b", "a、b和c", "a、b、c和d"]),
        ("ar", ["", "a", "a وb", "a وb وc", "a وb وc وd"]),
    ],
)
def test_a_list_is_written_as_its_language_writes_it(language: str, said: list[str]) -> None:
    assert [spoken(language).listed("abcd"[:count]) for count in range(5)] == said


@pytest.mark.parametrize(
    ("language", "used"),
    [
        ("ms-MY", "ms"), ("ar-EG", "ar"), ("AR", "ar"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-SG", "zh-Hans"),
        ("zh-MY", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-Hant-MO", "zh-Hant"), ("fr", None),
        ("ms-Arab", None), ("x", None),
    ],
)  # fmt: skip
def test_the_nearest_catalogue_in_the_same_script_is_used(language: str, used: str | None) -> None:
    assert locales.chosen(language, dict.fromkeys(SHIPPED, b"")) == used


# Pages


def test_a_paper_in_chinese_is_in_chinese(tmp_path: Path) -> None:
    newsroom = paper(tmp_path, "zh-Hans")
    newsroom.article("valley", title="山谷", section="world", authors=["aisha", "ben"], tags=["山"])
    newsroom.article("ferry", title="渡轮", section="world", corrections="[{date: 2021-09-07, text: 是河}]")
    newsroom.built()
    page = newsroom.page("/world/2021/09/06/山谷/")
    assert '<html lang="zh-Hans" dir="ltr">' in page
    assert "作者：" in page
    assert "Aisha Rahman</a>和<a" in page
    assert '发布于<time datetime="2021-09-06T10:00:00+08:00">2021年9月6日 10:00</time>' in page
    assert "<h1>2021年9月</h1>" in newsroom.page("/2021/09/")
    assert "<title>往期报道 — " in newsroom.page("/archive/")
    assert "<title>找不到页面 — " in newsroom.page("/404.html")
    assert "&lt;h2&gt;更正&lt;/h2&gt;&lt;ul&gt;&lt;li&gt;2021年9月7日: 是河" in newsroom.page("/feed.xml")
    assert "<language>zh-Hans</language>" in newsroom.page("/feed.xml")
    for path in ("/", "/world/", "/tags/", "/authors/aisha/", "/404.html"):
        assert not english(newsroom.page(path)), path


def english(page: str) -> set[str]:
    """The English words of ours that a page shows."""
    shown = re.sub("<[^>]*>", "\n", page.partition("<body>")[2])
    ours = {one for said in SAID for one in ([said] if isinstance(said, str) else said) if "%" not in one}
    return ours & {line.strip() for line in shown.splitlines()}


def test_numbered_pages_are_numbered_in_the_language(tmp_path: Path) -> None:
    newsroom = paper(tmp_path, "en", kairo="ar-EG")
    for number in range(10):
        newsroom.article(f"story-{number}", editions=["kairo"], published=f"2021-09-0{number % 7 + 1}")
    newsroom.built()
    page = newsroom.page("/kairo/page/1/")
    assert "الصفحة ١" in page
    assert "<title>kairo، الصفحة ١ — The Test Gazette</title>" in page


def test_an_edition_is_in_its_own_language(tmp_path: Path) -> None:
    newsroom = paper(tmp_path, "en-GB", berita="ms")
    newsroom.article("lembah", title="Lembah bertahan", language="ms", section="world", editions=["berita"])
    newsroom.article("valley", title="The valley holds", section="world", editions=["berita"])
    newsroom.built()
    page = newsroom.page("/berita/")
    assert '<html lang="ms" dir="ltr">' in page
    assert "Langkau ke kandungan" in page
    assert ">Lembah bertahan</a></h2>" in page
    assert re.search(r'<h2 lang="en-GB">\s*<a [^>]*>The valley holds', page)
    assert re.search(r'<a href="/world/" lang="en-GB">World</a>', page)
    assert re.search(r'class="name"><a href="/" lang="en-GB">The Test Gazette', page)
    assert not english(page)
    home = newsroom.page("/")
    assert '<html lang="en-GB" dir="ltr">' in home
    assert '<a href="/berita/" lang="ms">berita</a>' in home
    assert 'lang="en-GB"' not in home.partition("<head>")[2]


def test_an_arabic_edition_is_written_from_right_to_left(tmp_path: Path) -> None:
    newsroom = paper(tmp_path, "en", akhbar="ar")
    newsroom.article("rain", title="أمطار", language="ar", editions=["akhbar"])
    newsroom.article("valley", title="The valley holds", editions=["akhbar"])
    newsroom.built()
    page = newsroom.page("/akhbar/")
    assert '<html lang="ar" dir="rtl">' in page
    assert "6 سبتمبر 2021" in page
    assert ">أمطار</a></h2>" in page
    assert re.search(r'<h2 lang="en" dir="ltr">\s*<a [^>]*>The valley holds', page)
    assert "<h2>الطبعات</h2>" in page
    assert not english(page)


def test_an_arabic_headline_in_an_english_list_says_so(newsroom: Newsroom) -> None:
    newsroom.article(
        "rain", title="أمطار", language="ar", section="world", summary="غزيرة", tags=["مطر"], dateline="كابل"
    )
    newsroom.article("valley", section="world", similar=["sayl"], published="2021-09-07")
    newsroom.link("sayl", "سيول في كابل", title="سيل", language="ar", source="northwire")
    newsroom.write("pages/about-ar.md", "---\ntitle: من نحن\nlanguage: ar\n---\n\nنحن.\n")
    newsroom.built()
    for path in ("/", "/world/", "/2021/09/", "/tags/مطر/", "/404.html", "/world/2021/09/07/valley/"):
        assert re.search(r'<h\d lang="ar" dir="rtl">\s*<a [^>]*>أمطار', newsroom.page(path)), path
    article = newsroom.page("/world/2021/09/07/valley/")
    assert re.search(r'<h3 lang="ar" dir="rtl">(<a[^>]*>)?سيل', article)
    assert '<p lang="ar" dir="rtl">سيول في كابل</p>' in article
    assert '<span lang="ar" dir="rtl">سيل</span>' in article
    assert '<a href="/about-ar/" lang="ar" dir="rtl">من نحن</a>' in article
    own = newsroom.page("/world/2021/09/06/أمطار/")
    assert '<html lang="en" dir="ltr">' in own
    assert '<article class="story" lang="ar" dir="rtl">' in own
    assert '<div class="apron" lang="en" dir="ltr">' in own
    assert '<p class="dateline" lang="ar" dir="rtl">كابل</p>' in own
    assert '<a href="/tags/%D9%85%D8%B7%D8%B1/" dir="auto">مطر</a>' in own


def test_a_tag_that_says_more_of_the_same_language_is_not_another(newsroom: Newsroom) -> None:
    newsroom.article("valley", language="en-MY", section="world")
    newsroom.article("lembah", language="ms", section="world")
    newsroom.built()
    assert re.search(r'<h2 lang="ms">\s*<a [^>]*>Lembah', newsroom.page("/world/"))
    assert 'lang="en-MY"' not in newsroom.page("/world/").partition("<footer")[0]


def test_what_our_words_look_like_is_nothing_to_a_browser(tmp_path: Path) -> None:
    newsroom = theirs(paper(tmp_path, "fr"), "fr", {"Top stories": '<b>"R&D"</b>', "Sections": '"><script>'})
    newsroom.article("valley", section="world")
    newsroom.built()
    home = newsroom.page("/")
    assert "&lt;b&gt;&#34;R&amp;D&#34;&lt;/b&gt;" in home
    assert "<script>" not in home


# What is missing, and what is wrong


def test_a_language_without_a_catalogue_has_its_dates_and_a_note(tmp_path: Path) -> None:
    newsroom = paper(tmp_path, "fr", kriol="kea", berita="ms")
    newsroom.article("valley", section="world")
    report = newsroom.built()
    assert [f"{one.path}:{one.line}: {one.key}: {one.message}" for one in report.notes] == [
        "content/site.yaml:4: language: there are no words of ours in 'fr'; English ones stand in for them",
        "content/site.yaml:17: editions.kriol: there are no words of ours in 'kea'; English ones stand in for them",
    ]
    page = newsroom.page("/world/2021/09/06/valley/")
    assert '<html lang="fr" dir="ltr">' in page
    assert "6 septembre 2021" in page
    assert "Sign up" in page
    assert newsroom.built().notes == report.notes
    assert newsroom.built().rendered == ()


def test_english_of_any_country_has_its_words(tmp_path: Path) -> None:
    assert paper(tmp_path, "en-AU").built().notes == ()


def test_words_that_nobody_knows_a_language_for_are_dated_in_english(tmp_path: Path) -> None:
    newsroom = paper(tmp_path, "tlh")
    newsroom.article("valley", section="world")
    newsroom.built()
    assert "September 6, 2021" in newsroom.page("/world/")


def theirs(newsroom: Newsroom, tag: str, said: dict[str, str], head: str = "") -> Newsroom:
    """The same newsroom with a theme of its own, whose catalogue for a language says this."""
    newsroom.layouts = newsroom.folder / "layouts"
    for name, content in tree(LAYOUTS).items():
        file = newsroom.layouts / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    lines = [f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n{head}"\n']
    for english_, text in said.items():
        lines.append(f"msgid {quoted(english_)}\nmsgstr {quoted(text)}\n")
    (newsroom.layouts / "words" / f"{tag}.po").write_text("\n".join(lines), "utf-8")
    return newsroom


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize(
    ("said", "head", "wrong"),
    [
        (
            {"Page %(number)s": "Page %(nombre)s"},
            "",
            "layouts/words/fr.po:4: nothing is called 'nombre' here",
        ),
        ({"Latest": "100 %"}, "", "layouts/words/fr.po:4: a '%' stands alone here"),
        (
            {},
            "Plural-Forms: nplurals=2; plural=n >> 1;\\n",
            "layouts/words/fr.po:1: this catalogue cannot be read",
        ),
    ],
)
def test_a_catalogue_that_would_break_a_page_is_a_problem(
    tmp_path: Path, said: dict[str, str], head: str, wrong: str
) -> None:
    newsroom = theirs(paper(tmp_path, "fr"), "fr", said, head)
    assert [one[: len(wrong)] for one in newsroom.says()] == [wrong]
    assert not newsroom.site.exists()


def test_a_catalogue_that_is_none_is_a_problem(tmp_path: Path) -> None:
    newsroom = theirs(paper(tmp_path, "fr"), "fr", {})
    (newsroom.layouts / "words" / "fr.po").write_text(
        'msgid "Latest"\nmsgstr "Dernières\nnouvelles"\n', "utf-8"
    )
    said = newsroom.says()
    assert said[0].startswith("layouts/words/fr.po:"), said


@given(st.text(max_size=60), st.booleans())
def test_any_text_is_a_catalogue_or_a_problem(text: str, is_message: bool) -> None:
    made = catalogues.compiled([("layouts/words/fr.po", f"msgid {text}" if is_message else text)])
    assert isinstance(made, bytes) or made.problems


def test_a_catalogue_compiles_to_the_same_at_any_time() -> None:
    text = 'msgid "Latest"\nmsgstr "Récents"\n'
    assert catalogues.compiled([("fr.po", text)]) == catalogues.compiled([("fr.po", "# Revised.\n" + text)])


# What changes what


def test_a_changed_word_renders_the_pages_in_its_language(tmp_path: Path) -> None:
    newsroom = theirs(paper(tmp_path, "en", berita="ms", akhbar="ar"), "fr", {})
    for number in range(9):
        newsroom.article(f"story-{number}", editions=["berita", "akhbar"], section="world")
    newsroom.built()
    file = newsroom.layouts / "words" / "ms.po"
    text = file.read_text("utf-8")
    file.write_text(text.replace('"Edisi"', '"Keluaran"'), "utf-8")
    report = newsroom.built()
    assert [str(one) for one in report.verdicts] == [
        "/berita/: words changed",
        "/berita/feed.xml: words changed",
        "/berita/page/1/: words changed",
    ]
    assert "Keluaran" in newsroom.page("/berita/")
    assert tree(newsroom.site) == tree(clean(newsroom))
    file.write_text("# A word to translators.\n" + file.read_text("utf-8"), "utf-8")
    assert newsroom.built().rendered == ()


def test_a_catalogue_that_comes_renders_its_paper_and_one_that_goes_too(tmp_path: Path) -> None:
    newsroom = theirs(paper(tmp_path, "fr", akhbar="ar"), "fr", {"Top stories": "À la une"})
    newsroom.article("valley", editions=["akhbar"])
    newsroom.built()
    assert ">À la une</h2>" in newsroom.page("/")
    (newsroom.layouts / "words" / "fr.po").unlink()
    report = newsroom.built()
    assert "/: words changed" in map(str, report.verdicts)
    assert "/akhbar/" not in report.rendered
    assert ">Top stories</h2>" in newsroom.page("/")
    assert tree(newsroom.site) == tree(clean(newsroom))


def test_an_edition_in_another_language_renders_its_own_pages(tmp_path: Path) -> None:
    newsroom = paper(tmp_path, "en", berita="en")
    newsroom.article("valley", editions=["berita"])
    newsroom.built()
    site = newsroom.content / "site.yaml"
    site.write_text(
        site.read_text("utf-8").replace("{title: berita, language: en}", "{title: berita, language: ms}"),
        "utf-8",
    )
    newsroom.built()
    assert '<html lang="ms"' in newsroom.page("/berita/")
    assert tree(newsroom.site) == tree(clean(newsroom))


def clean(newsroom: Newsroom) -> Path:
    """What a clean build makes of the same."""
    site = newsroom.folder / "clean"
    newsroom.built(output=site, cache=newsroom.folder / "clean-cache")
    return site


def test_a_list_that_comes_with_a_changed_word_goes_again(newsroom: Newsroom) -> None:
    shutil.copytree(newsroom.layouts, newsroom.folder / "layouts")
    newsroom.layouts = newsroom.folder / "layouts"
    newsroom.write("site.yaml", SITE.replace("language: en\n", "language: ms\n", 1))
    newsroom.article("one", tags=["Common"])
    newsroom.built()
    words = newsroom.layouts / "words/ms.po"
    text = words.read_text("utf-8")
    words.write_text(text.replace('msgstr "Arkib"', 'msgstr "Simpanan"'), "utf-8")
    newsroom.article("one", tags=["Common", "Rare"])
    newsroom.built()
    assert "Simpanan" in newsroom.page("/archive/") and newsroom.has("/tags/rare/")
    newsroom.article("one", tags=["Common"])
    newsroom.built()
    clean = newsroom.folder / "clean"
    newsroom.built(output=clean, cache=newsroom.folder / "store")
    assert tree(newsroom.site) == tree(clean)
