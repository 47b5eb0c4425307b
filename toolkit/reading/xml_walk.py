"""Walking through a part of a package by a parser (expat): element by element, in bounded memory.

No DTD is followed.
"""

import io
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache, wraps
from typing import IO, ParamSpec, TypeAlias, TypeVar
from xml.etree import ElementTree as ET
from xml.parsers import expat

_PIECE = 2**12  # bytes read at once up to the first element
# bytes of a part worth remembering; a sheet of a form has some 60,000, its styles some 10,000
ORDINARY = 2**18
LARGE = 2**20  # bytes of the largest sheet of a form, its working paper, twice over
# A part that begins as office programs write it: on its first element no DTD can follow.
_BEGUN = re.compile(rb'(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"[^<>]*\?>\s*)?<[A-Za-z]')
DEEPEST = 40  # levels of elements; what office programs write of styles, books and texts has some ten

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)

Visit: TypeAlias = Callable[[str, Mapping[str, str], str], None]
P = ParamSpec("P")
R = TypeVar("R")


def remembered(
    most: int, larger: int = 0, ordinary: int = ORDINARY
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remember what was made of the last `most` parts, the first argument, and of the last few `larger` ones.

    Those are larger than `ordinary` bytes; of none that is larger than any a form has.
    """

    def kept(read: Callable[P, R]) -> Callable[P, R]:
        known, rare = lru_cache(maxsize=most)(read), lru_cache(maxsize=larger)(read)

        @wraps(read)
        def of(*args: P.args, **kwargs: P.kwargs) -> R:
            size = len(args[0])  # type: ignore[arg-type]
            if size <= ordinary:
                return known(*args, **kwargs)  # type: ignore[arg-type]
            return rare(*args, **kwargs) if larger and size <= LARGE else read(*args, **kwargs)  # type: ignore[arg-type]

        return of

    return kept


@lru_cache(maxsize=1024)
def without_namespace(name: str) -> str:
    """Return the name of an element or of an attribute, “{namespace}name”, by itself."""
    return name.rpartition("}")[2]


def local_name(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return without_namespace(str(element.tag))


class BrokenXMLError(ValueError):
    """A part is no XML, or none that an office program writes."""


class SchemedError(BrokenXMLError):
    """A part declares a DTD: no office program writes one."""


def walk(data: bytes, spaces: Collection[str], visit: Visit, *, only_there: Collection[str] = ()) -> None:
    """Visit every element of `data` in the namespaces `spaces` when it ends: `visit(path, attributes, text)`.

    A path is the names from the root on, “styleSheet/cellXfs/xf”; an element of another namespace, and what
    is in it, is passed over. Attributes stand by their names, those of a namespace as “namespace name”. An
    element called as one of `only_there` in another namespace is refused, as other readers may take it for
    the real one.
    Raises BrokenXMLError, SchemedError.
    """
    stack: list[tuple[str, Mapping[str, str], list[str]]] = []
    foreign = 0

    def begin(name: str, given: dict[str, str]) -> None:
        nonlocal foreign
        space, _, local = name.rpartition(" ")
        if space not in spaces and local in only_there:
            raise BrokenXMLError(f"<{local}> of another namespace")
        if foreign or space not in spaces:
            foreign += 1
            return
        if len(stack) == DEEPEST:
            raise BrokenXMLError("nested too deeply")
        stack.append((f"{stack[-1][0]}/{local}" if stack else local, given, []))

    def end(_: str) -> None:
        nonlocal foreign
        if foreign:
            foreign -= 1
            return
        path, given, texts = stack.pop()
        visit(path, given, "".join(texts))

    def characters(text: str) -> None:
        if stack and not foreign:
            stack[-1][2].append(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data.lstrip(b" \t\r\n"), True)  # noqa: FBT003 (expat's own)
    except BrokenXMLError:
        raise
    except (expat.ExpatError, LookupError, ValueError) as why:  # a ValueError as of GBK
        raise BrokenXMLError(str(why)) from why


def schemed(source: bytes | IO[bytes]) -> bool:
    """Whether a part declares a DTD.

    Read only up to its first element, and what is no XML until there declares none.
    Raises BrokenXMLError where its letters are written as no office program writes them, as in GBK.
    """
    if isinstance(source, bytes) and _BEGUN.match(source, 0, _PIECE):
        return False
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    piece = stream.read(_PIECE).lstrip(b" \t\r\n")
    if _BEGUN.match(piece):
        return False
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _enough
    try:
        while piece:
            parser.Parse(piece, False)  # noqa: FBT003 (expat's own)
            piece = stream.read(_PIECE)
    except SchemedError:
        return True
    except (expat.ExpatError, LookupError, _Enough):
        return False
    except ValueError as why:
        raise BrokenXMLError(str(why)) from why
    return False


class _Enough(Exception):  # noqa: N818 (no error)
    """The first element has begun."""


def _enough(*_: object) -> None:
    raise _Enough


def _refuse(*_: object) -> None:
    raise SchemedError("a DTD")
