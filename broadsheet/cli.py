"""The command line: words become one call into the engine, and its report becomes words."""

from __future__ import annotations

import argparse
import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from broadsheet import __version__
from broadsheet.problems import as_github, as_text, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.engine.report import Report

COMMANDS = ("build",)
BUILT, PROBLEMS, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 built, 1 problems, 2 wrong usage."""
    _let_any_name_be_printed()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "build")
    parser = _parser()
    if words[0] not in COMMANDS and not words[0].startswith("-"):
        hint = did_you_mean(words[0], COMMANDS) or f"The commands are: {', '.join(COMMANDS)}."
        parser.error(f"there is no command '{words[0]}'. {hint}")
    try:
        return _build(parser.parse_args(words), parser)
    except KeyboardInterrupt:
        print(
            "broadsheet: stopped; the site is as it was, or the next build makes it whole.", file=sys.stderr
        )
        return 130


def _let_any_name_be_printed() -> None:
    """A file's name may be no text, or none that this terminal can show; stderr copes by itself."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _parser() -> _Parser:
    parser = _Parser(
        prog="broadsheet",
        description="Compile a newsroom's Markdown into a static news site.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    build = commands.add_parser(
        "build",
        help="build the site (the default command)",
        description="Build the site: content and layouts in, pages and feeds out.",
        epilog="Exit status: 0 built; 1 problems: in content or layouts, and nothing in the output "
        "has changed, or in writing the output; 2 wrong usage.",
    )
    build.add_argument(
        "--content",
        metavar="DIR",
        type=Path,
        default=Path("content"),
        help="the folder with site.yaml, articles/, links/, pages/ and media/ (default: content)",
    )
    build.add_argument(
        "--layouts",
        metavar="DIR",
        type=Path,
        default=Path("layouts"),
        help="the folder with the layouts and their assets/ (default: layouts)",
    )
    build.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("site"),
        help="the folder to build into; only files that a build made are ever deleted (default: site)",
    )
    build.add_argument(
        "--base-url",
        metavar="URL",
        type=_url,
        help="where the site will stand, instead of site.yaml's base_url, for a preview or a mirror",
    )
    build.add_argument(
        "--now",
        metavar="ISO-DATETIME",
        type=_moment,
        default=None,
        help="build as if it were this moment: decides what is out, under embargo or expired; without an "
        "offset in the site's timezone (default: SOURCE_DATE_EPOCH if set, else the clock)",
    )
    build.add_argument(
        "--jobs",
        metavar="N",
        type=_jobs,
        default=None,
        help="how many processes may read and render (default: the processors this one may use)",
    )
    build.add_argument("--drafts", action="store_true", help="publish drafts too, for a look at them")
    build.add_argument(
        "--report",
        metavar="FILE.json",
        type=Path,
        help="write what was done to this file: rendered, unchanged and removed URLs, what was held back, "
        "problems, seconds by stage, peak memory, and the next moment at which a build would differ",
    )
    build.add_argument("--quiet", action="store_true", help="say nothing unless there are problems")
    parser.epilog = f"Without a command, 'build' is meant. This is what it takes:\n\n{build.format_help()}"
    return parser


def _build(words: argparse.Namespace, parser: _Parser) -> int:
    _check_folders(words, parser)
    # The engine is imported here, so that --help and a mistyped word answer at once.
    from broadsheet.engine.build import Order, build
    from broadsheet.engine.watch import Watch, bar_for_people

    order = Order(
        words.content,
        words.layouts,
        words.output,
        words.now or _now(parser),
        words.base_url,
        words.jobs,
        words.drafts,
    )
    folders = {"content": str(words.content), "layouts": str(words.layouts), "site": str(words.output)}
    built = build(order, Watch(None if words.quiet else bar_for_people()))
    report = built.shown_in(folders)
    if words.report and not _write(words.report, report.as_json()):
        return PROBLEMS
    if report.problems:
        _print_problems(report, _what_was_published(built))
        return PROBLEMS
    if not words.quiet:
        for line in filter(
            None,
            (as_text(report.notes), report.held_back(str(words.content)), report.summary(str(words.output))),
        ):
            print(line)
    return BUILT


def _what_was_published(report: Report) -> str:
    """In a sentence, of a build with problems: those of the site itself come up when it is being written."""
    if any(problem.room == "site" for problem in report.problems):
        return "Some files may have been written; build again when it is mended."
    return "Nothing was published."


def _print_problems(report: Report, published: str) -> None:
    print(as_text(report.problems), file=sys.stderr)
    number = len(report.problems)
    what = "1 problem" if number == 1 else f"{number:,} problems"
    print(f"\n{what}. {published}", file=sys.stderr)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        print(as_github(report.problems))


def _check_folders(words: argparse.Namespace, parser: _Parser) -> None:
    """Refuse an output folder in which a build could overwrite what it is made from."""
    output = _resolved("output", words.output, parser)
    for name in ("content", "layouts"):
        folder = _resolved(name, getattr(words, name), parser)
        if output == folder or output in folder.parents or folder in output.parents:
            parser.error(
                f"--output {words.output} and --{name} {getattr(words, name)} must not hold one another"
            )
    if words.report:
        report = words.report.resolve()
        if not report.parent.is_dir() or report.is_dir():
            parser.error(f"--report {words.report} cannot be written: name a file in a folder that is there")
        if output in report.parents:
            parser.error(f"--report {words.report} would lie in the output folder and be published")
    if output.exists() and not output.is_dir():
        parser.error(f"--output {words.output} is a file, not a folder")


def _resolved(name: str, folder: Path, parser: _Parser) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # RuntimeError: Python 3.11's word for it
        parser.error(f"--{name} {folder} is a symbolic link that leads back to itself")


def _write(file: Path, text: str) -> bool:
    try:
        # A name that is not UTF-8 is in it as JSON writes it: \udce9.
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        print(f"{file}: the report cannot be written: {error.strerror}", file=sys.stderr)
        return False
    return True


def _now(parser: _Parser) -> str:
    """The moment of the build: reproducible-builds.org's SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).isoformat()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        parser.error(f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds since 1970")


def _moment(text: str) -> str:
    from broadsheet.read import dates

    moment = dates.parse(text, UTC)
    if isinstance(moment, str):
        raise argparse.ArgumentTypeError(f"{moment}. {dates.FORMS}")
    return text


def _url(text: str) -> str:
    from broadsheet.read.kinds import wrong_with_url

    wrong = wrong_with_url(text)
    if wrong or "?" in text or "#" in text:
        raise argparse.ArgumentTypeError(
            f"'{text}' {wrong or 'has a ? or # in it'}. Write the whole address, with https://."
        )
    return text


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 to 256")
    return int(text)


class _Parser(argparse.ArgumentParser):
    """argparse, with a last line that says where to look."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}: {message}\n")
