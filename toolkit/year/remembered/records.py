"""Records as JSON and back, exactly.

A whole number, an exact amount, a mark and a text that look alike stay what they are.

Only the kinds of records that can occur in a given one are ever made; nothing in the text says what is to be
run.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar, get_args, get_type_hints

T = TypeVar("T")
_PLAIN = {str, int, bool, float, type(None)}  # JSON says them itself


class Records(Generic[T]):
    """Writes and reads records of one kind, with whatever records they hold.

    `names` are tuples that many records hold (the figures' names), written as their numbers.
    """

    def __init__(self, kind: type[T], names: Sequence[tuple[str, ...]] = ()) -> None:
        """Prepare for records of this `kind`."""
        self._kind = kind
        self._makers = {made.__name__: made for made in _within(kind)}
        self._slots = {made: _slots(made) for made in self._makers.values()}
        self._named = _Named(names)
        self._numbers = {name: number for number, name in enumerate(names)}

    def text(self, record: T) -> str:
        """Write a record. Raises TypeError when it holds what cannot be written exactly."""
        return json.dumps(self._written(record), ensure_ascii=False, separators=(",", ":"))

    def record(self, text: str) -> T:
        """Read what `text` wrote; else raises ValueError, LookupError, TypeError or ArithmeticError."""
        made = self._read(json.loads(text))
        if not isinstance(made, self._kind):
            raise TypeError(text[:20])
        return made

    def _written(self, value: Any) -> Any:  # noqa: ANN401 (whatever a record holds)
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind in self._slots:
            if issubclass(kind, Enum):
                return {"e": [kind.__name__, value.value]}
            return {
                "r": [kind.__name__, *(self._written(getattr(value, slot)) for slot in self._slots[kind])]
            }
        if kind is Decimal:
            return {"d": str(value)}
        if kind is datetime:
            return {"w": value.isoformat()}
        if kind in {tuple, list}:
            return {"t" if kind is tuple else "l": self._each(value)}
        if isinstance(value, Mapping):
            values = self._each(value.values())
            numbers = [self._numbers.get(key) for key in value]
            if value and None not in numbers:
                return {"n": [" ".join(map(str, numbers)), values]}
            return {"m": [self._each(value), values]}
        raise TypeError(kind.__name__)

    def _each(self, values: Iterable[Any]) -> list[Any]:
        return [value if type(value) in _PLAIN else self._written(value) for value in values]

    def _read(self, value: Any) -> Any:  # noqa: ANN401
        if type(value) is not dict:
            if type(value) in _PLAIN:
                return value
            raise TypeError(type(value).__name__)
        ((tag, held),) = value.items()
        return self._READ[tag](self, held)

    def _all(self, values: Sequence[Any]) -> list[Any]:
        return [self._read(value) if type(value) is dict else value for value in values]

    def _record(self, held: Sequence[Any]) -> Any:  # noqa: ANN401
        made = self._makers[held[0]]
        return made(**dict(zip(self._slots[made], self._all(held[1:]), strict=True)))

    _READ: Mapping[str, Callable[["Records[T]", Any], Any]] = {
        "e": lambda self, held: self._makers[held[0]](held[1]),
        "r": _record,
        "d": lambda _, held: Decimal(held),
        "w": lambda _, held: datetime.fromisoformat(held),
        "t": lambda self, held: tuple(self._all(held)),
        "l": _all,
        "m": lambda self, held: dict(zip(self._all(held[0]), self._all(held[1]), strict=True)),
        "n": lambda self, held: dict(zip(self._named[held[0]], self._all(held[1]), strict=True)),
    }


class _Named(dict[str, list[tuple[str, ...]]]):
    """Lists of names by their numbers, as one text: the same few for all units."""

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, numbers: str) -> list[tuple[str, ...]]:
        self[numbers] = named = [self._names[int(number)] for number in numbers.split(" ")]
        return named


def _slots(kind: type[Any]) -> tuple[str, ...]:
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return tuple(getattr(kind, "_fields", ()))


def _within(kind: type[Any]) -> set[type[Any]]:
    """Return the kinds of records and marks that a record of this kind can hold, itself among them."""
    found: set[type[Any]] = set()
    waiting: list[Any] = [kind]
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if isinstance(one, type) and one not in found and (_slots(one) or issubclass(one, Enum)):
            found.add(one)
            waiting += get_type_hints(one).values() if _slots(one) else ()
    return found
