"""The styles of a workbook of the zipped kind: what each style of a cell does to what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from toolkit.reading.xml_walk import MAIN, walk

# the number formats that a workbook need not write (ECMA-376, part 1, 18.8.30; 27–36 and 50–58 as Chinese programs have them)
BUILT_IN: Mapping[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
ONCE = (
    "numFmts",
    "numFmt",
    "cellXfs",
    "xf",
    "fonts",
    "font",
)  # what only the workbook's own namespace may call so
_TRUE = {"1", "true", "on"}


@dataclass(frozen=True, kw_only=True, slots=True)
class CellStyle:
    """What one style does: its number format (None where nobody knows the number's meaning), lock, and its font's marks."""

    format_code: str | None = "General"
    locked: bool = True
    struck: bool = False
    raised: bool = False  # as superscript or subscript


@dataclass(frozen=True, kw_only=True, eq=False)
class Styles:
    """The styles of cells, by their numbers in the order of the file, and those that conditions may put over them (dxf)."""

    cells: tuple[CellStyle, ...] = ()
    conditional: tuple[CellStyle, ...] = ()

    @cached_property
    def unlocking(self) -> frozenset[str]:
        """The numbers of the styles that unlock a cell."""
        return frozenset(str(i) for i, style in enumerate(self.cells) if not style.locked)


NONE = Styles()
ORDINARY = 2**18  # bytes of a part worth remembering; those of a form come to some 10,000


def read_styles(data: bytes) -> Styles:
    """Read the part of the styles. Raises BrokenXMLError."""
    return _remembered(data) if len(data) <= ORDINARY else _read(data)


@lru_cache(maxsize=32)
def _remembered(data: bytes) -> Styles:
    return _read(data)


def _read(data: bytes) -> Styles:
    sheet = _StyleSheet()
    walk(data, MAIN, sheet.visit, only_there=ONCE)
    return Styles(cells=tuple(sheet.cells), conditional=tuple(sheet.conditional))


@dataclass
class _StyleSheet:
    """What has been read of the styles so far: formats and fonts stand before the styles that use them."""

    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    fonts: list[tuple[bool, bool]] = field(default_factory=list)
    cells: list[CellStyle] = field(default_factory=list)
    conditional: list[CellStyle] = field(default_factory=list)
    known: dict[tuple[object, ...], CellStyle] = field(default_factory=dict)
    struck: bool = False
    raised: bool = False
    locked: bool = True
    code: str | None = None

    def visit(self, path: str, given: Mapping[str, str], _: str) -> None:
        """Take in an element."""
        match path.split("/")[1:]:
            case ["numFmts", "numFmt"]:
                self.formats[_number(given.get("numFmtId"))] = given.get("formatCode", "")
            case [*_, "font", "strike"]:
                self.struck = given.get("val", "1") in _TRUE
            case [*_, "font", "vertAlign"]:
                self.raised = given.get("val") in {"superscript", "subscript"}
            case [*_, "protection"]:
                self.locked = given.get("locked", "1") in _TRUE
            case ["fonts", "font"]:
                self.fonts.append((self.struck, self.raised))
                self.struck = self.raised = False
            case ["cellXfs", "xf"]:
                font = _number(given.get("fontId"))
                marks = self.fonts[font] if 0 <= font < len(self.fonts) else (False, False)
                self._add(self.cells, self.formats.get(_number(given.get("numFmtId"))), *marks)
            case ["cellStyleXfs", "xf"]:
                self.locked = True
            case ["dxfs", "dxf", "numFmt"]:
                self.code = given.get("formatCode", "")
            case ["dxfs", "dxf"]:
                self._add(self.conditional, self.code, self.struck, self.raised)
                self.struck, self.raised, self.code = False, False, None
            case _:
                pass

    def _add(self, styles: list[CellStyle], code: str | None, struck: bool, raised: bool) -> None:
        style = CellStyle(format_code=code, locked=self.locked, struck=struck, raised=raised)
        styles.append(self.known.setdefault((code, self.locked, struck, raised), style))
        self.locked = True


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
