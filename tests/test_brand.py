"""One brand: what `site.yaml` says of colours reaches all that carries them, and what it doesn't say stays."""

from __future__ import annotations

import json
import re

import pytest
from PIL import Image

from broadsheet.read import branding
from tests.newsroom import LAYOUTS, SITE, Newsroom

BRAND = SITE + 'brand: {paper: "#FFFFFF", accent: "#0b5394", dark: {paper: "#000000", accent: "#8ab4f8"}}\n'


def test_a_few_lines_reach_pages_feeds_icons_and_the_manifest(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", BRAND)
    newsroom.article("valley")
    newsroom.built()
    rules = "".join(
        f"@media screen and (prefers-color-scheme: {when}) {{\n:root {{{colours}}}\n}}\n"
        for when, colours in (
            ("light", "--paper: #ffffff;--accent: #0b5394;"),
            ("dark", "--paper: #000000;--accent: #8ab4f8;"),
        )
    )
    for sheet in ("style", "feed"):
        (file,) = newsroom.site.glob(f"assets/{sheet}.*.css")
        assert file.read_text("utf-8").endswith(rules), "after the theme's own"
        assert f"/assets/{file.name}" in newsroom.page("/" if sheet == "style" else "/feed.xml")
    manifest = json.loads(newsroom.page("/site.webmanifest"))
    assert (manifest["theme_color"], manifest["background_color"]) == ("#ffffff", "#ffffff")
    assert re.findall(r'name="theme-color" content="(.*?)"', newsroom.page("/")) == ["#ffffff", "#000000"]
    with Image.open(newsroom.site / "apple-touch-icon.png") as icon:
        assert icon.convert("RGB").getpixel((2, 2)) == (0x0B, 0x53, 0x94)
    (share,) = newsroom.site.glob("share.*.png")
    with Image.open(share) as drawn:
        assert drawn.convert("RGB").getpixel((2, 300)) == (255, 255, 255)


def test_what_icons_say_of_themselves_goes_before_the_brand(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", BRAND + 'icons: {ground: "#00ff00", light: "#eeeeee"}\n')
    newsroom.built()
    assert json.loads(newsroom.page("/site.webmanifest"))["theme_color"] == "#eeeeee"
    with Image.open(newsroom.site / "apple-touch-icon.png") as icon:
        assert icon.convert("RGB").getpixel((2, 2)) == (0, 255, 0)


def test_a_paper_without_a_brand_has_the_stylesheet_s_colours() -> None:
    sheet = (LAYOUTS / "assets/style.css").read_text("utf-8")
    day, night = (
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", one))
        for one in re.findall(r":root {(.*?)}", sheet, re.DOTALL)[:2]
    )
    assert day == dict(branding.DAY)
    assert night == dict(branding.NIGHT)


def test_a_colour_that_is_none_is_told_where_it_stands(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + "brand:\n  dark:\n    accent: blue\n")
    (problem,) = newsroom.build().problems
    assert (problem.line, problem.key) == (SITE.count("\n") + 3, "brand.dark.accent")


def test_colours_that_readers_cannot_tell_apart_are_told_where_they_stand(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + 'brand:\n  accent: "#9fd0ff"\n  dark:\n    paper: "#777777"\n')
    pale, grey = newsroom.build().problems
    assert (pale.line, pale.key) == (SITE.count("\n") + 2, "brand.accent")
    assert pale.message == "accent #9fd0ff on tint #f4f1e9 has a contrast of 1.4 to 1"
    assert (grey.line, grey.key) == (SITE.count("\n") + 4, "brand.dark.paper")
    assert pale.hint == "Readers need 4.5 to 1: choose colours that are further apart."


def test_our_own_colours_can_be_told_apart_by_day_and_at_night() -> None:
    for colours in (branding.DAY, branding.NIGHT):
        assert branding.contrast(colours["ink"], colours["paper"]) > 12
        for text in ("faded", "accent"):
            assert min(branding.contrast(colours[text], colours[on]) for on in ("paper", "tint")) >= 4.5
        assert branding.contrast(colours["edge"], colours["paper"]) >= 3


def test_black_on_white_is_twenty_one_times_lighter() -> None:
    assert branding.contrast("#000000", "#ffffff") == pytest.approx(21)
