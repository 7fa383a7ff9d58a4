#!/usr/bin/env python3
"""Run a command and measure it from outside: wall clock, processor time, peak memory of its largest process.

Usage: python stopwatch.py RESULT.json LOG SECONDS COMMAND …

It stands between the benchmark and what it measures, as a small process of its own: the kernel counts what a
process held before it became the measured program as the program's, and that must not be the benchmark.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024  # getrusage counts bytes there, kilobytes elsewhere


@dataclass(frozen=True, slots=True)
class Command:
    """The words of a command line, and the folder it runs in."""

    words: tuple[str, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a whole program: seconds, bytes of its largest process, and how busy the machine was."""

    wall: float
    processor: float
    memory: int
    load: float


class FailedError(Exception):
    """A run that is no measurement: the program failed, took too long, or did not do what it was run for."""


def clock(command: Command, log: Path, limit: float) -> Run:
    """Run a command to its end. What it prints goes into the log, which an error quotes."""
    result = log.with_suffix(".json")
    result.unlink(missing_ok=True)
    os.sync()  # nobody pays for writing out what the one before has made
    load = os.getloadavg()[0]
    words = (sys.executable, "-I", "-S", __file__, str(result), str(log), str(limit), *command.words)
    subprocess.run(words, cwd=command.folder, env=_environment(), check=True)
    found = json.loads(result.read_text(encoding="utf-8"))
    if found["status"]:
        end = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        raise FailedError(f"{command.words[0]}: {found['status']}\n{end}")
    return Run(found["wall"], found["processor"], found["memory"], load)


def _environment() -> dict[str, str]:
    """Everybody's own settings, as in production, and nobody's clock moved."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NODE_"))}
    ours.pop("SOURCE_DATE_EPOCH", None)
    return {**ours, "NODE_ENV": "production"}


def main(result: str, log: str, limit: str, *words: str) -> None:
    with Path(log).open("wb") as told:
        begun = time.perf_counter()
        measured = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=told, stderr=told, start_new_session=True
        )
        late = _stop_after(float(limit), measured.pid)
        _, status, used = os.wait4(measured.pid, 0)
        wall = time.perf_counter() - begun
    found = {
        "wall": wall,
        "processor": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * MEMORY_UNIT,
        "status": f"stopped after {wall:.0f} s" if late else _said(os.waitstatus_to_exitcode(status)),
    }
    Path(result).write_text(json.dumps(found), encoding="utf-8")


def _stop_after(seconds: float, pid: int) -> list[bool]:
    """End the program and its workers, a session of their own, when time is up; whether it was."""
    late: list[bool] = []

    def stop(*_: object) -> None:
        late.append(True)
        os.killpg(pid, signal.SIGKILL)

    for why in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(why, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    return late


def _said(status: int) -> str:
    return f"exit status {status}" if status else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
