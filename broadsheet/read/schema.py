"""Schema: which keys a mapping may have, what each must be, and reading it so, with every problem named.

A `Field` belongs to a key, a `Kind` says what its value must be. `docs/content.md` prints the tables of
the schemas beside this file, so what is written there is what is checked here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, cast

from broadsheet.problems import Problem, Refused, did_you_mean
from broadsheet.read.advice import ours
from broadsheet.read.nodes import Mapping, Node, Scalar, Sequence, dotted, repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Mapping as Table
    from collections.abc import Sequence as Row

T = TypeVar("T")
U = TypeVar("U")
V = TypeVar("V", covariant=True)
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """What a value is read against: its file, the site's timezone, and what `site.yaml` defines.

    `known` holds slugs by kind of thing; a kind that is absent is not checked, because `site.yaml` itself
    could not be read.
    """

    path: str
    zone: tzinfo = UTC
    known: Table[str, frozenset[str]] = field(default_factory=dict)

    def refuse(self, node: Node, key: str, message: str, hint: str = "") -> Refused:
        """One problem at `node`."""
        return Refused((Problem(self.path, node.line, node.column, key, message, hint),))


@dataclass(frozen=True, slots=True)
class Kind(Generic[V]):
    """What a value must be: its name for the documentation, and how a node is read as one."""

    name: str
    read: Callable[[Node, str, Context], V | Refused]


@dataclass(frozen=True, slots=True)
class Field(Generic[V]):
    """A key: its kind, whether it must be there, what it is when it isn't, and what it means."""

    key: str
    kind: Kind[V]
    meaning: str
    default: V
    is_required: bool = False


def required(key: str, kind: Kind[T], meaning: str) -> Field[T]:
    """A key that must be there."""
    return Field(key, kind, meaning, cast("T", None), is_required=True)


def optional(key: str, kind: Kind[T], meaning: str) -> Field[T | None]:
    """A key that is None when it isn't there."""
    return Field(key, cast("Kind[T | None]", kind), meaning, None)


def defaulting(key: str, kind: Kind[T], default: T, meaning: str) -> Field[T]:
    """A key with a value for when it isn't there."""
    return Field(key, kind, meaning, default)


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping as read: `record[FIELD]` has the field's type, `places` says where each value stands."""

    values: Table[str, object]
    places: Table[str, Place]

    def has(self, *fields: Field[object]) -> bool:
        """Whether every one of the fields was there and sound."""
        return all(field.key in self.values for field in fields)

    def __getitem__(self, field: Field[T]) -> T:
        return cast("T", self.values.get(field.key, field.default))


EMPTY = Record({}, {})
"""What a mapping that isn't there reads as: every field has its default."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of one kind of mapping, in the order in which they are documented."""

    name: str
    fields: tuple[Field[object], ...]
    _by_key: dict[str, Field[object]] = field(init=False, compare=False, repr=False)
    _required: tuple[Field[object], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {field.key: field for field in self.fields})
        object.__setattr__(self, "_required", tuple(field for field in self.fields if field.is_required))

    def read(self, node: Mapping, context: Context, inside: str = "") -> tuple[Record, tuple[Problem, ...]]:
        """Every sound field of `node`, and every problem in it: unknown, missing, or not what it must be.

        `inside` is the key at which the mapping stands, if it is not the whole file.
        """
        by_key = self._by_key
        values: dict[str, object] = {}
        places: dict[str, Place] = {}
        problems = list(repeated(node, context.path, inside)) if node.repeats else []
        for key, value in node.pairs:
            name = dotted(inside, key.text)
            field = by_key.get(key.text)
            if field is None:
                problems.extend(self._unknown(key, name, context).problems)
                continue
            places[key.text] = (value.line, value.column)
            if isinstance(value, Scalar) and value.is_empty and not _may_be_empty(field, value):
                if field.is_required:
                    hint = f"Write '{key.text}: …': {_sentence(field.meaning)}"
                    problems.extend(context.refuse(value, name, "this is empty", hint).problems)
                continue
            outcome = field.kind.read(value, name, context)
            if isinstance(outcome, Refused):
                problems.extend(outcome.problems)
            else:
                values[key.text] = outcome
        for field in self._required:
            if field.key not in places:
                name = dotted(inside, field.key)
                hint = f"Add '{field.key}: …': {_sentence(field.meaning)}"
                problems.extend(context.refuse(node, name, "this key is missing", hint).problems)
        return Record(values, places), tuple(problems)

    def _unknown(self, key: Scalar, name: str, context: Context) -> Refused:
        keys = [field.key for field in self.fields]
        hint = (
            ours(key.text, keys)
            or did_you_mean(key.text, keys)
            or f"It has the keys {', '.join(sorted(keys))}."
        )
        return context.refuse(key, name, f"{self.name} has no such key", hint)


def _sentence(meaning: str) -> str:
    return meaning if meaning.endswith(".") else f"{meaning}."


def _may_be_empty(field: Field[object], value: Scalar) -> bool:
    """`alt: ""` says something: decorative. `alt:` says nothing."""
    return field.kind.name.endswith("may be empty") and not value.plain


def list_of(kind: Kind[T]) -> Kind[tuple[T, ...]]:
    """A list, each item of one kind."""

    def read(node: Node, key: str, context: Context) -> tuple[T, ...] | Refused:
        if not isinstance(node, Sequence):
            items = node.text if isinstance(node, Scalar) else "one, another"
            hint = f"Write it as a list: {key.rpartition('.')[2]}: [{items}]"
            return context.refuse(node, key, "this must be a list", hint)
        return gathered([_item(kind, item, key, context) for item in node.items])

    return Kind(f"a list, each {kind.name}", read)


def _item(kind: Kind[T], item: Node, key: str, context: Context) -> T | Refused:
    if isinstance(item, Scalar) and item.is_empty:
        hint = "Take the '-' away, or write something after it."
        return context.refuse(item, key, "this item is empty", hint)
    return kind.read(item, key, context)


def table_of(key_kind: Kind[str], kind: Kind[T]) -> Kind[dict[str, T]]:
    """A mapping from names of one kind to values of one kind, in the order of the file."""

    def read(node: Node, key: str, context: Context) -> dict[str, T] | Refused:
        if not isinstance(node, Mapping):
            hint = f"Write '{key.rpartition('.')[2]}:' and one 'name: …' a line."
            return context.refuse(node, key, "this must be a mapping", hint)
        names = gathered([key_kind.read(name, key, context) for name, _ in node.pairs])
        values = gathered([kind.read(value, dotted(key, name.text), context) for name, value in node.pairs])
        twice = Refused(tuple(repeated(node, context.path, key)))
        if isinstance(names, Refused) or isinstance(values, Refused) or twice.problems:
            return _together(names, values, twice)
        return dict(zip(names, values, strict=True))

    return Kind(f"{key_kind.name} → {kind.name}", read)


def record_of(schema: Schema, build: Callable[[Record], T]) -> Kind[T]:
    """A mapping with the keys of `schema`, made into a value by `build`."""

    def read(node: Node, key: str, context: Context) -> T | Refused:
        if not isinstance(node, Mapping):
            keys = ", ".join(field.key for field in schema.fields)
            return context.refuse(node, key, "this must be a mapping", f"It has the keys {keys}.")
        record, problems = schema.read(node, context, key)
        return Refused(problems) if problems else build(record)

    return Kind(f"a mapping: {', '.join(field.key for field in schema.fields)}", read)


def nested(schema: Schema) -> Kind[Record]:
    """A mapping with the keys of `schema`, as it stands."""
    return record_of(schema, lambda record: record)


def gathered(outcomes: Row[U | Refused]) -> tuple[U, ...] | Refused:
    """All the values, or all the problems of those that were refused."""
    problems = tuple(_problems(outcomes))
    if problems:
        return Refused(problems)
    return tuple(outcome for outcome in outcomes if not isinstance(outcome, Refused))


def _together(*outcomes: object) -> Refused:
    return Refused(tuple(_problems(outcomes)))


def _problems(outcomes: Row[object]) -> Iterator[Problem]:
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            yield from outcome.problems
