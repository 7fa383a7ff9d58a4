"""Pictures for tests, as cameras, agencies and designers leave them; and what can be read from those we make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.newsroom import Newsroom

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
  xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
  photoshop:Credit="Northwire &amp; Co" photoshop:City="Bazarak" exif:GPSLatitude="35,18.6N"
  Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture">
<dc:creator><rdf:Seq><rdf:li>Amina Noori</rdf:li><rdf:li>Ben Ooi</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2021 Northwire</rdf:li></rdf:Alt></dc:rights>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def halves(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """A picture whose left half is red and whose right half is blue, its upper left corner green."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    made.paste("lime", (0, 0, size[0] // 4, size[1] // 4))
    return made.convert(mode)


def put(newsroom: Newsroom, path: str, picture: Image.Image, **how: object) -> Path:
    """A picture saved as a file of the newsroom."""
    file = newsroom.write(path, "")
    picture.save(file, **how)
    return file


def exif(tags: Mapping[int, object], place: bool = False) -> Image.Exif:
    """What a camera writes: `tags`, and if it knows its `place`, that too."""
    made = Image.Exif()
    for tag, value in tags.items():
        made[tag] = value
    if place:
        made.get_ifd(0x8825).update({1: "N", 2: (35.0, 18.0, 36.0), 3: "E", 4: (69.0, 30.0, 54.0)})
    return made


def published(newsroom: Newsroom, pattern: str = "media/*") -> list[str]:
    """The files below `site/` that match, their fingerprints masked, sorted."""
    names = (file.relative_to(newsroom.site).as_posix() for file in newsroom.site.glob(pattern))
    return sorted(masked(name) for name in names)


def masked(text: str) -> str:
    """Text with every fingerprint as twelve x."""
    return re.sub(r"(?<=\.)[0-9a-f]{12}(?=\.)", "x" * 12, text)


def opened(raw: bytes) -> Image.Image:
    """The picture that bytes are, read whole."""
    with Image.open(BytesIO(raw)) as picture:
        picture.load()
        return picture
