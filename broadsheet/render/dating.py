"""Dating: the dates in a body, each in words of the page's language.

A timeline holds its dates for machines; only where the body is shown is it known how a reader writes them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from broadsheet.plan import languages
from broadsheet.read.markup import DATE

if TYPE_CHECKING:
    from broadsheet.plan.words import Words

_DATE = re.compile(rf'<time datetime="(\d{{4}})(?:-(\d\d))?(?:-(\d\d))?">{DATE}</time>')


def dated(html: str, words: Words, language: str) -> str:
    """A body in some language with its dates written out. In a foreign one they say that they are ours."""
    if DATE not in html:
        return html
    is_foreign = languages.is_other(language, words.language)
    ours = f' lang="{words.language}" dir="{words.direction}"' if is_foreign else ""

    def one(match: re.Match[str]) -> str:
        year, month, day = match.groups()
        when = datetime(int(year), int(month or 1), int(day or 1))  # noqa: DTZ001 - a day, not a moment
        said = words.day(when) if day else words.month(when) if month else words.number(when.year)
        written = "-".join(filter(None, (year, month, day)))
        return f'<time datetime="{written}"{ours}>{said}</time>'

    return _DATE.sub(one, html)
