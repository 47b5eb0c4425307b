"""Records as JSON and back, exactly.

A whole number, an exact amount, a mark and a text that look alike stay what they are.

Only the kinds of records that can occur in a given one are ever made; nothing in the text says what is to be
run.
"""

import json
from collections.abc import Callable, Mapping, Sequence
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
        # of a Level, which is a text too, the encoder would not ask
        enums = {one for one in self._slots if issubclass(one, Enum) and not issubclass(one, str | int)}
        self._single = {*_PLAIN, Decimal, datetime, *enums}
        self._named = _Named(names)
        self._numbers = _Numbers({name: number for number, name in enumerate(names)})
        self._encoder = json.JSONEncoder(
            ensure_ascii=False, separators=(",", ":"), check_circular=False, default=self._written
        )
        self._decoder = json.JSONDecoder(object_hook=self._made)

    def text(self, record: T) -> str:
        """Write a record. Raises TypeError when it holds what cannot be written exactly."""
        return self._encoder.encode(self._written(record))

    def record(self, text: str) -> T:
        """Read what `text` wrote; else raises ValueError, LookupError, TypeError or ArithmeticError."""
        made = self._decoder.decode(text)
        if not isinstance(made, self._kind):
            raise TypeError(text[:20])
        return made

    def _written(self, value: Any) -> Any:  # noqa: ANN401 (whatever a record holds)
        """Say in JSON what JSON cannot say itself; of single values in it the encoder asks again."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind in self._slots:
            if issubclass(kind, Enum):
                return {"e": [kind.__name__, value.value]}
            return {"r": [kind.__name__, *self._each([getattr(value, slot) for slot in self._slots[kind]])]}
        if kind is Decimal:
            return {"d": str(value)}
        if kind is datetime:
            return {"w": value.isoformat()}
        if kind is tuple or kind is list:
            return {"t" if kind is tuple else "l": self._each(value)}
        if kind is dict or isinstance(value, Mapping):
            keys, values = tuple(value), self._each(tuple(value.values()))
            if keys and (numbers := self._numbers[keys]):
                return {"n": [numbers, values]}
            return {"m": [self._each(keys), values]}
        raise TypeError(kind.__name__)

    def _each(self, values: Sequence[Any]) -> Sequence[Any]:
        """Say values one by one; where none holds others, that is left to the encoder."""
        if self._single.issuperset(map(type, values)):
            return values
        return [value if type(value) in _PLAIN else self._written(value) for value in values]

    def _made(self, said: dict[str, Any]) -> Any:  # noqa: ANN401
        """Make of what `_written` said what it was; what it holds is made already."""
        ((tag, held),) = said.items()
        return self._MADE[tag](self, held)

    def _record(self, held: Sequence[Any]) -> Any:  # noqa: ANN401
        made = self._makers[held[0]]
        return made(**dict(zip(self._slots[made], held[1:], strict=True)))

    _MADE: Mapping[str, Callable[["Records[T]", Any], Any]] = {
        "e": lambda self, held: self._makers[held[0]](held[1]),
        "r": _record,
        "d": lambda _, held: Decimal(held),
        "w": lambda _, held: datetime.fromisoformat(held),
        "t": lambda _, held: tuple(held),
        "l": lambda _, held: held,
        "m": lambda _, held: dict(zip(*held, strict=True)),
        "n": lambda self, held: dict(zip(self._named[held[0]], held[1], strict=True)),
    }


class _Numbers(dict[tuple[Any, ...], str]):
    """The numbers of several names, as one text; empty where one of them has none."""

    def __init__(self, numbers: Mapping[tuple[str, ...], int]) -> None:
        super().__init__()
        self._of = numbers

    def __missing__(self, names: tuple[Any, ...]) -> str:
        numbers = [self._of.get(name) for name in names]
        if None in numbers:
            return ""
        self[names] = text = " ".join(map(str, numbers))
        return text


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
