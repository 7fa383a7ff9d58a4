"""Similar: how good the matching is, beside TF-IDF and BM25, on stories that somebody has put together.

    pip install -e '.[bench]'
    python bench/similar.py stories.jsonl.gz
    python bench/similar.py stories.jsonl.gz --headlines          # of the links, only what stands above them
    python bench/similar.py stories.jsonl.gz --picture docs/similar.svg    # precision against recall

A line is a document: `id, title, lead, text, source, published, story`. The first of a story is the article,
the others are links to be found. Half of the stories, by a hash of their names, are for tuning; all
constants of `broadsheet/match/` were chosen on these, and the other half judges them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal, NamedTuple
from zlib import crc32

import curves

from broadsheet.match import ranking, sketch
from broadsheet.match.shelf import Memory
from broadsheet.rules import SimilarRules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LIMIT = 6
RULES = SimilarRules(limit=LIMIT, window_days=14, floor=0.46, excerpt_words=40)
PRECISION = 0.93
FADING_DAYS, STAYS = 10, 0.25

Row = dict[str, str]


class Found(NamedTuple):
    """A link under an article: its score, and whether it would be shown (None: no floor was asked)."""

    link: str
    score: float
    is_shown: bool | None


Ranking = dict[str, list[Found]]


class Stories(NamedTuple):
    """Articles and links, and which links belong to each article."""

    articles: list[Row]
    links: list[Row]
    wanted: dict[str, set[str]]


class Figures(NamedTuple):
    """What is reported of a ranking."""

    first: float
    average: float
    recall: float
    shown_precision: float | None
    shown_recall: float | None
    recall_at: float


def main() -> None:
    """Read the stories, rank them by each of the matchers, and print the figures of each half."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("stories", type=Path)
    words.add_argument("--headlines", action="store_true")
    words.add_argument("--ours", action="store_true", help="leave out the baselines")
    words.add_argument("--picture", type=Path, metavar="FILE.svg")
    words.add_argument(
        "--misses", type=int, default=0, metavar="N", help="print the worst N, and as many successes"
    )
    wishes = words.parse_args()
    rows = _rows(wishes.stories, wishes.headlines)
    matchers: dict[str, Callable[[Stories], Ranking]] = {"broadsheet": ours}
    if not wishes.ours:
        matchers |= {"TF-IDF": tfidf, "TF-IDF × time": tfidf_by_time, "BM25 × time": bm25_by_time}
    halves = {"tuning": _half(rows, 0), "judging": _half(rows, 1), "all": rows}
    print(
        f"{'':24}{'P@1':>8}{'MAP@6':>8}{'rec@6':>8}"
        f"{'shown P':>9}{'shown R':>9}{'R at P .93':>12}{'seconds':>9}"
    )
    for half, chosen in halves.items():
        told = _stories(chosen)
        ranked: dict[str, Ranking] = {}
        for name, matcher in matchers.items():
            begun = perf_counter()
            ranked[name] = matcher(told)
            _print(f"{name}, {half}", figures(ranked[name], told.wanted), perf_counter() - begun)
        if half == "all":
            _print_extremes(told, ranked["broadsheet"], wishes.misses)
            if wishes.picture:
                wishes.picture.write_text(_picture(told, ranked), encoding="utf-8")


def ours(told: Stories) -> Ranking:
    """What the build would say."""
    links = [_sketch(row, "link") for row in told.links]
    articles = [_sketch(row, "article") for row in told.articles]
    shelf = Memory([*articles, *links])
    return {
        article.id: [Found(one.match.id, one.match.score, one.is_shown) for one in ranked]
        for article, ranked in ranking.rank(articles, shelf, RULES, LIMIT)
    }


def tfidf(told: Stories) -> Ranking:
    """Cosine of scikit-learn's weights, sublinear, of English stems."""
    return _best(told, _cosines(told), by_time=False)


def tfidf_by_time(told: Stories) -> Ranking:
    """The same, fading with the days between."""
    return _best(told, _cosines(told), by_time=True)


def bm25_by_time(told: Stories) -> Ranking:
    """bm25s, fading with the days between."""
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(
            [_text(row) for row in told.links], stopwords="en", stemmer=stemmer, show_progress=False
        ),
        show_progress=False,
    )
    asked = bm25s.tokenize(
        [_text(row) for row in told.articles],
        stopwords="en",
        stemmer=stemmer,
        show_progress=False,
        return_ids=False,
    )
    scores = [index.get_scores(list(dict.fromkeys(one))) for one in asked]
    return _best(told, [[float(one) for one in row] for row in scores], by_time=True)


def figures(found: Ranking, wanted: dict[str, set[str]]) -> Figures:
    """P@1, MAP@6, recall@6; precision and recall of what is shown; recall where precision is as asked for."""
    first = average = 0.0
    hits = shown = shown_right = 0
    for article, links in wanted.items():
        right = [one.link in links for one in found[article]]
        first += bool(right) and right[0]
        average += sum(
            sum(right[: at + 1]) / (at + 1) for at, is_right in enumerate(right) if is_right
        ) / min(len(links), LIMIT)
        hits += sum(right)
        shown += sum(bool(one.is_shown) for one in found[article])
        shown_right += sum(bool(one.is_shown) and one.link in links for one in found[article])
    total = sum(map(len, wanted.values()))
    has_floor = any(one.is_shown is not None for ones in found.values() for one in ones)
    best = max(
        (recall for _, precision, recall in curve(found, wanted) if precision >= PRECISION), default=0.0
    )
    return Figures(
        first / len(wanted), average / len(wanted), hits / total,
        shown_right / max(shown, 1) if has_floor else None, shown_right / total if has_floor else None, best,
    )  # fmt: skip


def curve(found: Ranking, wanted: dict[str, set[str]]) -> Iterator[tuple[float, float, float]]:
    """Floor, precision and recall, of every floor there could be, the highest first."""
    total = sum(map(len, wanted.values()))
    every = sorted(
        ((one.score, one.link in wanted[a]) for a, ones in found.items() for one in ones), reverse=True
    )
    right = 0
    for number, (score, is_right) in enumerate(every, 1):
        right += is_right
        yield score, right / number, right / total


def _rows(file: Path, headlines: bool) -> list[Row]:
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as lines
    ):
        rows = [json.loads(line) for line in lines]
    return [row | {"text": "", "lead": ""} for row in rows] if headlines else rows


def _half(rows: Sequence[Row], half: int) -> list[Row]:
    return [row for row in rows if crc32(row["story"].encode()) % 2 == half]


def _stories(rows: Sequence[Row]) -> Stories:
    by_story: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_story[row["story"]].append(row)
    told = by_story.values()
    return Stories(
        [first for first, *_ in told],
        [row | {"text": ""} for _, *others in told for row in others],
        {first["id"]: {row["id"] for row in others} for first, *others in told},
    )


def _sketch(row: Row, kind: Literal["article", "link"]) -> sketch.Sketch:
    published = row["published"]
    return sketch.draw(
        id=row["id"], kind=kind, title=row["title"], summary=row["lead"] or "", text=row["text"],
        language=row.get("language", "en"), source=row["source"],
        published=datetime.fromisoformat(f"{published[:10]}T00:00:00+00:00") if published else None,
    )  # fmt: skip


def _text(row: Row) -> str:
    return f"{row['title']} {row['title']} {row['lead'] or ''} {row['text'][:1400]}"


def _cosines(told: Stories) -> list[list[float]]:
    import Stemmer
    from sklearn.feature_extraction.text import TfidfVectorizer

    stemmer = Stemmer.Stemmer("english")
    plain = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    analyze = plain.build_analyzer()
    made = TfidfVectorizer(analyzer=lambda text: stemmer.stemWords(analyze(text)), sublinear_tf=True)
    vectors = made.fit_transform([_text(row) for row in (*told.articles, *told.links)])
    number = len(told.articles)
    return (vectors[:number] @ vectors[number:].T).toarray().tolist()


def _best(told: Stories, scores: list[list[float]], *, by_time: bool) -> Ranking:
    found: Ranking = {}
    for article, row in zip(told.articles, scores, strict=True):
        ranked = sorted(
            (-score * (_left(article, link) if by_time else 1), link["id"])
            for link, score in zip(told.links, row, strict=True)
            if link["source"] != article["source"]
        )
        found[article["id"]] = [Found(link, -score, None) for score, link in ranked[:LIMIT]]
    return found


def _left(one: Row, other: Row) -> float:
    if not one["published"] or not other["published"]:
        return STAYS + (1 - STAYS) * math.exp(-0.5)
    days = abs((datetime.fromisoformat(one["published"]) - datetime.fromisoformat(other["published"])).days)
    return STAYS + (1 - STAYS) * math.exp(-days / FADING_DAYS)


def _print(name: str, told: Figures, took: float) -> None:
    shown = [
        f"{one:9.3f}" if one is not None else f"{'':9}" for one in (told.shown_precision, told.shown_recall)
    ]
    print(
        f"{name:24}{told.first:8.3f}{told.average:8.3f}{told.recall:8.3f}{''.join(shown)}{told.recall_at:12.3f}{took:9.2f}"
    )


def _picture(told: Stories, ranked: dict[str, Ranking]) -> str:
    every = {
        name: [(recall, precision) for _, precision, recall in curve(found, told.wanted)]
        for name, found in ranked.items()
    }
    shown = figures(ranked["broadsheet"], told.wanted)
    title = "Precision against recall of links under articles"
    return curves.picture(every, (shown.shown_recall or 0, shown.shown_precision or 0), title)


def _print_extremes(told: Stories, found: Ranking, number: int) -> None:
    """The surest wrong and the surest right links that stand first."""
    titles = {
        row["id"]: f"{row['title']} ({row['source']}, {row['published']})"
        for row in (*told.articles, *told.links)
    }
    firsts = sorted(
        (
            (one.score, one.link in told.wanted[article], article, one.link)
            for article, ones in found.items()
            for one in ones[:1]
        ),
        reverse=True,
    )
    for is_right, word in ((False, "wrong"), (True, "right")):
        for score, _, article, link in [one for one in firsts if one[1] == is_right][:number]:
            print(f"  {word} {score:.2f}  {titles[article]}\n              {titles[link]}")


if __name__ == "__main__":
    main()
