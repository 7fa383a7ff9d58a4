"""`python -m broadsheet` is the installed `broadsheet`."""

import sys

from broadsheet.cli import main

sys.exit(main())
