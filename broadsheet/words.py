"""Words: what may stand on the command line, and what each must be."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from broadsheet import __version__
from broadsheet.collect import words as collecting
from broadsheet.deploy import words as deploying
from broadsheet.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG_USAGE = 2
EXIT = (
    "Exit status: 0 built; 1 problems: in content or layouts, and nothing in the output has changed, or in "
    "writing the output; 2 wrong usage."
)


class Parser(argparse.ArgumentParser):
    """argparse, with a last line that says what is wrong, and what was meant."""

    def parse_known_args(  # type: ignore[override]  # argparse's own is overloaded for namespaces of other types
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """The same, but that what is not known is refused here, where it is known what might be meant."""
        made, unknown = super().parse_known_args(args, namespace)
        if unknown:
            options = (word.partition("=")[0] for word in unknown if word.startswith("-"))
            hints = (did_you_mean(option, self._option_string_actions) for option in options)
            hint = next(filter(None, hints), "")
            self.error(f"unrecognized arguments: {' '.join(unknown)}{hint and '. '}{hint}")
        return made, unknown

    def error(self, message: str) -> NoReturn:
        """Say how it is used and what is wrong, and end with status 2."""
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}: {message}\n")


def parser() -> Parser:
    """What reads the command line."""
    made = Parser(
        prog="broadsheet",
        description="Compile a newsroom's Markdown into a static news site.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    build = commands.add_parser(
        "build",
        help="build the site (the default command)",
        description="Build the site: content and layouts in, pages and feeds out.",
        epilog=EXIT,
    )
    verify = commands.add_parser(
        "verify",
        help="prove that what is remembered makes what a clean build makes",
        description="Build the site, build it from nothing into a scratch folder too, and compare all files.",
        epilog="Exit status: 0 the same to the byte; 1 they differ, or problems; 2 wrong usage.",
    )
    similar = commands.add_parser(
        "similar",
        help="say what coverage an article has, and why",
        description="Print all links that are like an article, the best first: those that stand under it and "
        "why, and those that do not and by which rule. Or rank the items of a file.",
        epilog="Exit status: 0 printed; 1 problems, in content or the file; 2 wrong usage, no such article.",
    )
    for command in (build, verify):
        _add_folders(command)
        _add_wishes(command)
    _add_reports(build)
    collect = commands.add_parser(
        "collect",
        help="collect other outlets' coverage from their feeds",
        description=collecting.DESCRIPTION,
        epilog=collecting.EXIT,
    )
    collecting.add(collect)
    publish = commands.add_parser(
        "publish",
        help="send the site to where readers reach it",
        description=deploying.DESCRIPTION,
        epilog=deploying.EXIT,
    )
    deploying.add(publish)
    publish.add_argument(
        "--jobs",
        metavar="N",
        type=_jobs,
        default=16,
        help="how many files may be on their way to a storage at a time (default: 16)",
    )
    _add_question(similar)
    for command in (collect, similar, publish):
        _add_content(command)
    for command in (collect, similar):
        _add_now(command)
    _add_drafts(similar)
    made.epilog = f"Without a command, 'build' is meant. This is what it takes:\n\n{build.format_help()}"
    return made


def _add_content(command: Parser) -> None:
    command.add_argument(
        "--content",
        metavar="DIR",
        type=Path,
        default=Path("content"),
        help="the folder with site.yaml, articles/, links/, pages/ and media/ (default: content)",
    )


def _add_question(command: Parser) -> None:
    asked = command.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "article", metavar="ARTICLE", nargs="?", help="its file, the path of its URL, its slug or its id"
    )
    asked.add_argument(
        "--rank",
        metavar="FILE.jsonl",
        type=Path,
        help="rank items instead: each article against the links, or, where no kind is given, each against "
        "all others; prints a line of JSON for each",
    )
    command.add_argument(
        "--limit",
        metavar="N",
        type=_limit,
        default=None,
        help="how many stand under an article, and are printed of each by --rank (default: "
        "similar.limit of site.yaml)",
    )
    command.add_argument("--all", action="store_true", help="print every candidate of --rank")


def _add_folders(command: Parser) -> None:
    _add_content(command)
    command.add_argument(
        "--layouts",
        metavar="DIR",
        type=Path,
        default=Path("layouts"),
        help="the folder with the layouts and their assets/ (default: layouts)",
    )
    command.add_argument(
        "--theme",
        metavar="DIR",
        type=Path,
        help="the folder with the paper's own layer over the layouts (default: theme beside the content "
        "folder, if there is one)",
    )
    command.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("site"),
        help="the folder to build into; only files that a build made are ever deleted (default: site)",
    )
    command.add_argument(
        "--cache",
        metavar="DIR",
        type=Path,
        help="the folder of the store, which remembers what earlier builds found out; losing it costs time, "
        "and the lines of redirects.yaml that nobody has committed (default: .broadsheet beside the "
        "content folder)",
    )


def _add_wishes(command: Parser) -> None:
    command.add_argument(
        "--base-url",
        metavar="URL",
        type=_url,
        help="where the site will stand, instead of site.yaml's base_url, for a preview or a mirror",
    )
    _add_now(command)
    command.add_argument(
        "--jobs",
        metavar="N",
        type=_jobs,
        default=None,
        help="how many processes may read and render (default: the processors this one may use)",
    )
    _add_drafts(command)
    command.add_argument("--clean", action="store_true", help="build as if the store were empty")
    command.add_argument("--quiet", action="store_true", help="say nothing unless there are problems")


def _add_now(command: Parser) -> None:
    command.add_argument(
        "--now",
        metavar="ISO-DATETIME",
        type=_moment,
        default=None,
        help="do it as if it were this moment: decides what is out, under embargo or expired; without an "
        "offset in the site's timezone (default: SOURCE_DATE_EPOCH if set, else the clock)",
    )


def _add_drafts(command: Parser) -> None:
    command.add_argument(
        "--drafts", action="store_true", help="take drafts for published, for a look at them"
    )


def _add_reports(command: Parser) -> None:
    command.add_argument(
        "--search",
        action="store_true",
        help="bring the index in which readers search up to date, where site.yaml has 'search: true'; "
        "without it changed articles are found by what they said, and new ones not yet",
    )
    command.add_argument(
        "--report",
        metavar="FILE.json",
        type=Path,
        help="write what was done to this file: rendered, unchanged and removed URLs, what was held back, "
        "problems, seconds by stage, peak memory, and the next moment at which a build would differ",
    )
    command.add_argument(
        "--why",
        metavar="URL-PATTERN",
        nargs="?",
        const="",
        help="say why each page was rendered; with a pattern such as '/world/*', of the pages it names "
        "also why they were not",
    )


def check(words: argparse.Namespace, parser: Parser) -> None:
    """Refuse folders in which a build would overwrite what it is made from, or publish its own books."""
    output = _resolved("output", words.output, parser)
    cache = _resolved("cache", words.cache or words.content.parent / ".broadsheet", parser)
    for name in ("content", "layouts", "theme"):
        if getattr(words, name) is None:
            continue
        folder = _resolved(name, getattr(words, name), parser)
        if output == folder or output in folder.parents or folder in output.parents:
            parser.error(
                f"--output {words.output} and --{name} {getattr(words, name)} must not hold one another"
            )
        if cache == folder or folder in cache.parents:
            parser.error(f"--cache {words.cache} would lie in --{name} and be taken for a part of it")
    if output == cache or output in cache.parents:
        parser.error(f"--cache {words.cache} would lie in the output folder and be published")
    if getattr(words, "report", None):
        report = check_report(words, parser)
        if output in report.parents:
            parser.error(f"--report {words.report} would lie in the output folder and be published")
    if output.exists() and not output.is_dir():
        parser.error(f"--output {words.output} is a file, not a folder")


def check_report(words: argparse.Namespace, parser: Parser) -> Path:
    """Where the report will be; refused before anything is done where it can't be written."""
    report = _resolved("report", words.report, parser)
    if not report.parent.is_dir() or report.is_dir():
        parser.error(f"--report {words.report} cannot be written: name a file in a folder that is there")
    return report


def _resolved(name: str, folder: Path, parser: Parser) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # RuntimeError: Python 3.11's word for it
        parser.error(f"--{name} {folder} is a symbolic link that leads back to itself")


def now(parser: Parser) -> str:
    """The moment of the build: reproducible-builds.org's SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return clock()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        parser.error(f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds since 1970")


def clock() -> str:
    """The moment at which we run."""
    return datetime.now(UTC).isoformat()


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


def _limit(text: str) -> int:
    if not text.isdecimal() or int(text) > 1000:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 0 to 1000")
    return int(text)


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 to 256")
    return int(text)
