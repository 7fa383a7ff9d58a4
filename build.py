#!/usr/bin/env python3
"""`python build.py …` is the installed `broadsheet …`: one command line, two names."""

import sys

from broadsheet.cli import main

if __name__ == "__main__":
    sys.exit(main())
