"""Schedule: when a feed is asked for next, and what is remembered of an answer. Decides; does nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from broadsheet.collect.fetch.answers import Asked, Busy, Failed, Fresh, Gone, Validators, Waiting
from broadsheet.collect.nouns import Memory

if TYPE_CHECKING:
    from broadsheet.rules import CollectRules

SLACK = timedelta(minutes=1)
"""A cron job that starts a second early must not wait for another hour."""
LONGEST = timedelta(days=1)
UNBELIEVABLE = LONGEST * 8
"""The longest interval that site.yaml can set is a week: a `due` beyond it is of another clock."""
WEEKS_OF_404 = timedelta(weeks=3)


def known(memory: Memory | None, feed: str, reader: str) -> Memory:
    """What is known of a feed at this address; nothing where it was of another one."""
    if memory is None or memory.feed != feed:
        return Memory(feed=feed, reader=reader)
    return memory if memory.reader == reader else replace(memory, reader=reader, validators=Validators())


def waiting(memory: Memory, now: datetime, *, impatient: bool) -> Waiting | Gone | None:
    """Why a feed isn't asked for now. Who is `impatient` has named it, and waits only when told to stop."""
    if memory.gone:
        return Gone()
    due = memory.due
    if due is None or impatient or now + SLACK >= due or due - now > UNBELIEVABLE:
        return None
    return Waiting(due, f"left alone after '{memory.error}'" if memory.failures else "not due yet")


def after(memory: Memory, asked: Asked, minutes: int, rules: CollectRules, now: datetime) -> Memory:
    """What is remembered once an answer has come. `minutes` is what the feed itself asks for."""
    answer = asked.answer
    if isinstance(answer, Waiting):
        return memory
    if isinstance(answer, Gone):
        return replace(memory, gone=memory.gone or now, error="410: gone for good", due=None)
    if isinstance(answer, Busy):
        code = answer.status or "earlier in this hour"
        return replace(memory, error=f"the host asked us to wait ({code})", due=answer.until)
    if isinstance(answer, Failed):
        return _failed(memory, answer, rules, now)
    validators = answer.validators if isinstance(answer, Fresh) else memory.validators
    held = memory.moved_times + 1 if asked.moved_to == memory.moved_to else 1
    wished = min(LONGEST, max(timedelta(seconds=answer.max_age), timedelta(minutes=minutes)))
    return Memory(
        feed=memory.feed,
        reader=memory.reader,
        validators=validators,
        moved_to=asked.moved_to,
        moved_times=held if asked.moved_to else 0,
        last_good=now,
        due=now + max(interval(validators, rules), wished),
    )


def interval(validators: Validators, rules: CollectRules) -> timedelta:
    """How long a feed is left alone: longer where every look costs its server the whole feed."""
    conditional = bool(validators.etag or validators.modified)
    return timedelta(minutes=rules.interval_minutes if conditional else rules.unconditional_minutes)


def person(memory: Memory, asked: Asked, rules: CollectRules) -> str:
    """What a person should do about a source, or the empty string."""
    answer = asked.answer
    if isinstance(answer, Gone):
        return "The feed is gone for good: take `feed` away from this source, or find its new address."
    if isinstance(answer, Failed) and answer.lasting:
        return (
            "This will not pass by itself: look at the address in a browser, and mend `feed` or take it away."
        )
    if memory.failures >= rules.patience:
        return f"It has failed {memory.failures} times in a row: look at the address in a browser."
    return ""


def _failed(memory: Memory, answer: Failed, rules: CollectRules, now: datetime) -> Memory:
    failures = memory.failures + 1
    since = memory.failing_since or now
    pause = max(timedelta(minutes=rules.interval_minutes), timedelta(minutes=1)) * 2 ** min(failures, 12)
    made = replace(
        memory,
        error=answer.reason,
        failures=failures,
        failing_since=since,
        due=now + (min(LONGEST, pause) if rules.interval_minutes else timedelta()),
    )
    if answer.reason == "status 404" and now - since > WEEKS_OF_404:
        return replace(made, gone=now, error="404 for three weeks")
    return made
