"""Where and with what it was measured: without that, seconds mean nothing."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import ours

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peers import Peer


def described(others: Iterable[Peer]) -> dict[str, str | int]:
    """The machine, and the version of everything that ran on it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0
    found: dict[str, str | int] = {
        "cores": cores,
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor(),
        "memory": _first("/proc/meminfo", "MemTotal"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "broadsheet": f"{_said(*ours.PROGRAM, '--version').removeprefix('broadsheet ')} ({ours.code()})",
    }
    for peer in others:
        found[peer.name] = peer.version
        if peer.name == "eleventy":
            found["node"] = _said("node", "--version")
    return found


def _first(file: str, key: str) -> str:
    """The value of the first line of that key, on systems that have such files."""
    path = Path(file)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _said(*words: str) -> str:
    try:
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
