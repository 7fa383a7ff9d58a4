"""Catalogues: a translator's `.po` as the `.mo` that gettext looks words up in, or what is wrong with it."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from broadsheet.plan import words
from broadsheet.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def compiled(text: str, path: str) -> bytes | Refused:
    """The `.mo` of a catalogue, the same for the same messages; `path` is named in problems."""
    try:
        catalogue = read_po(text.splitlines(keepends=True), ignore_obsolete=True, abort_invalid=True)
        catalogue.creation_date = catalogue.revision_date = _NEVER  # else Babel stamps the clock on it
        catalogue.charset = "utf-8"
        problems = tuple(_problems(catalogue, path))
        if problems:
            return Refused(problems)
        made = io.BytesIO()
        write_mo(made, catalogue)
        words.catalogue(made.getvalue())
    except PoFileError as error:
        return _unreadable(path, error.lineno + 1, error)
    except ValueError as error:  # of the head, which Babel and gettext read without naming a line
        return _unreadable(path, 1, error)
    return made.getvalue()


def forms(message: Message) -> tuple[str, ...]:
    """What a message is in the language, in each of its plural forms: empty where it isn't translated."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> frozenset[str]:
    """The names of what is put into a message: `%(number)s`."""
    return frozenset(PLACEHOLDER.findall(text))


def _unreadable(path: str, line: int, error: Exception) -> Refused:
    hint = "Catalogues are gettext's .po files."
    return Refused((Problem(path, line, 1, "", f"this catalogue cannot be read: {error}", hint),))


def _problems(catalogue: Catalog, path: str) -> Iterator[Problem]:
    """What would go wrong when a page is rendered, or be left out without a word."""
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        given = frozenset().union(*map(placeholders, texts))
        said = forms(message)
        place = (path, message.lineno or 1, 1, "msgstr")
        if message.pluralizable and any(said) and len(said) != catalogue.num_plurals:
            yield Problem(*place, f"there are {len(said)} forms, and {catalogue.num_plurals} in the head", "")
        for one in said:
            for name in sorted(placeholders(one) - given):
                yield Problem(*place, f"nothing is called '{name}' here", f"There is {_list(given)}.")
            if "%" in PLACEHOLDER.sub("", one).replace("%%", ""):
                yield Problem(*place, "a '%' stands alone here", "Write '%%' for a per cent sign.")


def _list(names: frozenset[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(names)) or "nothing to put in"
