"""Read back the tables of a .docx and of an .html as people see them.

Used by the tests of `toolkit.report`.
"""

from html.parser import HTMLParser
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn


def docx_tables(document):
    """Give each table as lines of cells `span text`; `*` begins a vertical merge, `^` goes on with it."""
    return [[[_cell(tc) for tc in tr.tc_lst] for tr in table._tbl.tr_lst] for table in document.tables]


def _cell(tc):
    text = "".join("".join(t.text or "" for t in tc.iter(qn("w:t"))).split())
    merge = {None: "", "restart": "*", "continue": "^"}[tc.vMerge]
    return f"{tc.grid_span}{merge} {text}".strip()


def docx_grids(data):
    """Give each table as rows of texts, a merged cell's text at each place it covers."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in Document(BytesIO(data)).tables
    ]


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tables, self.cells, self.tags, self.text = [], {}, [], []
        self.here = None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.here = {"tag": tag, "text": "", **attributes}
            self.tables[-1][-1].append(self.here)
            self.cells[attributes.get("id")] = self.here

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self.here = None

    def handle_data(self, data):
        self.text.append(data)
        if self.here is not None:
            self.here["text"] += data


def html_page(text):
    """Parse a page: its tags, its text, its tables as rows of cells, and the cells by id."""
    page = _Page()
    page.feed(text)
    page.close()
    return page


def html_grids(page):
    """Give each table as rows of texts, a merged cell's text at each place it covers."""
    return [_spread(rows) for rows in page.tables]


def _spread(rows):
    grid = {}
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in grid:
                c += 1
            width, height = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            grid.update({(r + i, c + j): cell["text"] for i in range(height) for j in range(width)})
            c += width
    columns = 1 + max(c for _, c in grid)
    return [[grid[r, c] for c in range(columns)] for r in range(len(rows))]
