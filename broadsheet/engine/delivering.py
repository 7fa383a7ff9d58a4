"""Delivering: all that a build has made, brought together for delivery: pages, what they need, what servers read,
and what is packed of all that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.engine import delivery, edging, precompressing
from broadsheet.problems import Refused
from broadsheet.publish import output

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.build import Made, Order
    from broadsheet.engine.delivery import Standing
    from broadsheet.engine.frame import Look
    from broadsheet.engine.store import Store
    from broadsheet.engine.workers import Hands
    from broadsheet.publish.output import Published, Upload


@dataclass(frozen=True, slots=True)
class Delivering:
    """What delivery needs to know of a build."""

    order: Order
    config: Config
    look: Look
    stands: Standing
    waiting: Path
    archive: Archive
    memory: Store
    hands: Hands

    def publish(self, made: Made, media: Iterable[str]) -> Published | Refused:
        """Put everything in its place, what pages need before the pages."""
        folder, stands, memory = self.order.output, self.stands, self.memory
        copies = delivery.copies(
            self.order.content, self.look.assets.values(), media, made.pictures, stands, folder, memory
        )
        volumes = delivery.volumes(made.volumes.files, stands, folder, memory)
        edge = delivery.contents(edging.served(self.config, self.archive), stands, folder, memory)
        rounds = {**made.pages.uploads, **volumes, delivery.COPIES: copies, delivery.EDGE: edge}
        try:
            packed, gone = self._packed(rounds.values(), made)
        except OSError as error:
            return Refused((output.refusal(error, folder),))
        rounds[delivery.PACKED] = packed
        vanished = made.vanished | gone
        return delivery.deliver(rounds, made.pages.relisted, vanished, stands, folder, memory, self.hands)

    def _packed(
        self, rounds: Iterable[Sequence[Upload]], made: Made
    ) -> tuple[Sequence[Upload], frozenset[str]]:
        uploads = (one for some in rounds for one in some)
        return precompressing.precompress(
            self.config.edge.precompressed, uploads, made.pages.relisted, made.vanished, self.stands.missing,
            self.order.output, self.waiting, self.memory, self.hands,
        )  # fmt: skip
