"""Pictures on pages: which files stand on the site, and what a browser is told of them."""

from __future__ import annotations

import json
import re

import pytest
from PIL import Image

from tests.newsroom import SITE, Newsroom
from tests.pictures import XMP, exif, halves, masked, published, put

HEAD = "{src: media/valley.jpg, alt: A valley}"
X = "x" * 12


def picture(page: str, number: int = 0) -> str:
    """A page's `<picture>`, on one line, fingerprints masked."""
    return masked(re.findall(r"<picture>.*?</picture>", page, re.DOTALL)[number].replace("\n", ""))


def setting(newsroom: Newsroom, text: str) -> None:
    newsroom.write("site.yaml", f"{SITE}{text}\n")


def test_a_picture_at_a_head_becomes_these_files_and_no_others(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((1000, 600)))
    newsroom.article("valley", image=HEAD)
    newsroom.built()
    whole, card = ("400", "800", "1000"), ("400", "900")
    assert published(newsroom) == sorted([
        *(f"media/valley.{X}.{width}.{kind}" for width in (*whole, *card) for kind in ("avif", "webp")),
        f"media/valley.{X}.1000.jpg",  # whole
        f"media/valley.{X}.900.jpg",  # as cards show it
        f"media/valley.{X}.1000.jpg",  # as others show it who link here
        *(f"media/valley.{X}.{width}.jpg" for width in (1000, 800, 600)),  # 16:9, 4:3, 1:1, for search engines
    ])  # fmt: skip


def test_an_article_shows_all_sizes_and_loads_its_picture_first(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((1000, 600)))
    newsroom.article("valley", image=HEAD)
    newsroom.built()
    sizes = "(min-width: 46rem) 44rem, calc(100vw - 2rem)"
    sources = "".join(
        f'<source type="image/{kind}" srcset="/media/valley.{X}.400.{kind} 400w, /media/valley.{X}.800.{kind} 800w, '
        f'/media/valley.{X}.1000.{kind} 1000w" sizes="{sizes}">'
        for kind in ("avif", "webp")
    )
    assert picture(newsroom.page("/2021/09/06/valley/")) == (
        f'<picture>{sources}<img src="/media/valley.{X}.1000.jpg" alt="A valley" width="1000" height="600" '
        'fetchpriority="high"></picture>'
    )


def test_cards_show_one_shape_and_all_but_the_first_wait(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((1000, 600)))
    newsroom.article("valley", image=HEAD)
    newsroom.article("mountain", image=HEAD, published="2021-09-05")
    newsroom.built()
    home = newsroom.page("/")
    first, later = picture(home, 0), picture(home, 1)
    assert 'width="900" height="600" fetchpriority="high">' in first
    assert "loading" not in first
    assert 'width="900" height="600" loading="lazy" decoding="async">' in later
    assert 'sizes="(min-width: 64rem) 18rem' in later


def test_what_must_not_be_cut_off_is_in_the_card(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((800, 100)))
    newsroom.article("valley", image='{src: media/valley.jpg, alt: A valley, focus: "90% 50%"}')
    newsroom.article("mountain", image=HEAD)
    newsroom.built()
    colours = set()
    for file in newsroom.site.glob("media/*.150.webp"):
        with Image.open(file) as card:
            assert card.size == (150, 100)
            left, right = (card.convert("RGB").getpixel((at, 80)) for at in (20, 130))
            colours.add((left[0] > 128, right[0] > 128))
    assert colours == {(False, False), (True, False)}  # all blue; red and blue


def test_a_picture_in_a_text_has_its_sizes_and_what_its_editor_wrote(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((500, 300)))
    newsroom.article(
        "valley",
        body='![A valley](/media/valley.jpg "At dusk")\n\n<img src="/media/valley.jpg" alt="" width="50" loading="eager">',
    )
    newsroom.built()
    page = newsroom.page("/2021/09/06/valley/")
    sizes = "(min-width: 41rem) 39rem, calc(100vw - 2rem)"
    sources = "".join(
        f'<source type="image/{kind}" srcset="/media/valley.{X}.400.{kind} 400w, /media/valley.{X}.500.{kind} 500w" '
        f'sizes="{sizes}">'
        for kind in ("avif", "webp")
    )
    assert picture(page, 0) == (
        f'<picture>{sources}<img alt="A valley" title="At dusk" src="/media/valley.{X}.500.jpg" width="500" height="300" '
        'loading="lazy" decoding="async"></picture>'
    )
    assert picture(page, 1).endswith(
        f'sizes="{sizes}"><img alt="" width="50" loading="eager" src="/media/valley.{X}.500.jpg" decoding="async"></picture>'
    )
    assert published(newsroom) == sorted(
        [
            *(f"media/valley.{X}.{width}.{kind}" for width in (400, 500) for kind in ("avif", "webp")),
            f"media/valley.{X}.500.jpg",
        ]
    )


@pytest.mark.parametrize(
    "body",
    [
        "[large](/media/valley.jpg)",
        '<video poster="/media/valley.jpg"></video>',
        '<img src="/media/valley.jpg" srcset="/media/valley.jpg 2x" alt="">',
        '<picture><img src="/media/valley.jpg" alt=""></picture>',
    ],
    ids=["linked to", "a poster", "an editor's own srcset", "an editor's own picture"],
)
def test_a_file_that_a_text_uses_as_it_is_is_published_as_it_is(newsroom: Newsroom, body: str) -> None:
    file = put(newsroom, "media/valley.jpg", halves())
    newsroom.article("valley", body=body)
    newsroom.built()
    assert published(newsroom) == ["media/valley.jpg"]
    assert (newsroom.site / "media/valley.jpg").read_bytes() == file.read_bytes()
    assert "/media/valley.jpg" in newsroom.page("/2021/09/06/valley/")


@pytest.mark.parametrize(
    "told", [{"exif": exif({}, place=True)}, {"xmp": XMP.encode()}], ids=["in EXIF", "in XMP"]
)
def test_a_file_that_tells_where_it_was_taken_is_published_only_by_those_who_asked(
    newsroom: Newsroom, told: dict[str, object]
) -> None:
    put(newsroom, "media/valley.jpg", halves(), **told)
    newsroom.article("valley", body="![x](/media/valley.jpg)")
    newsroom.built()
    newsroom.article("valley", body="[x](/media/valley.jpg)")
    says = ["content/media/valley.jpg:1: this file says where it was taken, and it is published as it is"]
    assert newsroom.says() == says
    assert newsroom.says() == says
    setting(newsroom, "images: {originals: true}")
    newsroom.built()
    assert published(newsroom) == ["media/valley.jpg"]


def test_a_picture_that_leads_to_itself_is_both(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves())
    newsroom.article("valley", body="[![A valley](/media/valley.jpg)](/media/valley.jpg)")
    newsroom.built()
    assert published(newsroom, "media/*.jpg") == ["media/valley.jpg", f"media/valley.{X}.60.jpg"]
    assert '<a href="/media/valley.jpg"><picture>' in newsroom.page("/2021/09/06/valley/")


def test_drawings_moving_pictures_and_other_files_stay_as_they_are(newsroom: Newsroom) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    for kind in ("gif", "webp", "png"):
        put(newsroom, f"media/moving.{kind}", frames[0], save_all=True, append_images=frames[1:])
    newsroom.write("media/map.svg", '<svg viewBox="0 0 30 20"></svg>')
    newsroom.write("media/report.pdf", "%PDF")
    names = ("moving.gif", "moving.webp", "moving.png", "map.svg")
    newsroom.article("valley", body="\n\n".join(f"![x](/media/{name})" for name in names))
    newsroom.built()
    assert published(newsroom) == sorted(f"media/{name}" for name in (*names, "report.pdf"))
    page = newsroom.page("/2021/09/06/valley/")
    assert (
        '<img alt="x" src="/media/moving.gif" width="60" height="40" loading="lazy" decoding="async">' in page
    )
    assert '<img alt="x" src="/media/map.svg" width="30" height="20" loading="lazy" decoding="async">' in page


def test_a_still_gif_is_a_picture_like_any_other(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.gif", halves())
    newsroom.article("valley", body="![x](/media/valley.gif)")
    newsroom.built()
    assert published(newsroom) == [f"media/valley.{X}.60.{kind}" for kind in ("avif", "jpg", "webp")]


def test_what_no_page_shows_yet_is_not_on_the_site(newsroom: Newsroom) -> None:
    put(newsroom, "media/secret.jpg", halves())
    put(newsroom, "media/unused.jpg", halves((40, 40)))
    newsroom.article("secret", image="{src: media/secret.jpg, alt: x}", embargo="2021-10-01")
    newsroom.built()
    assert published(newsroom) == []
    newsroom.built(now="2021-10-02")
    assert len(published(newsroom)) > 0
    newsroom.built()
    assert published(newsroom) == []


def test_originals_are_published_when_asked_for(newsroom: Newsroom) -> None:
    setting(newsroom, "images: {originals: true}")
    file = put(newsroom, "media/valley.jpg", halves())
    newsroom.built()
    assert (newsroom.site / "media/valley.jpg").read_bytes() == file.read_bytes()


def test_widths_and_formats_are_the_site_s(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((500, 300)))
    newsroom.article("valley", body="![x](/media/valley.jpg)")
    newsroom.built()
    setting(newsroom, "images: {widths: [300, 100], formats: [webp], quality: 40}")
    newsroom.built()
    assert published(newsroom) == [f"media/valley.{X}.{name}" for name in ("100.webp", "300.webp", "500.jpg")]


def test_a_transparent_picture_falls_back_on_png(newsroom: Newsroom) -> None:
    clear = halves((600, 400), mode="RGBA")
    clear.putalpha(128)
    put(newsroom, "media/logo.png", clear)
    newsroom.article("valley", image="{src: media/logo.png, alt: x}")
    newsroom.built()
    assert published(newsroom, "media/*.png") == [f"media/logo.{X}.600.png"]
    # For others, and in the one shape of search engines' that it is wide enough for: on white.
    assert published(newsroom, "media/*.jpg") == [f"media/logo.{X}.600.jpg"] * 2


def test_two_files_of_one_name_with_the_same_bytes_have_addresses_of_their_own(newsroom: Newsroom) -> None:
    for suffix in ("jpg", "jpeg"):
        put(newsroom, f"media/valley.{suffix}", halves())
    newsroom.article("valley", body="![x](/media/valley.jpg) ![x](/media/valley.jpeg)")
    newsroom.built()
    assert published(newsroom, "media/*.webp") == [f"media/valley.{X}.60.webp"] * 2


def test_a_picture_of_one_pixel_and_one_of_a_thousand_to_one_come_out(newsroom: Newsroom) -> None:
    put(newsroom, "media/dot.png", halves((1, 1)))
    put(newsroom, "media/line.png", halves((1000, 1)))
    newsroom.article("dot", image="{src: media/dot.png, alt: x}")
    newsroom.article("line", image="{src: media/line.png, alt: x}", body="![x](/media/line.png)")
    newsroom.built()
    assert f"media/line.{X}.400.avif" in published(newsroom)


def test_a_page_tells_others_which_picture_to_show(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((1600, 900)))
    newsroom.article("valley", image=HEAD)
    newsroom.built()
    page = masked(newsroom.page("/2021/09/06/valley/"))
    for line in (
        f'"og:image" content="https://gazette.example.org/media/valley.{X}.1200.jpg"', '"og:image:width" content="1200"',
        '"og:image:height" content="630"', '"og:image:alt" content="A valley"',
    ):  # fmt: skip
        assert f"<meta property={line}>" in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    url = re.search(
        r"og:image\" content=\"https://gazette.example.org(/[^\"]+)", newsroom.page("/2021/09/06/valley/")
    )
    with Image.open(newsroom.site / url[1].lstrip("/")) as shared:
        assert (shared.size, shared.format) == ((1200, 630), "JPEG")


def told(newsroom: Newsroom) -> list[dict[str, str | int]]:
    """The pictures that an article's page tells search engines of."""
    data = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', newsroom.page("/2021/09/06/valley/"), re.DOTALL
    )
    assert data
    images: list[dict[str, str | int]] = json.loads(data[1])["@graph"][0]["image"]
    return images


def test_search_engines_are_told_of_a_picture_in_each_of_their_shapes(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((1600, 1000)))
    newsroom.article("valley", image="{src: media/valley.jpg, alt: A valley, focus: 0% 50%, credit: Ben}")
    newsroom.built()
    images = told(newsroom)
    assert [(one["width"], one["height"]) for one in images] == [
        (1200, 750),
        (1200, 675),
        (1200, 900),
        (1000, 1000),
    ]
    assert [one.get("creditText") for one in images] == ["Ben", None, None, None]
    square = newsroom.site / str(images[-1]["url"]).removeprefix("https://gazette.example.org/")
    with Image.open(square) as opened:
        left, right = (opened.convert("RGB").getpixel((x, 500)) for x in (10, 990))
    with Image.open(newsroom.content / "media/valley.jpg") as whole:
        at = [whole.convert("RGB").getpixel((x, 500)) for x in (10, 990)]
    for seen, meant in zip((left, right), at, strict=True):
        assert isinstance(seen, tuple) and isinstance(meant, tuple)
        assert all(abs(one - other) < 12 for one, other in zip(seen, meant, strict=True)), "the left is kept"


@pytest.mark.parametrize(
    ("size", "shapes"),
    [
        ((1600, 900), [(1200, 675), (1200, 900), (900, 900)]),  # itself in their widest shape: named once
        ((760, 570), [(760, 570), (760, 428)]),  # the square would be smaller than what is shown large
        ((500, 400), [(1200, 630)]),  # a stamp: the nameplate stands for it
    ],
)
def test_no_shape_is_larger_than_the_picture_or_told_twice(
    newsroom: Newsroom, size: tuple[int, int], shapes: list[tuple[int, int]]
) -> None:
    put(newsroom, "media/valley.jpg", halves(size))
    newsroom.article("valley", image=HEAD)
    newsroom.built()
    assert [(one["width"], one["height"]) for one in told(newsroom)] == shapes


def test_a_feed_carries_one_picture_that_every_reader_knows(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((1600, 900)))
    newsroom.article("valley", image=HEAD, body="![In it](/media/valley.jpg)")
    newsroom.built()
    feed = masked(newsroom.page("/feed.xml")).replace("&lt;", "<").replace("&gt;", ">")
    address = f"https://gazette.example.org/media/valley.{X}.1200.jpg"
    assert f'<img src="{address}" alt="A valley" width="1200" height="675">' in feed
    assert f'<img alt="In it" src="{address}" width="1200" height="675">' in feed
    assert "srcset" not in feed


def test_a_body_that_speaks_of_images_is_left_alone(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves())
    newsroom.article(
        "valley", body='`<img src="/media/valley.jpg">`\n\n<!-- <img src="/media/valley.jpg"> -->'
    )
    newsroom.built()
    page = newsroom.page("/2021/09/06/valley/")
    assert '<code>&lt;img src="/media/valley.jpg"&gt;</code>' in page.replace("&quot;", '"')
    assert '<!-- <img src="/media/valley.jpg"> -->' in page
    assert published(newsroom) == []
