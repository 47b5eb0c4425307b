"""The formulas of an .xls, written as the sheet shows them: figures, cells, sums and reckoning, and no other.

They are stored as tokens, operands before their operators ([MS-XLS] 2.5.198).
"""

from collections.abc import Sequence
from struct import error, unpack_from

from toolkit.layout.place import Place

_SIGNS = {3: "+", 4: "-", 5: "*", 6: "/", 9: "<", 10: "<=", 11: "=", 12: ">=", 13: ">", 14: "<>"}
_BEFORE, _BEHIND = {0x12: "+", 0x13: "-"}, {0x14: "%"}
_BRACKETS, _ATTRIBUTE, _WHOLE, _NUMBER = 0x15, 0x19, 0x1E, 0x1F
# of three classes each: a cell, cells, and both as a rule's formula counts them from its own cell
_CELL, _CELLS, _BESIDE, _CELLS_BESIDE = 0x04, 0x05, 0x0C, 0x0D
_FEW, _SUM = 0x02, 4  # a function of any number of operands, and which one adds up
_SPACES, _ADDED, _NOTHING = 0x40, 0x10, 0x00  # what an attribute says
_ROW_MOVES, _COLUMN_MOVES, _COLUMNS, _ROWS = 0x8000, 0x4000, 0x00FF, 0x10000


def formula_text(tokens: bytes, at: tuple[int, int] = (0, 0)) -> str:
    """Write a formula; "" where it holds anything else. `at`: the cell that a rule's formula stands for."""
    try:
        said = _said(tokens, at)
    except (error, IndexError):
        return ""
    return said[0] if len(said) == 1 else ""


def _said(tokens: bytes, at: tuple[int, int]) -> Sequence[str]:
    """Put the operands together from the first token to the last. Raises IndexError, struct.error."""
    said: list[str] = []
    place = 0
    while place < len(tokens):
        token, here = tokens[place], place + 1
        kind = token & 0x1F if token >= 0x20 else -1
        if token in _SIGNS:
            last, first = said.pop(), said.pop()
            said.append(f"{first}{_SIGNS[token]}{last}")
            place = here
        elif token in _BEFORE or token in _BEHIND or token == _BRACKETS:
            of = said.pop()
            said.append(
                f"({of})" if token == _BRACKETS else _BEFORE.get(token, "") + of + _BEHIND.get(token, "")
            )
            place = here
        elif token in (_WHOLE, _NUMBER):
            (number,) = unpack_from("<H" if token == _WHOLE else "<d", tokens, here)
            said.append(format(number, ".15g"))
            place = here + (2 if token == _WHOLE else 8)
        elif token == _ATTRIBUTE and tokens[here] in (_NOTHING, _SPACES, _ADDED):
            if tokens[here] == _ADDED:
                said.append(f"SUM({said.pop()})")
            place = here + 3
        elif kind in (_CELL, _BESIDE):
            row, column = unpack_from("<HH", tokens, here)
            said.append(_cell(row, column, at if kind == _BESIDE else None))
            place = here + 4
        elif kind in (_CELLS, _CELLS_BESIDE):
            top, bottom, left, right = unpack_from("<4H", tokens, here)
            own = at if kind == _CELLS_BESIDE else None
            said.append(f"{_cell(top, left, own)}:{_cell(bottom, right, own)}")
            place = here + 8
        elif kind == _FEW and unpack_from("<H", tokens, here + 1)[0] == _SUM and tokens[here] <= len(said):
            operands = [said.pop() for _ in range(tokens[here])]
            said.append(f"SUM({','.join(reversed(operands))})")
            place = here + 3
        else:
            raise IndexError
    return said


def _cell(row: int, flags: int, at: tuple[int, int] | None) -> str:
    """Write the address of a cell; of a rule's formula it says how far that is from the cell `at`."""
    down, across = bool(flags & _ROW_MOVES), bool(flags & _COLUMN_MOVES)
    column = flags & _COLUMNS
    if at is not None:
        row, column = (row + at[0] * down) % _ROWS, (column + at[1] * across) % (_COLUMNS + 1)
    name = Place("", row, column).a1
    letters = name.rstrip("0123456789")
    return f"{'' if across else '$'}{letters}{'' if down else '$'}{name[len(letters) :]}"
