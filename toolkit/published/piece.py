"""What one piece of a table gave: figures with their cells, doubts with their reasons."""

from dataclasses import dataclass, field

from toolkit.form.elements import Key
from toolkit.published.pages import Cell


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a figure was left unread, and where."""

    why: str
    place: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class TablePiece:
    """What one piece of a table gave.

    ``orders``: the columns of each block from left to right, ``slots`` the figures of a one-line table: what
    the other half of a table broken over a page is read with. ``strange``: rows with figures that the form
    does not have. ``summed``: rows whose figures were told apart by what they are, or add up to.
    """

    cells: dict[Key, Cell] = field(default_factory=dict)
    doubts: dict[Key, Doubt] = field(default_factory=dict)
    unit_assumed: set[Key] = field(default_factory=set)
    strange: list[Cell] = field(default_factory=list)
    orders: dict[int, tuple[str, ...]] = field(default_factory=dict)
    slots: tuple[Key, ...] = ()
    summed: set[str] = field(default_factory=set)

    @property
    def rows(self) -> set[str]:
        """The rows whose label was found."""
        return {key.row for key in (*self.cells, *self.doubts)}

    def put(self, key: Key, cell: Cell) -> None:
        """Note where a figure stands.

        The same figure at two places is doubtful unless one of them is blank, or both print the same: a row
        that is printed again on the next page.
        """
        known = self.cells.get(key)
        if known is None or known.blank:
            if key not in self.doubts:
                self.cells[key] = cell
        elif not cell.blank and _same(known, cell):
            self.summed.add(key.row)
        elif not cell.blank:
            self.doubt(key, Doubt("这一行的名称出现了两次", cell.place, cell.text))

    def doubt(self, key: Key, doubt: Doubt) -> None:
        """Note that a figure is unread."""
        self.cells.pop(key, None)
        self.doubts.setdefault(key, doubt)


def _same(one: Cell, other: Cell) -> bool:
    """Whether two cells print the same, and that without a doubt."""
    return one.text == other.text and not (one.doubt or other.doubt or one.inside or other.inside)
