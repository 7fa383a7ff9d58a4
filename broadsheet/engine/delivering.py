"""Delivering: all that a build has made, brought together for delivery: pages, what they need, what servers
read, and what is packed of all that.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from broadsheet.engine import delivery, edging, precompressing
from broadsheet.engine.changing import Changing
from broadsheet.problems import Refused
from broadsheet.publish import output, published

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
    from broadsheet.problems import Problem
    from broadsheet.publish.output import Published, Upload


@dataclass(frozen=True, slots=True)
class Delivering:
    """The delivery of one build, made before anything is published: changes are counted from there."""

    order: Order
    config: Config
    look: Look
    stands: Standing
    archive: Archive
    memory: Store
    hands: Hands
    is_preview: bool
    changing: Changing = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "changing", Changing(self.order.store, self.order.output))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps all from being made as `site.yaml` wants."""
        return edging.problems(self.config)

    def publish(self, made: Made, media: Iterable[str], waiting: Path) -> Published | Refused:
        """Put everything in its place, what pages need before the pages."""
        folder, stands, memory = self.order.output, self.stands, self.memory
        copies = delivery.copies(
            self.order.content, self.look.assets.values(), media, made.pictures, stands, folder, memory
        )
        volumes = delivery.volumes(made.volumes.files, stands, folder, memory)
        edge = delivery.contents(edging.served(self.config, self.archive), stands, folder, memory)
        rounds = {**made.pages.uploads, **volumes, delivery.COPIES: copies, delivery.EDGE: edge}
        try:
            packed, gone = self._packed(rounds.values(), made, waiting)
        except OSError as error:
            return Refused((output.refusal(error, folder),))
        rounds[delivery.PACKED] = packed
        vanished = made.vanished | gone
        return delivery.deliver(rounds, made.pages.relisted, vanished, stands, folder, memory, self.hands)

    def tell(self) -> tuple[Problem, ...]:
        """Tell servers and caches what has changed, in files beside the store; what an editor should know."""
        self.changing.note(self.memory, self.config.base_url)
        with suppress(OSError):  # where the store's folder can't be written, nothing can be published from it
            published.note_preview(self.order.store, self.order.output, is_preview=self.is_preview)
        unwritten = edging.included(self.order.store, self.config, self.archive, self.memory)
        return (*unwritten, *edging.notes(self.config, self.archive))

    def _packed(
        self, rounds: Iterable[Sequence[Upload]], made: Made, waiting: Path
    ) -> tuple[Sequence[Upload], frozenset[str]]:
        uploads = (one for some in rounds for one in some)
        return precompressing.precompress(
            self.config.edge.precompressed, uploads, made.pages.relisted, made.vanished, self.stands.missing,
            self.order.output, waiting, self.memory, self.hands,
        )  # fmt: skip
