"""Dates: every form that editors write, read as the same moment."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.read import dates

KUALA_LUMPUR = ZoneInfo("Asia/Kuala_Lumpur")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-09-06", "2021-09-05T16:00Z"),
        ("2021-9-6", "2021-09-05T16:00Z"),
        ("2021-09-06 10:00", "2021-09-06T02:00Z"),
        ("2021-09-06 10:00:30", "2021-09-06T02:00:30Z"),
        ("2021-09-06T10:00:00+08:00", "2021-09-06T02:00Z"),
        ("2021-09-06T10:00:00.123Z", "2021-09-06T10:00Z"),
        ("2021-09-06 10:00:00 -0500", "2021-09-06T15:00Z"),
        ("2021-09-06 10:00:00 -03:30", "2021-09-06T13:30Z"),
        ("2021-09-06 10:00 UTC", "2021-09-06T10:00Z"),
    ],
)
def test_forms_that_editors_write(text: str, moment: str) -> None:
    assert dates.parse(text, KUALA_LUMPUR) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "text", ["2021-02-30", "2021-13-01", "yesterday", "6.9.2021", "2021-09-06 25:00", "0000-01-01", "9999-12-31",
             "2021-09-06 10:00 EST", "2021-09-06T10:00+08:75", "٢٠٢١-٠٩-٠٦x"],
)  # fmt: skip
def test_what_is_no_date_is_a_sentence(text: str) -> None:
    assert isinstance(dates.parse(text, KUALA_LUMPUR), str)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - Hypothesis wants them naive
def test_a_moment_written_in_full_is_read_back(naive: datetime) -> None:
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    assert dates.parse(moment.isoformat(), KUALA_LUMPUR) == moment


@given(st.text())
def test_nothing_an_editor_writes_is_an_exception(text: str) -> None:
    assert isinstance(dates.parse(text, KUALA_LUMPUR), str | datetime)
