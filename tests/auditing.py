"""Judges of a built site that others wrote: the Nu HTML checker and Lighthouse, from npm.

They are looked for in `tests/audits/`, not installed (`npm ci` there does that, and neither downloads a browser): without
them the tests that need them are skipped, except where `BROADSHEET_BROWSER=required` says that they must be there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.browsing import missing

HERE = Path(__file__).parent / "audits"
MODULES = HERE / "node_modules"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run"
)


class Verdict(NamedTuple):
    """What Lighthouse says of a page: 0 to 100 for each category, what it lacks, milliseconds and bytes."""

    scores: dict[str, int]
    faults: list[str]
    first_paint: float
    largest_paint: float
    blocking: float
    shift: float
    weight: int


def complaints(files: Sequence[Path]) -> list[str]:
    """Every error and every warning of the Nu HTML checker, in HTML and in stylesheets: one run for all."""
    java, jar = shutil.which("java"), MODULES / "vnu-jar/build/dist/vnu.jar"
    if java is None:
        missing("there is no Java: apt-get install default-jre-headless")
    if not jar.exists():
        missing("the Nu HTML checker is not installed: npm ci --prefix tests/audits")
    ran = subprocess.run(
        [java, "-Xss2m", "-XX:+UseSerialGC", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--stdout",
         "--skip-non-html", "--also-check-css", *map(str, files)],
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    found = json.loads(ran.stdout)["messages"]
    return [
        f"{one.get('url')}:{one.get('lastLine')}: {one['message']}"
        for one in found
        if one["type"] != "info" or one.get("subType") == "warning"
    ]


def verdict(url: str, folder: Path, categories: Iterable[str] = CATEGORIES) -> Verdict:
    """What Lighthouse says of a page on a slow telephone, as it simulates one. `folder` is for its report."""
    node, program = shutil.which("node"), MODULES / "lighthouse/cli/index.js"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if node is None:
        missing("there is no Node: apt-get install nodejs npm")
    if not program.exists():
        missing("Lighthouse is not installed: npm ci --prefix tests/audits")
    if chromium is None:
        missing("there is no Chromium: apt-get install chromium")
    report = folder / "lighthouse.json"
    ran = subprocess.run(
        [node, str(program), url, "--quiet", "--no-enable-error-reporting", "--output", "json", "--output-path", str(report),
         f"--only-categories={','.join(categories)}", f"--chrome-flags={CHROMIUM}"],
        env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, check=False, timeout=180, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return _read(json.loads(report.read_text("utf-8")))


def _read(report: dict[str, Any]) -> Verdict:
    audits, categories = report["audits"], report["categories"]
    assert "runtimeError" not in report, report["runtimeError"]
    faults = [
        f"{name}: {audits[one['id']]['title']}"
        for name, category in categories.items()
        for one in category["auditRefs"]
        if name != "performance" and one["weight"] and audits[one["id"]]["score"] not in (None, 1)
    ]
    measured = (
        "first-contentful-paint",
        "largest-contentful-paint",
        "total-blocking-time",
        "cumulative-layout-shift",
    )
    return Verdict(
        {name: round(100 * (one["score"] or 0)) for name, one in categories.items()},
        faults,
        *(audits[one]["numericValue"] for one in measured),
        round(audits["total-byte-weight"]["numericValue"]),
    )
