"""A real browser and a real server: what a reader's machine makes of a built site.

The browser is Debian's `chromium`, driven by Playwright. Both are looked for, not installed: without them the tests
that need them are skipped, except where `BROADSHEET_BROWSER=required` says that they must be there, as CI does.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import pytest


@contextmanager
def browser() -> Iterator[object]:
    """A headless Chromium that reaches nothing but this machine."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: pip install '.[browser]'")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        missing("there is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        try:
            yield started
        finally:
            started.close()


@contextmanager
def served(folder: Path, site: Path | None = None) -> Iterator[str]:
    """The address at which a folder is served, with the policy of the site in it (the folder itself unless named)."""
    lines = ((site or folder) / "_headers").read_text("utf-8").splitlines()
    policy = next(line.partition(": ")[2] for line in lines if "Content-Security-Policy" in line)
    handler = type("Handler", (_Handler,), {"policy": policy})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(5)


class _Handler(SimpleHTTPRequestHandler):
    policy = ""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *words: object) -> None:
        pass


def missing(reason: str) -> NoReturn:
    """Skip a test, or where everything must be there, fail it."""
    if os.environ.get("BROADSHEET_BROWSER") == "required":
        pytest.fail(f"{reason}, and BROADSHEET_BROWSER says it must be there")
    pytest.skip(reason)
