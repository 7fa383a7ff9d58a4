"""Charsets: the bytes of a feed as text, whatever they are called."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_BARE = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# What is called by the first name is in truth written in the second, which holds more.
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "tis-620": "cp874", "iso8859-11": "cp874",
}  # fmt: skip
_DECLARATION = re.compile(
    rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"'][^>]{0,200}?\?>"
)
_ANY_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def text(body: bytes, content_type: str) -> str:
    """The body as text, without byte order mark, XML declaration and what XML cannot hold."""
    return _NOT_XML.sub("", _ANY_DECLARATION.sub("", _decoded(body, content_type), count=1))


def _decoded(body: bytes, content_type: str) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for begin, name in _BARE:
        if body.startswith(begin):
            return body.decode(name, "replace")
    names = [_known(name) for name in _said(body, content_type)]
    if b"\x1b" in body and any(name.startswith("iso2022") for name in names):
        return body.decode(next(name for name in names if name.startswith("iso2022")), "replace")
    # Text in another charset is valid UTF-8 about never; feeds that say another and are UTF-8 are many.
    for name in ("utf-8", *filter(None, names)):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    best = next((name for name in names if name and name != "utf-8"), "cp1252")
    return body.decode("utf-8" if _is_mostly_utf_8(body) else best, "replace")


def _said(body: bytes, content_type: str) -> list[str]:
    header, declaration = _CHARSET.search(content_type), _DECLARATION.match(body)
    # Servers call everything ISO 8859-1; what the file says of itself is more often true.
    return [
        *([declaration[1].decode("ascii")] if declaration else []),
        *([header[1]] if header else []),
    ]


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    made = _WIDER.get(found.name.replace("iso8859_", "iso8859-"), found.name)
    return made if _is_of_text(made) else ""


def _is_of_text(name: str) -> bool:
    """Whether a codec makes text of bytes; Python has others (zip, rot13) by the same way."""
    try:
        return isinstance(b"<".decode(name), str) and not name.startswith(("utf-7", "idna", "punycode"))
    except (LookupError, UnicodeError, ValueError):
        return False


def _is_mostly_utf_8(body: bytes) -> bool:
    """Whether a few bytes spoil what is UTF-8 otherwise: a headline cut in the middle of a letter."""
    whole = body.decode("utf-8", "replace")
    broken = whole.count("\ufffd")
    return broken * 20 < sum(c > "\x7f" for c in whole)
