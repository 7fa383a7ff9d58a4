"""Developing: whatever a camera, an agency or a designer leaves becomes an upright picture that tells no tales."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from broadsheet.plan.pictures import Gallery, Maker, Recipe, Shot
from broadsheet.read import images
from broadsheet.render import credit, developing
from broadsheet.rules import ImageRules, ShareRules
from tests.pictures import XMP, exif, halves, opened

FORMATS = ("jpg", "png", "webp", "avif")
NAMES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
PLACE = 0x8825


def develop(tmp_path: Path, picture: Image.Image, format_: str = "png", **how: object) -> Image.Image:
    """A picture saved as a file, measured and developed as it is."""
    return opened(developed(tmp_path, picture, format_, **how))


def developed(
    tmp_path: Path, picture: Image.Image, format_: str = "png", suffix: str = "png", **how: object
) -> bytes:
    file = tmp_path / f"x.{suffix}"
    picture.save(file, {"jpg": "jpeg"}.get(suffix, suffix), **how)
    return developed_file(file, format_)


def developed_file(file: Path, format_: str = "png") -> bytes:
    media = images.measure(file.parent, file.name)
    assert media.width and media.height and media.layers
    recipe = Recipe((0, 0, media.width, media.height), media.width, media.height, format_, 90)
    (made,) = developing.developed(file, [recipe])
    return made


def looks(picture: Image.Image) -> list[str]:
    """The colours a third of the way from each corner, and whether the very corner up left is green."""
    plain, (width, height) = picture.convert("RGB"), picture.size
    places = [(width // 8, height // 8), (width // 8, height * 7 // 8), (width * 7 // 8, height * 7 // 8)]
    return [
        ("red", "green", "blue")[max(range(3), key=plain.getpixel(place).__getitem__)] for place in places
    ]


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(tmp_path: Path, orientation: int, suffix: str) -> None:
    turns = {
        2: 0,
        3: 3,
        4: 1,
        5: 5,
        6: 2,
        7: 6,
        8: 4,
    }  # what a camera does to the picture, undone by `_TURNS`
    taken = halves().transpose(Image.Transpose(turns[orientation])) if orientation > 1 else halves()
    made = develop(tmp_path, taken, "png", suffix=suffix, exif=exif({0x0112: orientation}), quality=95)
    assert made.size == (60, 40)
    assert looks(made) == ["green", "red", "blue"]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("suffix", ["jpg", "webp", "avif", "png"])
def test_whose_it_is_stays_and_where_it_was_taken_goes(tmp_path: Path, suffix: str, format_: str) -> None:
    tags = exif({0x010F: "Camera Works", 0x013B: "Amina Noori", 0x8298: "Northwire"}, place=True)
    made = developed(tmp_path, halves(), format_, suffix=suffix, exif=tags)
    kept = opened(made).getexif()
    assert (kept[0x013B], kept[0x8298]) == ("Amina Noori", "Northwire")
    assert dict(kept.get_ifd(PLACE)) == {}
    assert b"Camera Works" not in made


@pytest.mark.parametrize("format_", FORMATS)
def test_credits_in_xmp_stay_and_all_else_in_it_goes(tmp_path: Path, format_: str) -> None:
    made = developed(tmp_path, halves(), format_, suffix="jpg", xmp=XMP.encode())
    told = credit.read(opened_file(made))
    assert dict(told.values) == {
        "dc:creator": ("Amina Noori", "Ben Ooi"),
        "dc:rights": ("© 2021 Northwire",),
        "photoshop:Credit": ("Northwire & Co",),
        "Iptc4xmpExt:DigitalSourceType": ("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",),
    }
    assert b"GPS" not in made and b"Bazarak" not in made


def test_credits_in_iptc_s_older_form_stay(tmp_path: Path) -> None:
    fields = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(text)) + text
        for number, text in (
            (80, b"Amina Noori"),
            (90, b"Bazarak"),
            (110, "Agence Ü".encode("latin-1")),
            (116, b"Northwire"),
        )
    )
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(fields)) + fields + b"\0" * (len(fields) % 2)
    marker = b"Photoshop 3.0\x00" + block
    file = tmp_path / "x.jpg"
    halves().save(file)
    raw = file.read_bytes()
    file.write_bytes(raw[:2] + b"\xff\xed" + struct.pack(">H", len(marker) + 2) + marker + raw[2:])
    made = developed_file(file, "webp")
    told = credit.read(opened_file(made))
    assert told.first("dc:creator") == "Amina Noori"
    assert told.first("photoshop:Credit") == "Agence Ü"
    assert told.first("dc:rights") == "Northwire"
    assert b"Bazarak" not in made


@pytest.mark.parametrize(
    "xmp",
    [
        b"no XML", b"<x", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x xmlns:d="http://purl.org/dc/elements/1.1/"><d:rights>&a;</d:rights></x>',
        b"<x>" * 5000, b"<x/>" + b" " * 2_000_000,
    ],
    ids=["no XML", "cut", "an entity", "a file", "deep", "large"],
)  # fmt: skip
def test_xmp_that_makes_no_sense_is_no_credit(tmp_path: Path, xmp: bytes) -> None:
    made = developed(tmp_path, halves(), "webp", suffix="webp", xmp=xmp)
    assert credit.read(opened_file(made)).values == ()


def test_a_manifest_that_would_not_hold_any_more_is_not_passed_on(tmp_path: Path) -> None:
    file = tmp_path / "x.jpg"
    halves().save(file)
    raw = file.read_bytes()
    box = b"JP\x00\x01\x00\x00\x00\x01" + struct.pack(">I", 24) + b"jumbc2pa" + b"\0" * 16
    file.write_bytes(raw[:2] + b"\xff\xeb" + struct.pack(">H", len(box) + 2) + box + raw[2:])
    for format_ in FORMATS:
        assert b"c2pa" not in developed_file(file, format_)


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [
        ("1", "png"),
        ("L", "png"),
        ("L", "jpg"),
        ("P", "png"),
        ("P", "gif"),
        ("CMYK", "jpg"),
        ("I;16", "png"),
        ("RGB", "jpg"),
    ],
)
def test_every_depth_and_kind_of_colour_comes_out_as_it_looks(tmp_path: Path, mode: str, suffix: str) -> None:
    grey = Image.linear_gradient("L").resize((60, 40))
    taken = (
        grey.convert(mode)
        if mode != "I;16"
        else grey.convert("I").point(lambda value: value * 257).convert("I;16")
    )
    made = develop(tmp_path, taken, "png", suffix=suffix)
    assert made.mode == "RGB"
    shown = made.convert("L")
    assert shown.getpixel((30, 2)) < 40 < 200 < shown.getpixel((30, 37))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("format_", ["png", "webp", "avif"])
def test_what_shines_through_stays_so(tmp_path: Path, mode: str, format_: str) -> None:
    clear = Image.new("RGBA", (60, 40), (255, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 30, 40))
    taken = clear.convert(mode) if mode != "P" else clear.quantize(4)
    made = develop(tmp_path, taken, format_).convert("RGBA")
    assert made.getpixel((10, 20))[3] > 250
    assert made.getpixel((50, 20))[3] < 5


def test_a_jpeg_of_what_shines_through_stands_on_white(tmp_path: Path) -> None:
    made = develop(tmp_path, Image.new("RGBA", (60, 40), (255, 0, 0, 0)), "jpg")
    assert made.getpixel((30, 20)) == (255, 255, 255)


def test_colours_of_another_space_become_those_of_srgb(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    swapped = bytearray(plain.tobytes())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    red_patch = Image.new("RGB", (60, 40), "red")
    made = develop(tmp_path, red_patch, "png", icc_profile=bytes(swapped))
    pixel = made.getpixel((30, 20))
    assert pixel[1] > 240 > 20 > pixel[0]  # red by a profile in which red is green
    assert "icc_profile" not in made.info
    for wrong in (lab, b"no profile"):
        assert develop(tmp_path, red_patch, "png", icc_profile=wrong).getpixel((30, 20)) == (255, 0, 0)


def test_a_telephone_s_second_picture_does_not_move(tmp_path: Path) -> None:
    file = tmp_path / "x.jpg"
    halves().save(file, "MPO", save_all=True, append_images=[halves((30, 20))])
    made = opened(developed_file(file))
    assert made.size == (60, 40)


def test_a_large_jpeg_made_small_is_the_same_cut(tmp_path: Path) -> None:
    file = tmp_path / "x.jpg"
    halves((3001, 2001)).save(file, quality=95)
    (made,) = developing.developed(file, [Recipe((1501, 0, 3001, 1000), 150, 100, "png", 90)])
    assert opened(made).size == (150, 100)
    assert looks(opened(made)) == ["blue"] * 3
    (made,) = developing.developed(file, [Recipe((0, 0, 3001, 2001), 300, 200, "png", 90)])
    assert looks(opened(made)) == ["green", "red", "blue"]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_picture_makes_the_same_bytes(tmp_path: Path, format_: str) -> None:
    noise = Image.merge("RGB", [Image.effect_noise((200, 130), 60) for _ in range(3)])
    file = tmp_path / "x.png"
    noise.save(file)
    assert developed_file(file, format_) == developed_file(file, format_)


def test_a_picture_cut_short_is_told_by_its_state(tmp_path: Path) -> None:
    for suffix in ("jpg", "png", "webp", "gif"):
        file = tmp_path / f"x.{suffix}"
        noise = Image.merge("RGB", [Image.effect_noise((300, 200), 60) for _ in range(3)])
        noise.save(file, {"jpg": "jpeg"}.get(suffix, suffix))
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        if images.measure(tmp_path, file.name).width is None:
            continue  # its header says so: it is no picture at all
        with pytest.raises(developing.Undevelopable):
            developed_file(file)


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 100), st.integers(0, 100))
def test_a_cut_lies_in_the_picture_and_holds_its_focus(
    width: int, height: int, across: int, down: int
) -> None:
    hung = gallery((width, height))
    card, shared = hung.card("x.jpg", (across, down)), hung.shared("x.jpg", (across, down))
    assert card
    assert (shared is None) == (min(width, round(height * 1200 / 630)) < 600)
    for one in (card.fallback, shared) if shared else (card.fallback,):
        assert isinstance(one.recipe, Recipe)
        left, top, right, bottom = one.recipe.box
        assert 0 <= left < right <= width and 0 <= top < bottom <= height
        assert left <= width * across / 100 <= right and top <= height * down / 100 <= bottom
        assert right - left == width or bottom - top == height


@given(st.integers(1, 5000), st.lists(st.integers(16, 4000), min_size=1))
def test_no_picture_is_made_wider_than_it_is_and_none_twice(across: int, wanted: list[int]) -> None:
    cut = gallery((across, 100), tuple(sorted(set(wanted)))).whole("x.jpg")
    assert cut
    made = [one.recipe.width for one in cut.sets[0] if isinstance(one.recipe, Recipe)]
    assert made == sorted(set(made))
    assert made[-1] == min(across, max(wanted))
    assert set(made[:-1]) <= set(wanted)


def gallery(size: tuple[int, int], widths: tuple[int, ...] = (400, 800)) -> Gallery:
    """A gallery of one picture."""
    rules, look = ImageRules(widths, ("webp",), 75, originals=False), ShareRules(False, "", "", "", "")
    return Gallery(
        {"x.jpg": Shot(*size, "opaque", "")}, rules, look, "", "", Maker("", ("webp",), draws=True)
    )


def opened_file(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw))
