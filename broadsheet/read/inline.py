"""Inline: what stands inside a paragraph, a heading or a list item, set without a Markdown parser.

Words, `code`, links, images, <https://…>, *emphasis* and **strong**, one inside the other where no mark could
belong to two of them. Everything else is None: the library knows.
"""

from __future__ import annotations

import re

from broadsheet.read import addresses, quotes

ESCAPABLE = frozenset("\\`*_{}[]()>#+-.!|\"'")
"""What a backslash takes the meaning from. The library's list, which a test compares with this."""

# Any character that could mean something; a `_` inside a word means nothing.
_MARKUP = re.compile(r"[`*<>{}\[\]_](?:(?<!_)|(?<![^\W_]_)|(?![^\W_]))")
_MEANINGFUL = re.compile(r"[`*<>{}\[\]_\\\x00-\x09\x0b-\x1f\x7f](?:(?<!_)|(?<![^\W_]_)|(?![^\W_]))")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_ENTITY = re.compile(r"&(?:#|[#\w.\\-]*;)")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = re.compile("\2([0-9]+)\3")
_TITLE = r"""[^"'()<>\[\]{}`\\&*_\x00-\x1f\x7f]*"""
_CONSTRUCT = re.compile(
    r"""`([^`<>\\\x00-\x1f\x7f]+)`(?!`)"""
    rf"""|(!?)\[([^\[\]]*)\]\(([^\s()<>\[\]{{}}"'`\\\x00-\x1f\x7f]+)(?:[ ]"(?=\S)({_TITLE})(?<=[^\s"])")?\)"""
    r"""|<(https?://[^\s<>"'`*_{}\[\]()\\&\x00-\x1f\x7f]+)>"""
    r"""|(\*\*?)(?![\s*])([^*]+)(?<!\s)\7(?!\*)"""
)


def inline(text: str, found: set[str]) -> str | None:
    """Text as HTML, its internal addresses between marks and added to `found`; None if it isn't simple."""
    if "&" in text and _ENTITY.search(text):
        return None
    if not _MEANINGFUL.search(text):
        return _words(text)
    if _CONTROLS.search(text):
        return None
    if "\\" not in text:
        return _spans(text, found)
    if "<" in text:  # what stands after a backslash may be a tag all the same
        return None
    made = _spans(_ESCAPE.sub(_put_aside, text), found)
    return None if made is None else _ESCAPED.sub(_put_back, made)


def _put_aside(match: re.Match[str]) -> str:
    """As the library does: what stands beside it sees a control character, not what it is."""
    return f"\2{ord(match[1])}\3" if match[1] in ESCAPABLE else match[0]


def _put_back(match: re.Match[str]) -> str:
    character = chr(int(match[1]))
    return "&gt;" if character == ">" else character


def _words(text: str) -> str:
    made = quotes.quick(text)
    if made is not None:
        return made
    from broadsheet.read import converter  # one text in fifty needs it, and importing it takes 80 ms

    return converter.words(text)


def _spans(text: str, found: set[str]) -> str | None:
    """Words and constructs in turn. Quotes see only the words between two constructs, as in the library."""
    made: list[str] = []
    done = 0
    for match in _CONSTRUCT.finditer(text):
        before, span = text[done : match.start()], _span(match, found)
        if span is None or (before and _MARKUP.search(before)):
            return None
        made += (_words(before) if before else "", span)
        done = match.end()
    after = text[done:]
    if after:
        if _MARKUP.search(after):
            return None
        made.append(_words(after))
    return "".join(made)


def _span(match: re.Match[str], found: set[str]) -> str | None:
    code, is_image, label, address, title, bare, stars, inner = match.groups()
    if stars is not None:
        content = _spans(inner, found)
        tag = "strong" if stars == "**" else "em"
        return None if content is None else f"<{tag}>{content}</{tag}>"
    if code is not None:
        return f"<code>{_escaped(code.strip())}</code>" if code.strip() else None
    if bare is not None:
        return f'<a href="{bare}">{bare}</a>'
    marked = _escaped(addresses.mark(address, found))
    titled = f' title="{title}"' if title else ""
    if is_image:
        return _image(label, f'src="{marked}"{titled}')
    content = _spans(label, found) if label and not label.startswith("^") else None
    return None if content is None else f'<a href="{marked}"{titled}>{content}</a>'


def _image(label: str, rest: str) -> str | None:
    if _MARKUP.search(label) or _CONTROLS.search(label) or "\n" in label:
        return None
    return f'<img alt="{_escaped(label).replace(chr(34), "&quot;")}" {rest}>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;") if "&" in text else text
