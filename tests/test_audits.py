"""Others judge the demonstration: the Nu HTML checker each page, Lighthouse those on which readers arrive.

How quick a page is depends on the machine, so it is printed at the end of a run and never asserted; what is
asserted of weight, requests and jumps is in test_browser.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.engine.build import Order, build
from broadsheet.engine.watch import Watch
from tests.auditing import CATEGORIES, complaints, verdict
from tests.serving import MODULE, Server, nginx
from tests.test_browser import PAGES, ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration newsroom, built for a server."""
    folder = tmp_path_factory.mktemp("audits")
    content = shutil.copytree(ROOT / "content", folder / "content")
    packed = "gz, br" if MODULE.exists() else "gz"
    with (content / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"edge: {{redirects: [nginx], headers: [nginx], precompressed: [{packed}]}}\n")
    report = build(Order(content, ROOT / "layouts", folder / "site", "2021-09-30"), Watch())
    assert not report.problems
    return folder / "site"


@pytest.fixture(scope="module")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with nginx(site, site.parent / ".broadsheet/nginx", tmp_path_factory.mktemp("nginx")) as running:
        yield running


def test_the_nu_checker_finds_no_error_and_no_warning_on_any_page(site: Path) -> None:
    files = [one for suffix in ("html", "css") for one in sorted(site.rglob(f"*.{suffix}"))]
    assert len(files) > 100
    assert complaints(files) == []


@pytest.mark.parametrize("name", ["home", "section", "article"])
def test_lighthouse_has_nothing_to_improve(
    name: str, server: Server, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    said = verdict(f"http://127.0.0.1:{server.port}{PAGES[name]}", tmp_path)
    record_property(
        f"Lighthouse, {name}",
        f"{' / '.join(str(said.scores[one]) for one in CATEGORIES)}; first paint {said.first_paint:.0f} ms, "
        f"largest {said.largest_paint:.0f} ms, blocked {said.blocking:.0f} ms, {said.weight:,} bytes",
    )
    assert said.faults == []
    assert {one: said.scores[one] for one in CATEGORIES[1:]} == dict.fromkeys(CATEGORIES[1:], 100)
    assert said.shift == 0
