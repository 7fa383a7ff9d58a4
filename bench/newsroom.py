#!/usr/bin/env python3
"""Write a newsroom of N invented articles, with other outlets' links to the same events, as a content/ tree.

Usage: python bench/newsroom.py N DIR

The language is made up too: its words fall as often as those of English do, and each event has names and
words of its own, by which its links can be found. Nothing in the tree says which link belongs to which
article. The same N writes the same bytes everywhere. For measuring, never for publishing.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2015, 1, 1, tzinfo=UTC)
PER_DAY = 90  # articles
LINKS = {0: 20, 1: 40, 2: 27, 3: 9, 4: 4}  # of a hundred articles, how many have that many links: 1.37 each
LINK_HOURS = 36  # how far a link may be from its article, before or after
BODY_WORDS = 550

SECTIONS = ("world", "politics", "business", "law", "health", "technology", "climate", "society")
AUTHORS = tuple(f"reporter-{number:02}" for number in range(40))
SMALL_WORDS = """
the of and to in a that for is on with as was by at it from be has are an this have which its not but were
their or been who more they after about when would had will one his her than also into over before under could
between against during while there some other it's didn't
"""


@dataclass(frozen=True, slots=True)
class Language:
    """All words of the newsroom. `weights` add up along `words`: the first come often, the last rarely."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    names: tuple[str, ...]
    name_weights: tuple[float, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as its reporters share it: who and where, and the words nobody can tell it without."""

    section: str
    when: datetime
    names: tuple[str, ...]
    words: tuple[str, ...]


def write(n: int, folder: Path) -> tuple[int, int]:
    """Write the newsroom; how many articles and links it has."""
    language = invent()
    put(folder / "site.yaml", site(language))
    links = 0
    for k in range(n):
        rng = random.Random(k)
        event = happen(k, language, rng)
        put(*article(k, folder, event, language, rng))
        number = rng.choices(tuple(LINKS), tuple(LINKS.values()))[0]
        for one, outlet in enumerate(rng.sample(language.outlets, number)):
            put(*link(f"{k}-{one}", folder, outlet, event, language, rng))
        links += number
    return n, links


def invent() -> Language:
    """The language: 5,000 words behind the small ones, 3,500 names, 60 outlets."""
    rng = random.Random("broadsheet")
    words = (*SMALL_WORDS.split(), *_distinct(rng, 5000, (2, 3, 3, 4)))
    names = tuple(word.title() for word in _distinct(rng, 3500, (2, 3)))
    places = (word.title() for word in _distinct(rng, 60, (3,)))
    outlets = tuple(f"The {place} {rng.choice(('Post', 'Times', 'Wire'))}" for place in places)
    return Language(words, _falling(len(words), 3), names, _falling(len(names), 8), outlets)


def _distinct(rng: random.Random, number: int, lengths: tuple[int, ...]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        syllables = (
            rng.choice("bcdfghjklmnprstvw") + rng.choice("aeiou") for _ in range(rng.choice(lengths))
        )
        found["".join(syllables) + rng.choice(("", "n", "r", "s", "l"))] = None
    return list(found)


def _falling(number: int, offset: int) -> tuple[float, ...]:
    """Zipf's law, summed up as `random.choices` likes it."""
    return tuple(itertools.accumulate(1 / (rank + offset) for rank in range(number)))


def happen(k: int, language: Language, rng: random.Random) -> Event:
    """The k-th event: two names from those often in the news, two from all."""
    often = rng.choices(language.names, cum_weights=language.name_weights, k=2)
    names = tuple(dict.fromkeys([*often, *rng.choices(language.names, k=2)]))
    words = tuple(rng.sample(language.words[200:], 14))
    when = START + timedelta(minutes=round(k * 1440 / PER_DAY))
    return Event(rng.choice(SECTIONS), when, names, words)


def article(k: int, folder: Path, event: Event, language: Language, rng: random.Random) -> tuple[Path, str]:
    """Our own story: the path of its file, and the text."""
    title = headline(event, rng)
    tags = sorted(name.lower() for name in event.names[: rng.choice((2, 2, 3))])
    text = document(
        {
            "title": quoted(title),
            "id": f"a{k:07}",
            "published": stamp(event.when),
            "section": event.section,
            "authors": f"[{rng.choice(AUTHORS)}]",
            "tags": f"[{', '.join(map(quoted, tags))}]",
            "summary": quoted(" ".join(sentences(40, event, language, rng))),
        },
        body(event, language, rng),
    )
    return folder / "articles" / f"{event.when:%Y/%m}" / f"{slug(title)}-{k}.md", text


def link(
    name: str, folder: Path, outlet: str, event: Event, language: Language, rng: random.Random
) -> tuple[Path, str]:
    """Another outlet's coverage of the event: the path of its file, and the text."""
    title = headline(event, rng)
    shown = event.when + timedelta(minutes=rng.randint(-LINK_HOURS * 60, LINK_HOURS * 60))
    head = {
        "title": quoted(title),
        "id": f"l{name}",
        "url": f"https://{slug(outlet)}.example.com/{name}",
        "source": slug(outlet),
        "published": stamp(shown),
    }
    text = document(head, " ".join(sentences(45, event, language, rng)))
    return folder / "links" / f"{shown:%Y/%m}" / f"{slug(title)}-{name}.md", text


def headline(event: Event, rng: random.Random) -> str:
    """Two of the event's names and a few of its words."""
    first, second = rng.sample(event.names, 2)
    words = rng.sample(event.words, 5)
    return (
        f"{first} {words[0]} {words[1]} {rng.choice(('in', 'after', 'over'))} {second} {' '.join(words[2:])}"
    )


def body(event: Event, language: Language, rng: random.Random) -> str:
    """About 550 words of Markdown, with now and then a subheading, a quote, a list, a link."""
    left = sentences(BODY_WORDS, event, language, rng)
    blocks: list[str] = []
    while left:
        size = rng.choice((1, 2, 2, 3))
        blocks.append(" ".join(left[:size]))
        del left[:size]
    if rng.random() < 0.5:
        blocks[2] += " See [the full record](https://records.example.org/filing) for **details**."
    if rng.random() < 0.4:
        blocks[4] = f"> {blocks[4]}"
    if rng.random() < 0.3:
        blocks.append("\n".join(f"- {part}" for part in sentences(24, event, language, rng)))
    if rng.random() < 0.5:
        blocks.insert(3, f"## What *{event.names[0]}* {event.words[0]}")
    return "\n\n".join(blocks)


def sentences(words: int, event: Event, language: Language, rng: random.Random) -> list[str]:
    """That many words in sentences; every tenth word or so is one of the event's."""
    common = rng.choices(language.words, cum_weights=language.weights, k=words)
    own = (*event.names, *event.names, *event.words)
    for place in range(rng.randrange(1, 8), words, 10):
        common[place] = rng.choice(own)
    found = []
    while common:
        size = rng.randint(8, 26)
        found.append(_sentence(common[:size], event, rng))
        del common[:size]
    return found


def _sentence(words: list[str], event: Event, rng: random.Random) -> str:
    if len(words) > 10:
        words[5] += ","
    text = " ".join(words)
    text = text[0].upper() + text[1:]
    kind = rng.random()
    if kind < 0.12:
        return f'"{text}," {rng.choice(event.names)} said.'
    return f"{text} in {rng.randint(1900, 2030)}." if kind < 0.2 else f"{text}."


def site(language: Language) -> str:
    """The text of site.yaml."""
    lines = [
        "title: The Yardstick",
        'tagline: "A newsroom made for measuring"',
        "base_url: https://news.example.org",
    ]
    lines += ["language: en", "timezone: UTC", "sections:"]
    lines += [f"  {name}: {{title: {name.title()}}}" for name in SECTIONS]
    lines += ["authors:"] + [f"  {name}: {{name: {name.replace('-', ' ').title()}}}" for name in AUTHORS]
    lines += ["sources:"] + [f"  {slug(name)}: {{name: {quoted(name)}}}" for name in language.outlets]
    return "\n".join(lines) + "\n"


def document(head: dict[str, str], text: str) -> str:
    """A file of `content/`: front matter and text."""
    keys = "\n".join(f"{key}: {value}" for key, value in head.items())
    return f"---\n{keys}\n---\n\n{text}\n"


def put(file: Path, text: str) -> None:
    """Write a file, and the folder it stands in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def quoted(text: str) -> str:
    """A text as YAML takes it, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def slug(text: str) -> str:
    """A text as a file's name; our words have no accents."""
    return text.lower().replace(" ", "-")[:60]


def stamp(moment: datetime) -> str:
    """A date as front matter has it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("n", type=int, metavar="N")
    parser.add_argument("folder", type=Path, metavar="DIR")
    words = parser.parse_args()
    articles, links = write(words.n, words.folder)
    print(f"{articles} articles and {links} links in {words.folder}")


if __name__ == "__main__":
    main()
