"""Framing: the images in a body, each with its sizes and formats around it.

What layouts show of pictures stands in `layouts/parts/picture.html`; this is the same for those in a text.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from broadsheet.read import pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.plan.pieces import Picture

SIZES = "(min-width: 41rem) 39rem, calc(100vw - 2rem)"
"""How wide a picture in a text is shown: as its lines are (`--measure` in the stylesheet)."""
SIZES_OF = {
    "wide": "(min-width: 46rem) 44rem, calc(100vw - 2rem)",
    "full": "(min-width: 80rem) 53rem, (min-width: 60rem) calc(100vw - 16rem), 100vw",
    "inline": "(min-width: 40rem) 18rem, calc(100vw - 2rem)",
    "slide": "(min-width: 32rem) 26rem, 85vw",
    "still": "(min-width: 40rem) 14rem, calc(100vw - 2rem)",
}
"""The same where a picture has one of these classes, as those in directives do (`read/markup.py`)."""
_CLASS = re.compile(r'\sclass="([^"]*)"')
_NAME = re.compile(r"""([^\s/>="']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")


def framed(html: str, by_target: Mapping[str, Picture]) -> str:
    """A body with its images in frames. Those whose target has no picture stay as they are."""
    if not by_target:
        return html

    def one(target: str, attributes: str) -> str | None:
        picture = by_target.get(target)
        return _frame(picture, attributes) if picture else None

    return pictures.replaced(html, one)


def _frame(picture: Picture, attributes: str) -> str:
    """An image as HTML. What its editor has written of it stays and is not written twice."""
    written = {name.lower() for name in _NAME.findall(attributes)}
    ours = {"src": picture.url}
    if not written & {"width", "height"} and picture.width and picture.height:
        ours |= {"width": str(picture.width), "height": str(picture.height)}
    ours |= {"loading": "lazy", "decoding": "async"}
    more = "".join(f' {name}="{escape(value)}"' for name, value in ours.items() if name not in written)
    image = f"<img{attributes}{more}>"
    if not picture.sources:
        return image
    named = _CLASS.search(attributes)
    sizes = SIZES_OF.get(named[1], SIZES) if named else SIZES
    sources = "".join(
        f'<source type="{one.type}" srcset="{escape(one.srcset)}" sizes="{sizes}">' for one in picture.sources
    )
    return f"<picture>{sources}{image}</picture>"
