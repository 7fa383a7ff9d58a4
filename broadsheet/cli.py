"""The command line: words become one call into the engine, and its report becomes words."""

from __future__ import annotations

import io
import os
import sys
import time
from typing import TYPE_CHECKING

from broadsheet import words
from broadsheet.problems import Refused, as_github, as_text, did_you_mean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.engine.build import Order
    from broadsheet.engine.report import Report
    from broadsheet.engine.verify import Proof
    from broadsheet.problems import Problem

COMMANDS = ("build", "verify", "publish", "collect", "similar")
BUILT, PROBLEMS, NEEDS_PERSON = 0, 1, 3
DIFFERENCES_SHOWN = 10
STOPPED = "the site is as it was, or the next build makes it whole"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 built, 1 problems, 2 wrong usage."""
    _let_any_name_be_printed()
    said = list(sys.argv[1:] if arguments is None else arguments)
    if not said or (said[0].startswith("-") and said[0] not in ("-h", "--help", "--version")):
        said.insert(0, "build")
    parser = words.parser()
    if said[0] not in COMMANDS and not said[0].startswith("-"):
        hint = did_you_mean(said[0], COMMANDS) or f"The commands are: {', '.join(COMMANDS)}."
        parser.error(f"there is no command '{said[0]}'. {hint}")
    wishes = parser.parse_args(said)
    if wishes.command in ("build", "verify"):
        words.check(wishes, parser)
    run = {"build": _build, "verify": _verify, "publish": _publish, "collect": _collect, "similar": _similar}[
        wishes.command
    ]
    try:
        code = run(wishes, parser)
        sys.stdout.flush()
    except (
        BrokenPipeError
    ):  # `… | head` has seen enough; Python would write what is left once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BUILT
    except KeyboardInterrupt:
        what = "the next run goes on from there" if wishes.command in ("collect", "publish") else STOPPED
        print(f"broadsheet: stopped; {what}.", file=sys.stderr)
        return 130
    return code


def _let_any_name_be_printed() -> None:
    """A file's name may be no text, or none that this terminal can show; stderr copes by itself."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _build(wishes: argparse.Namespace, parser: words.Parser) -> int:
    # The engine is imported here, so that --help and a mistyped word answer at once.
    from broadsheet.engine.build import build
    from broadsheet.engine.watch import Watch, bar_for_people

    listing = bool(wishes.report) or wishes.why is not None
    built = build(_order(wishes, parser, listing), Watch(None if wishes.quiet else bar_for_people()))
    report = built.shown_in(_folders(wishes))
    if wishes.report and not _write(wishes.report, report.as_json()):
        return PROBLEMS
    if report.problems:
        return _refused(report.problems, _what_was_published(built))
    if not wishes.quiet:
        _print(report.memory, as_text(report.notes), report.held_back(str(wishes.content)))
    if wishes.why is not None:
        _print(report.why(wishes.why or None))
    if not wishes.quiet:
        _print(report.index(), report.summary(str(wishes.output)))
    return BUILT


def _verify(wishes: argparse.Namespace, parser: words.Parser) -> int:
    from broadsheet.engine.verify import verify
    from broadsheet.engine.watch import Watch, bar_for_people

    proof = verify(_order(wishes, parser, listing=False), Watch(None if wishes.quiet else bar_for_people()))
    for report in (proof.built, proof.clean):
        if report.problems:
            return _refused(_shown(report.problems, wishes), _what_was_published(report))
    if proof.changed or proof.differences:
        _print_differences(proof)
        return PROBLEMS
    if not wishes.quiet:
        print(f"{proof.files:,} files, the same to the byte as those of a clean build.")
    return BUILT


def _collect(wishes: argparse.Namespace, parser: words.Parser) -> int:
    from broadsheet.collect.collect import collect
    from broadsheet.collect.order import Order
    from broadsheet.engine import lock

    if wishes.report:
        words.check_report(wishes, parser)
    order = Order(
        content=wishes.content,
        now=wishes.now or words.now(parser),
        opml=wishes.opml,
        only=wishes.only,
        branch=wishes.branch,
        cache=wishes.cache,
        is_dry=wishes.dry_run,
        is_inbox=wishes.what == "inbox",
        ask=input if wishes.review else None,
    )
    folders = (wishes.content,) if wishes.content.is_dir() else ()
    with lock.alone(folders, lambda: print("waiting for another run", file=sys.stderr)):
        report = collect(order)
    if isinstance(report, Refused):
        return _refused(_shown(report.problems, wishes), "Mend this and collect again.")
    if wishes.report and not _write(wishes.report, report.as_json()):
        return PROBLEMS
    if not wishes.quiet:
        tables = (report.matches(), report.inbox() if order.is_inbox else report.sources())
        _print(*(f"{table}\n" for table in tables if table), report.remarks(), report.summary())
    elif report.needs_person:
        _print(report.remarks())
    return NEEDS_PERSON if report.needs_person else BUILT


def _publish(wishes: argparse.Namespace, parser: words.Parser) -> int:
    from broadsheet.deploy.publish import Order, publish
    from broadsheet.engine import lock

    if wishes.report:
        words.check_report(wishes, parser)
    order = Order(
        content=wishes.content,
        site=wishes.output,
        target=wishes.target,
        cache=wishes.cache,
        is_dry=wishes.dry_run,
        everything=wishes.all,
        checks=wishes.check,
        jobs=wishes.jobs,
        secrets=dict(os.environ),
    )
    begun = time.monotonic()
    folders = (wishes.output,) if wishes.output.is_dir() else ()
    with lock.alone(folders, lambda: print("waiting for another run", file=sys.stderr)):
        report = publish(order)
    if isinstance(report, Refused):
        return _refused(_shown(report.problems, wishes), "Mend this and publish again.")
    if wishes.report and not _write(wishes.report, report.as_json()):
        return PROBLEMS
    if wishes.dry_run:
        _print(*report.steps())
    if not wishes.quiet:
        print(report.summary(time.monotonic() - begun))
    return BUILT


def _similar(wishes: argparse.Namespace, parser: words.Parser) -> int:
    from broadsheet import inquiry

    said: Iterator[str] | Refused | str
    if wishes.rank:
        said = inquiry.rank(wishes.rank, wishes.content, wishes.limit, everything=wishes.all)
    else:
        now = wishes.now or words.now(parser)
        said = inquiry.ask(inquiry.Question(wishes.article, wishes.content, now, wishes.drafts, wishes.limit))
    if isinstance(said, str):
        parser.error(said)
    if isinstance(said, Refused):
        return _refused(_shown(said.problems, wishes), "Mend this and ask again.")
    for line in said:
        print(line)
    return BUILT


def _order(wishes: argparse.Namespace, parser: words.Parser, listing: bool) -> Order:
    from broadsheet.engine.build import Order

    return Order(
        content=wishes.content,
        layouts=wishes.layouts,
        theme=wishes.theme,
        output=wishes.output,
        now=wishes.now or words.now(parser),
        clock=words.clock(),
        base_url=wishes.base_url,
        jobs=wishes.jobs,
        drafts=wishes.drafts,
        cache=wishes.cache,
        clean=wishes.clean,
        listing=listing,
        search=getattr(wishes, "search", False),
    )


def _folders(wishes: argparse.Namespace) -> dict[str, str]:
    rooms = {"content": "content", "layouts": "layouts", "site": "output"}
    folders = {room: str(getattr(wishes, name)) for room, name in rooms.items() if hasattr(wishes, name)}
    return folders | {"theme": str(getattr(wishes, "theme", None) or wishes.content.parent / "theme")}


def _print(*texts: str) -> None:
    for text in filter(None, texts):
        print(text)


def _print_differences(proof: Proof) -> None:
    changed = [f"{file}: changed since it was built; --clean writes it anew" for file in proof.changed]
    _print_some(changed, f"of {proof.files:,} files changed since they were built")
    if proof.differences:
        _print_some(proof.differences, f"of {proof.files:,} files differ")
        print("This is our bug: please report it. Until it is mended, build with --clean.", file=sys.stderr)


def _print_some(lines: Sequence[str], what: str) -> None:
    """The first of many lines, and how many there are."""
    for line in lines[:DIFFERENCES_SHOWN]:
        print(line, file=sys.stderr)
    more = f", the first {DIFFERENCES_SHOWN} above" if len(lines) > DIFFERENCES_SHOWN else ""
    if lines:
        print(f"\n{len(lines):,} {what}{more}.", file=sys.stderr)


def _what_was_published(report: Report) -> str:
    """In a sentence, of a build with problems: those of the site itself come up when it is being written."""
    if any(problem.room == "site" for problem in report.problems):
        return "Some files may have been written; build again when it is mended."
    return "Nothing was published."


def _shown(problems: Iterable[Problem], wishes: argparse.Namespace) -> tuple[Problem, ...]:
    folders = _folders(wishes)
    return tuple(sorted({one.shown_in(folders) for one in problems}))


def _refused(problems: Sequence[Problem], last: str) -> int:
    """Print what is wrong, and in a last sentence what comes of it; GitHub's marks too where it runs us."""
    print(as_text(problems), file=sys.stderr)
    what = "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"
    print(f"\n{what}. {last}", file=sys.stderr)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        print(as_github(problems))
    return PROBLEMS


def _write(file: Path, text: str) -> bool:
    try:
        # A name that is not UTF-8 is in it as JSON writes it: \udce9.
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        print(f"{file}: the report cannot be written: {error.strerror}", file=sys.stderr)
        return False
    return True
