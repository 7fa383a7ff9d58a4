#!/usr/bin/env python3
"""Measure broadsheet against the figures asked of it, and against other generators on the same articles.

Usage: .venv/bin/python bench/run.py [--sizes 1000 10000 100000] [--runs 3] [--only NAME …] [--json FILE]

bench/README.md says what is measured and how, and what is not.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import machine
import ours
import rounds
from judging import Row, times
from measures import Sizes, measures
from rounds import Results, Setting

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("measure", "corpus", "broadsheet", "peer", "ratio", "bar", "stretch", "verdict")
NAMES = tuple(measure.name for measure in measures(Sizes.of([1])))
NO_STORE = (
    "broadsheet has no store yet: `build --help` does not mention --cache. Every build is a full build."
)
CHANGED = "broadsheet's own files changed while it was measured: its figures are of more than one version."


def main() -> None:
    words = _words()
    sizes = Sizes.of(words.sizes)
    wanted = [measure for measure in measures(sizes) if not words.only or measure.name in words.only]
    samples = {sample for measure in wanted for sample in measure.needs}
    setting = Setting(words.work.resolve(), words.corpus, words.runs, words.limit, ours.has_store())
    used = [peer for name, peer in rounds.peers(setting).items() if any(s.program == name for s in samples)]
    about = machine.described(used)
    notes = [] if setting.store else [NO_STORE]
    results, code = Results(), ours.code()
    try:
        rounds.run(samples, setting, results)
    except KeyboardInterrupt:
        notes.append("Stopped before its end.")
    if ours.code() != code:
        notes.append(CHANGED)
    rows = [measure.row(results, setting.store) for measure in wanted]
    print(as_markdown(rows, about, setting, notes))
    if words.json:
        text = json.dumps(as_values(rows, about, setting, notes, results), ensure_ascii=False, indent=1)
        words.json.write_text(text + "\n", encoding="utf-8")
    sys.exit(1 if results.failed else 0)


def as_markdown(
    rows: Sequence[Row], about: dict[str, str | int], setting: Setting, notes: Sequence[str]
) -> str:
    """What stands in `docs/performance.md`."""
    lines = [", ".join(f"{name} {value}" for name, value in about.items() if value) + "."]
    what = f"Medians of {setting.runs} runs. Corpus: articles, with links. Ratio: broadsheet by peer."
    lines.append(" ".join((what, *notes)))
    lines += ["", f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
    for row in rows:
        ratio = times(row.ratio) if row.ratio is not None else ""
        cells = (row.measure, row.corpus, row.ours, row.peer, ratio, row.bar, row.stretch, row.verdict)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(line.rstrip() for line in lines)


def as_values(
    rows: Sequence[Row], about: dict[str, str | int], setting: Setting, notes: Sequence[str], results: Results
) -> dict[str, object]:
    """The same for machines, with every single run."""
    samples = [
        {**sample._asdict(), "runs": [asdict(one) for one in results.runs.get(sample, ())],
         "failed": results.failed.get(sample)}
        for sample in sorted({*results.runs, *results.failed})
    ]  # fmt: skip
    return {
        "machine": about,
        "corpus": setting.generator or "bench/newsroom.py",
        "store": setting.store,
        "notes": list(notes),
        "rows": [asdict(row) for row in rows],
        "samples": samples,
    }


def _words() -> argparse.Namespace:
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--work",
        metavar="DIR",
        type=Path,
        default=caches / "broadsheet-bench",
        help="where peers and newsrooms are kept and everything is built (default: %(default)s)",
    )
    parser.add_argument(
        "--only", metavar="NAME", nargs="+", choices=NAMES, help=f"only these measures: {', '.join(NAMES)}"
    )
    parser.add_argument(
        "--sizes",
        metavar="N",
        type=int,
        nargs="+",
        default=[1_000, 10_000, 100_000],
        help="how many articles the newsrooms have (default: 1000 10000 100000); peers are measured "
        "at the largest up to 10,000, Nikola at 2,000 or less",
    )
    parser.add_argument("--runs", metavar="N", type=int, default=3, help="how often each is run (default: 3)")
    parser.add_argument(
        "--limit",
        metavar="SECONDS",
        type=float,
        default=3600,
        help="when to stop a run that takes too long (default: 3600)",
    )
    parser.add_argument(
        "--corpus",
        metavar="COMMAND",
        help="another generator of newsrooms: a command with {n} and {dir} in it",
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write everything to this file, too")
    return parser.parse_args()  # fmt: skip


if __name__ == "__main__":
    main()
