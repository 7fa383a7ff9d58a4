"""Bring `layouts/words/` up to date with what layouts and code say: `make words`.

With a language tag (`python docs/words.py fr`) it begins a catalogue for that language.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parent.parent
WORDS = REPOSITORY / "layouts" / "words"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
JINJA = {
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
    "newstyle_gettext": "true",
}


def said() -> Catalog:
    """Every message that layouts and code say, with the files that say it."""
    made = Catalog()
    for file in _files():
        method, options = (babel_extract, JINJA) if file.suffix == ".html" else (extract_python, {})
        with file.open("rb") as text:
            for _line, message, comments, context in extract(method, text, KEYWORDS, options=options):
                place = (file.relative_to(REPOSITORY).as_posix(), None)
                made.add(message, locations=[place], auto_comments=comments, context=context)
    return made


def updated(catalogue: Catalog) -> str:
    """The text of a catalogue of all that is said, in the order of files, and of nothing else."""
    template = said()
    template.creation_date = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True)
    made = io.BytesIO()
    write_po(made, catalogue, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return made.getvalue().decode()


def read(file: Path) -> Catalog:
    """The catalogue in a file."""
    with file.open("rb") as text:
        return read_po(text, locale=file.stem.replace("-", "_"))


def _files() -> Iterator[Path]:
    yield from sorted((REPOSITORY / "layouts").rglob("*.html"))
    yield from sorted((REPOSITORY / "broadsheet").rglob("*.py"))


if __name__ == "__main__":
    for tag in sys.argv[1:]:
        if not (WORDS / f"{tag}.po").exists():
            begun = Catalog(locale=tag.replace("-", "_"), project="broadsheet", fuzzy=False)
            (WORDS / f"{tag}.po").write_text(updated(begun), encoding="utf-8")
    for known in sorted(WORDS.glob("*.po")):
        known.write_text(updated(read(known)), encoding="utf-8")
