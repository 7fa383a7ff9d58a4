"""What tests of the search index need: Pagefind, unless it may be missing."""

from __future__ import annotations

import os

import pytest

from broadsheet.engine import indexer

needs_pagefind = pytest.mark.skipif(
    bool(indexer.lacking()) and os.environ.get("BROADSHEET_BROWSER") != "required",
    reason="Pagefind is not installed: pip install '.[search]'",
)
"""For tests that index. In CI it must be there: they fail without it."""
