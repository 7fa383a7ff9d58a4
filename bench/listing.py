#!/usr/bin/env python3
"""List a folder with each file's size and time, as every build must at least: what growth cannot do without.

Usage: python bench/listing.py DIR
"""

from __future__ import annotations

import os
import sys


def listed(folder: str) -> int:
    """How many files are in a folder and those below it, having asked for the size and time of each."""
    number = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                number += listed(entry.path)
            else:
                entry.stat(follow_symlinks=False)
                number += 1
    return number


if __name__ == "__main__":
    print(listed(sys.argv[1]))
