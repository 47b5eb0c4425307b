"""Comments at the cells of a sheet, as its own parts have them: what is said, and the boxes that show it."""

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from toolkit.layout.place import Place

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHAPES = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" \
path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" \
o:connecttype="rect"/></v:shapetype>"""


class CellComment(NamedTuple):
    """What a comment says, who says it, and its size in pixels."""

    text: str
    author: str
    width: float
    height: float


def written_comments(comments: Mapping[Place, CellComment]) -> str:
    """Write the comments of a sheet (ECMA-376, CT_Comments)."""
    authors = list(dict.fromkeys(comment.author for comment in comments.values()))
    names = "".join(f"<author>{escape(author, quote=False)}</author>" for author in authors)
    said = "".join(
        f'<comment ref="{place.a1}" authorId="{authors.index(comment.author)}"><text>'
        f'<t xml:space="preserve">{escape(comment.text, quote=False)}</t></text></comment>'
        for place, comment in sorted(comments.items())
    )
    return f'<comments xmlns="{_MAIN}"><authors>{names}</authors><commentList>{said}</commentList></comments>'


def drawn_boxes(comments: Mapping[Place, CellComment]) -> str:
    """Draw the boxes of a sheet's comments (VML), hidden until the mouse is over their cells."""
    shapes = (_box(number, place, comments[place]) for number, place in enumerate(sorted(comments), 1026))
    return f"{_SHAPES}{''.join(shapes)}</xml>"


def _box(number: int, place: Place, comment: CellComment) -> str:
    return (
        f'<v:shape id="_x0000_s{number:04d}" type="#_x0000_t202" style="position:absolute; '
        f"margin-left:59.25pt;margin-top:1.5pt;width:{comment.width:g}px;height:{comment.height:g}px;"
        f'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        f'<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        f'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{place.row}</x:Row><x:Column>{place.column}</x:Column></x:ClientData></v:shape>"
    )
