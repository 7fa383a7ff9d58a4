"""Autonyms: what languages call themselves, and where most of those live who speak one.

A table of CLDR's, for the languages that newspapers are printed in, because Babel takes 25 ms to import and
20 ms for a language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPOKEN: Mapping[str, tuple[str, str]] = {
    "af": ("Afrikaans", "ZA"), "am": ("አማርኛ", "ET"), "ar": ("العربية", "EG"), "az": ("Azərbaycan", "AZ"),
    "be": ("Беларуская", "BY"), "bg": ("Български", "BG"), "bn": ("বাংলা", "BD"), "bs": ("Bosanski", "BA"),
    "ca": ("Català", "ES"), "ckb": ("کوردیی ناوەندی", "IQ"), "cs": ("Čeština", "CZ"),
    "cy": ("Cymraeg", "GB"), "da": ("Dansk", "DK"), "de": ("Deutsch", "DE"), "dv": ("ދިވެހިބަސް", "MV"),
    "el": ("Ελληνικά", "GR"), "en": ("English", "US"), "es": ("Español", "ES"), "et": ("Eesti", "EE"),
    "eu": ("Euskara", "ES"), "fa": ("فارسی", "IR"), "fi": ("Suomi", "FI"), "fil": ("Filipino", "PH"),
    "fo": ("Føroyskt", "FO"), "fr": ("Français", "FR"), "ga": ("Gaeilge", "IE"), "gl": ("Galego", "ES"),
    "gu": ("ગુજરાતી", "IN"), "ha": ("Hausa", "NG"), "he": ("עברית", "IL"), "hi": ("हिन्दी", "IN"),
    "hr": ("Hrvatski", "HR"), "hu": ("Magyar", "HU"), "hy": ("Հայերեն", "AM"),
    "id": ("Bahasa Indonesia", "ID"), "is": ("Íslenska", "IS"), "it": ("Italiano", "IT"),
    "ja": ("日本語", "JP"), "jv": ("Basa Jawa", "ID"), "ka": ("ქართული", "GE"), "kk": ("Қазақ тілі", "KZ"),
    "km": ("ខ្មែរ", "KH"), "kn": ("ಕನ್ನಡ", "IN"), "ko": ("한국어", "KR"), "ky": ("Кыргызча", "KG"),
    "lb": ("Lëtzebuergesch", "LU"), "lo": ("ລາວ", "LA"), "lt": ("Lietuvių", "LT"), "lv": ("Latviešu", "LV"),
    "mg": ("Malagasy", "MG"), "mi": ("Māori", "NZ"), "mk": ("Македонски", "MK"), "ml": ("മലയാളം", "IN"),
    "mn": ("Монгол", "MN"), "mr": ("मराठी", "IN"), "ms": ("Bahasa Melayu", "MY"), "mt": ("Malti", "MT"),
    "my": ("မြန်မာ", "MM"), "nb": ("Norsk bokmål", "NO"), "ne": ("नेपाली", "NP"),
    "nl": ("Nederlands", "NL"), "nn": ("Norsk nynorsk", "NO"), "no": ("Norsk", "NO"), "or": ("ଓଡ଼ିଆ", "IN"),
    "pa": ("ਪੰਜਾਬੀ", "IN"), "pl": ("Polski", "PL"), "ps": ("پښتو", "AF"), "pt": ("Português", "BR"),
    "ro": ("Română", "RO"), "ru": ("Русский", "RU"), "rw": ("Ikinyarwanda", "RW"), "sd": ("سنڌي", "PK"),
    "si": ("සිංහල", "LK"), "sk": ("Slovenčina", "SK"), "sl": ("Slovenščina", "SI"),
    "so": ("Soomaali", "SO"), "sq": ("Shqip", "AL"), "sr": ("Српски", "RS"), "su": ("Basa Sunda", "ID"),
    "sv": ("Svenska", "SE"), "sw": ("Kiswahili", "TZ"), "ta": ("தமிழ்", "IN"), "te": ("తెలుగు", "IN"),
    "tg": ("Тоҷикӣ", "TJ"), "th": ("ไทย", "TH"), "ti": ("ትግርኛ", "ET"), "tk": ("Türkmen dili", "TM"),
    "tr": ("Türkçe", "TR"), "ug": ("ئۇيغۇرچە", "CN"), "uk": ("Українська", "UA"), "ur": ("اردو", "PK"),
    "uz": ("O‘zbek", "UZ"), "vi": ("Tiếng Việt", "VN"), "wo": ("Wolof", "SN"), "xh": ("IsiXhosa", "ZA"),
    "yo": ("Èdè Yorùbá", "NG"), "zh": ("中文", "CN"), "zh-hans": ("简体中文", "CN"),
    "zh-hant": ("繁體中文", "TW"), "zu": ("IsiZulu", "ZA"),
}  # fmt: skip


def name_of(tag: str) -> str:
    """The name of a language in itself, `Bahasa Melayu`; its tag where that isn't known here."""
    known = _known(tag)
    return known[0] if known else tag


def locale(tag: str) -> str:
    """A language as OpenGraph wants it, `ms_MY`: with the tag's region, or where it is spoken most.

    Empty where neither is known: an invented region would be worse than none.
    """
    language, *rest = tag.split("-")
    region = next((part for part in rest if len(part) == 2 and part.isalpha()), "")
    if not region:
        known = _known(tag)
        region = known[1] if known else ""
    return f"{language.lower()}_{region.upper()}" if region else ""


def _known(tag: str) -> tuple[str, str] | None:
    """What is known of a language: by its script, where it is one of the two of Chinese."""
    parts = tag.lower().split("-")
    if parts[0] == "zh" and len(parts) > 1:
        script = parts[1] if len(parts[1]) == 4 else _SCRIPTS.get(parts[1], "hans")
        return _SPOKEN.get(f"zh-{script}")
    return _SPOKEN.get(parts[0])


_SCRIPTS = {"hk": "hant", "mo": "hant", "tw": "hant"}
