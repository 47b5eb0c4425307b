"""What is typed, made into paths, texts and choices without the library's validator.

typer has pydantic check each value; to load it takes longer than typer itself. The kinds of values that our
commands take are made here; whatever is not plainly right, and every other kind, the library judges as ever
(so its messages stay). Where the library has no such door, nothing is changed.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin

_DOOR = "get_runtime_param"  # the method of typer's parameters that gives what makes their values


def take_plainly(parameters: Iterable[Any]) -> None:
    """Let plain values of these parameters of typer be made here."""
    for parameter in parameters:
        door, kind = getattr(parameter, _DOOR, None), getattr(parameter, "type_descriptor", None)
        if door is not None and kind is not None:
            setattr(parameter, _DOOR, partial(_Plainly, kind.annotation, door))


class _Plainly:
    """Makes the values of one parameter; ``door`` gives the library's own maker."""

    def __init__(self, annotation: Any, door: Any) -> None:  # noqa: ANN401 (the library's)
        self._annotation, self._door = annotation, door

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401
        """Make the value of a parameter. Raises the library's errors."""
        try:
            several = param.multiple or param.nargs == -1
            return () if several and value is None else _made(self._annotation, value)
        except (TypeError, ValueError):
            return self._door().coerce(value, param=param, ctx=ctx)


def _made(annotation: Any, value: Any) -> Any:  # noqa: ANN401
    """Make a value of this kind. Raises TypeError for another kind, ValueError for none of a choice."""
    if get_origin(annotation) is list and isinstance(value, list | tuple):
        return [_made(get_args(annotation)[0], one) for one in value]
    if value is None or (annotation in {bool, str, Path} and isinstance(value, annotation)):
        return value
    if isinstance(value, str) and (annotation is Path or issubclass(annotation, StrEnum)):
        return annotation(value)
    raise TypeError
