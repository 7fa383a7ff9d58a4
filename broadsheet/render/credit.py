"""Credit: who made a picture and whose it is, read from what an agency wrote in it, and written again.

Read from XMP, from IPTC's older form and from EXIF; written as XMP and EXIF, which JPEG, PNG, WebP and
AVIF all carry. The properties are those of the IPTC Photo Metadata Standard 2024.1 that say whose a picture
is and whether a machine has made it. Nothing else is kept: only a list of what may pass makes sure that no
place does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from PIL import Image, ImageFile, IptcImagePlugin, PngImagePlugin

if TYPE_CHECKING:
    from collections.abc import Mapping

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_PREFIXES = {"dc": _DC, "photoshop": _PHOTOSHOP, "xmpRights": _RIGHTS, "Iptc4xmpExt": _EXT, "plus": _PLUS}

_KEPT = {
    "dc:creator": "Seq",
    "dc:rights": "Alt",
    "photoshop:Credit": "",
    "photoshop:Source": "",
    "xmpRights:WebStatement": "",
    "xmpRights:UsageTerms": "Alt",
    "Iptc4xmpExt:DigitalSourceType": "",
    "plus:DataMining": "",
}
"""Each property, and how XMP writes it: as a list, in languages, or plain."""
_IPTC = {
    (2, 80): "dc:creator",
    (2, 110): "photoshop:Credit",
    (2, 115): "photoshop:Source",
    (2, 116): "dc:rights",
}
_ARTIST, _COPYRIGHT = 0x013B, 0x8298
_LONGEST, _LARGEST = 2000, 1_000_000
"""Characters of a value, bytes of XMP: beyond them it is something else than a credit."""


class Credit(NamedTuple):
    """The values of each property that there is, in the order of `_KEPT`."""

    values: tuple[tuple[str, tuple[str, ...]], ...]

    def first(self, name: str) -> str:
        """The first value of a property; empty where there is none."""
        return dict(self.values).get(name, ("",))[0]


def read(picture: ImageFile.ImageFile) -> Credit:
    """What a picture says of who made it. What cannot be understood is left out."""
    found = {**_from_exif(picture), **_from_iptc(picture), **_from_xmp(picture.info.get("xmp"))}
    return Credit(tuple((name, found[name]) for name in _KEPT if found.get(name)))


def written(credit: Credit, format_: str) -> Mapping[str, object]:
    """What `Image.save` must be given so that a file in this format says the same."""
    if not credit.values:
        return {}
    exif = Image.Exif()
    for tag, name in ((_ARTIST, "dc:creator"), (_COPYRIGHT, "dc:rights")):
        if credit.first(name):
            exif[tag] = credit.first(name)
    more = {"exif": exif.tobytes()} if len(exif) else {}
    if format_ != "png":
        return {**more, "xmp": _xmp(credit)}
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", _xmp(credit).decode())
    return {**more, "pnginfo": text}


def _from_exif(picture: Image.Image) -> dict[str, tuple[str, ...]]:
    try:
        exif = picture.getexif()
    except Exception:  # Pillow raises whatever its parser came upon
        return {}
    pairs = (("dc:creator", exif.get(_ARTIST)), ("dc:rights", exif.get(_COPYRIGHT)))
    return {name: (text,) for name, value in pairs if (text := _text(value))}


def _from_iptc(picture: ImageFile.ImageFile) -> dict[str, tuple[str, ...]]:
    try:
        told = IptcImagePlugin.getiptcinfo(picture) or {}
    except Exception:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for place, name in _IPTC.items():
        value = told.get(place)
        texts = tuple(filter(None, map(_text, value if isinstance(value, list) else [value])))
        if texts:
            found[name] = texts
    return found


def _from_xmp(packet: object) -> dict[str, tuple[str, ...]]:
    raw = packet.encode() if isinstance(packet, str) else packet
    if not isinstance(raw, bytes) or len(raw) > _LARGEST:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(raw.strip(b"\0 \n"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for about in tree.iter(f"{{{_RDF}}}Description"):
        for name in _KEPT:
            prefix, _, local = name.partition(":")
            texts = _values(about, f"{{{_PREFIXES[prefix]}}}{local}")
            if texts:
                found.setdefault(name, texts)
    return found


def _values(about: etree._Element, tag: str) -> tuple[str, ...]:
    """The values of a property, which XMP writes as an attribute, as text, or as a list."""
    plain = _text(about.get(tag))
    if plain:
        return (plain,)
    node = about.find(tag)
    if node is None:
        return ()
    items = [one.text for one in node.iter(f"{{{_RDF}}}li")] or [node.text, node.get(f"{{{_RDF}}}resource")]
    return tuple(filter(None, map(_text, items)))


def _text(value: object) -> str:
    """A value as text on one line; older files are in UTF-8 or Latin-1 and don't say which."""
    if isinstance(value, bytes):
        value = _decoded(value)
    if not isinstance(value, str):
        return ""
    return " ".join("".join(one for one in value if one.isprintable() or one.isspace()).split())[:_LONGEST]


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _xmp(credit: Credit) -> bytes:
    """The credit as an XMP packet (ISO 16684-1), the same for the same credit to the byte."""
    spaces = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _PREFIXES.items())
    properties = "".join(_property(name, values) for name, values in credit.values)
    made = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about=""{spaces}>{properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    return made.encode()


def _property(name: str, values: tuple[str, ...]) -> str:
    match _KEPT[name]:
        case "Seq":
            inner = "".join(f"<rdf:li>{escape(one)}</rdf:li>" for one in values)
            return f"<{name}><rdf:Seq>{inner}</rdf:Seq></{name}>"
        case "Alt":
            inner = f'<rdf:li xml:lang="x-default">{escape(values[0])}</rdf:li>'
            return f"<{name}><rdf:Alt>{inner}</rdf:Alt></{name}>"
    return f"<{name}>{escape(values[0])}</{name}>"
