"""Mutants that change what a workbook means, not only its bytes: whose it is, what its cells hold and show.

Each says whether the file may still be counted (``counted``: None where either is right), and the oracle
(cell_oracle) says what its cells hold. The same number always gives the same mutant.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from struct import pack_into, unpack_from

import cell_oracle
import olefile
import recipes as r

from toolkit.form.elements import Key
from toolkit.layout.layout import lay_out

OTHER = {"unit_code": "005", "unit_name": "民政局"}
SHEETS = [table.sheet for table in r.the_form().tables]
TITLED = [*SHEETS, "文字报告", "核实说明"]
PLACES = lay_out(r.the_form()).places
INPUTS = r.the_form().inputs
UNSEEN = "\u200b\u200e\u00ad\ufeff\u2060\u202d\u202c\ufe0f"
ODD_FORMATS = ("0\\.0000", "0,", "0%", ";;;", "-0", '0"万"', "[<5]0;0\\.0,", "yyyy/m/d", '"1"0', "[DBNum1]0")


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """``odd``: the figures whose cells a person does not see as they are held.

    ``refused``: the file must not count.
    """

    how: str
    data: bytes
    refused: bool = False
    odd: frozenset[Key] = frozenset()


def mutant(number: int) -> Mutant:
    rng = Random(number)
    return rng.choice(WAYS)(rng)


def _inlined(data: bytes, part: str) -> str:
    """A sheet's XML with its shared texts written into the cells."""
    entries = r.parts(data)
    texts = re.findall(r"<si>(.*?)</si>", entries["xl/sharedStrings.xml"].decode(), re.DOTALL)

    def inline(found: re.Match[str]) -> str:
        return f'{found[1]} t="inlineStr"><is>{texts[int(found[2])]}</is>'

    return re.sub(r'(<c r="[A-Z]+\d+"[^>]*?) t="s"><v>(\d+)</v>', inline, entries[part].decode())


def _title(xml: str, change: Callable[[str], str]) -> str:
    """Change the title line of a sheet whose texts are inlined."""
    after, times = re.subn(r"(?<=>)\s*单位：[^<]*年度[^<]*", lambda m: change(m[0]), xml, count=1)
    assert times, "no title line"
    return after


def _with(data: bytes, part: str, xml: str) -> bytes:
    return r.packed({**r.parts(data), part: xml.encode()})


def _foreign(rng: Random) -> Mutant:
    """Put another unit's sheets in, their title lines as they are, or cleared."""
    data = r.good(rng.randrange(3))
    chosen = rng.sample(SHEETS, rng.choice((1, 1, 2, len(SHEETS))))
    clear = rng.random() < 0.5
    for name in chosen:
        part = r.sheet_part(name)
        xml = _inlined(r.good(rng.randrange(3, 6), **OTHER), part)
        data = _with(data, part, _title(xml, lambda _: "") if clear else xml)
    return Mutant(how=f"foreign {chosen} {'cleared' if clear else ''}", data=data, refused=True)


def _titles(rng: Random) -> Mutant:
    """Change the title line of a sheet: another unit, another year, nothing."""
    name, data = rng.choice(TITLED), r.good(rng.randrange(3))
    change = rng.choice(
        [
            lambda text: text.replace(r.NAME, "民政局"),
            lambda text: text.replace(str(r.YEAR), str(r.YEAR - 1)),
            lambda _: "",
        ]
    )
    part = r.sheet_part(name)
    return Mutant(
        how=f"title {name}", data=_with(data, part, _title(_inlined(data, part), change)), refused=True
    )


def _identity(rng: Random) -> Mutant:
    """Change what the hidden identity says, or what the cover does."""
    data = r.good(rng.randrange(3))
    name = rng.choice(("_xxgk", "封面"))
    part = r.sheet_part(name)
    old, new = rng.choice(((r.NAME, "民政局"), (r.CODE, "005"), (str(r.YEAR), str(r.YEAR - 1))))
    xml = _inlined(data, part)
    after = re.sub(rf">{old}<", f">{new}<", xml)
    if after == xml:
        return _identity(rng)
    return Mutant(how=f"identity {name} {old}", data=_with(data, part, after), refused=True)


def _decoys(rng: Random) -> Mutant:
    """Add parts that no relation leads to, or that only another letter case tells apart."""
    entries = r.parts(r.good(rng.randrange(3)))
    name = r.sheet_part(rng.choice(SHEETS))
    decoy = re.sub(rb"<v>\d+</v>", b"<v>777</v>", entries[name])
    where = rng.choice(
        (
            name.upper(),
            name.replace("/sheet", "/Sheet"),
            "xl/worksheets/sheet99.xml",
            f"./{name}",
            name.replace("/", "\\"),
            f"/{name}",
            f"xl/../{name}",
        )
    )
    pairs = [*entries.items()]
    pairs.insert(rng.choice((0, len(pairs))), (where, decoy))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part, content in pairs:
            archive.writestr(zipfile.ZipInfo(part, (2022, 1, 1, 0, 0, 0)), content)
    return Mutant(how=f"decoy {where}", data=target.getvalue())


def _formats(rng: Random) -> Mutant:
    """Show a figure otherwise than it is held."""
    data, key, code = r.good(rng.randrange(3)), rng.choice(INPUTS), rng.choice(ODD_FORMATS)
    at, quoted = PLACES[key], code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    entries = r.parts(data)
    styles = entries["xl/styles.xml"].decode()
    declared = f'<numFmt numFmtId="199" formatCode="{quoted}"/>'
    if "<numFmts" in styles:
        styles = styles.replace("</numFmts>", f"{declared}</numFmts>")
    else:
        styles = styles.replace("<fonts", f'<numFmts count="1">{declared}</numFmts><fonts', 1)
    xfs = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", styles, re.DOTALL)
    assert xfs is not None
    number = len(re.findall(r"<xf ", xfs[1]))
    new = '<xf numFmtId="199" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
    styles = styles.replace("</cellXfs>", f"{new}</cellXfs>")
    held = rng.choice((7, 25, 25000, 45000))
    data = r.packed({**entries, "xl/styles.xml": styles.encode()})
    data = r.cell(at.sheet, at.a1, f"<v>{held}</v>", data)
    data = r.in_sheet(at.sheet, rf'<c r="{at.a1}"(?: s="\d+")?', f'<c r="{at.a1}" s="{number}"', data)
    return Mutant(how=f"format {code} {held} {key}", data=data, odd=frozenset([key]))


def _runs(rng: Random) -> Mutant:
    """Strike out, raise or hide a part of a figure."""
    key = rng.choice(INPUTS)
    look = rng.choice(
        ("<strike/>", '<vertAlign val="superscript"/>', '<color rgb="FFFFFFFF"/>', '<sz val="1"/>')
    )
    runs = ["<r><t>2</t></r>", f"<r><rPr>{look}</rPr><t>1</t></r>"]
    rng.shuffle(runs)
    at = PLACES[key]
    data = r.cell(at.sheet, at.a1, f"<is>{''.join(runs)}</is>", r.good(rng.randrange(3)), kind="inlineStr")
    return Mutant(how=f"runs {look} {key}", data=data, odd=frozenset([key]))


def _hidden(rng: Random) -> Mutant:
    """Hide rows, columns or sheets: the figures stay, and it is told."""
    data, name = r.good(rng.randrange(3)), rng.choice(SHEETS)
    match rng.randrange(3):
        case 0:
            data = r.in_sheet(name, r'<row r="(9|10)"', r'<row hidden="1" r="\1"', data)
        case 1:
            data = r.in_sheet(name, r"<col ", '<col hidden="1" ', data, count=1)
        case _:
            state = rng.choice(("hidden", "veryHidden"))
            data = r.rewritten(
                "xl/workbook.xml",
                lambda x: x.replace(f'<sheet name="{name}"', f'<sheet state="{state}" name="{name}"'),
                data,
            )
    return Mutant(how=f"hidden {name}", data=data)


def _zero_width(rng: Random) -> Mutant:
    """Type a figure as text with characters that nobody sees."""
    key, letters = rng.choice(INPUTS), list(str(rng.randrange(10, 3000)))
    for _ in range(rng.randrange(1, 4)):
        letters.insert(rng.randrange(len(letters) + 1), rng.choice(UNSEEN))
    at = PLACES[key]
    return Mutant(
        how=f"zero-width {letters} {key}",
        data=r.text(at.sheet, at.a1, "".join(letters), r.good(rng.randrange(3))),
    )


WAYS: tuple[Callable[[Random], Mutant], ...] = (
    _foreign,
    _titles,
    _identity,
    _decoys,
    _formats,
    _runs,
    _hidden,
    _zero_width,
)


# ------------------------------ .ods and .xls, from what an office program saved


def mutant_ods(number: int, data: bytes) -> Mutant:
    """Change numbers, styles, texts and title lines in the XML of an .ods."""
    rng = Random(number)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["content.xml"].decode()
    patterns = (
        r'office:value="[^"]*"',
        r'table:style-name="ce\d+"',
        r'table:number-columns-repeated="\d+"',
        r"<text:p>[^<]*</text:p>",
        r'office:value-type="\w+"',
        r"<table:table-cell [^>]*/>",
        r'number:decimal-places="\d"',
        r'style:data-style-name="N\d+"',
        "单位：" + r.NAME,
    )
    found = list(re.finditer(rng.choice(patterns), text))
    refused = False
    for span in sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 3)))), key=lambda m: -m.start()):
        other = re.sub(r"\d", lambda _: str(rng.randrange(10)), span[0])
        if span[0].startswith("单位："):
            other, refused = "单位：民政局", True
        elif rng.random() < 0.2:
            other = rng.choice(found)[0]
        text = text[: span.start()] + other + text[span.end() :]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in parts.items():
            new.writestr(
                zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), text if name == "content.xml" else content
            )
    return Mutant(how=f"ods {found[0][0][:40] if found else ''}", data=target.getvalue(), refused=refused)


def mutant_xls(number: int, data: bytes) -> Mutant:
    """Change numbers, styles or bytes in the records of an .xls, in place."""
    rng = Random(number)
    stream = cell_oracle.stream_of(data)
    changed = bytearray(stream)
    kinds = {cell_oracle.REAL, cell_oracle.SHORT, cell_oracle.TEXT, 0xE0, 0x31, 0x41E}
    each = [(kind, at, content) for kind, at, content in cell_oracle.records(stream) if kind in kinds]
    for _ in range(rng.choice((1, 1, 2, 5))):
        kind, at, content = rng.choice(each)
        if kind in {cell_oracle.REAL, cell_oracle.SHORT} and rng.random() < 0.5:
            where = at + 6 + rng.randrange(len(content) - 6)
        elif kind in {cell_oracle.REAL, cell_oracle.SHORT, cell_oracle.TEXT} and rng.random() < 0.5:
            styles = [unpack_from("<H", c, 4)[0] for k, _, c in each if k == kind]
            pack_into("<H", changed, at + 4, rng.choice(styles))
            continue
        else:
            where = at + rng.randrange(len(content))
        changed[where] ^= 1 << rng.randrange(8)
    target = io.BytesIO(data)
    with olefile.OleFileIO(target, write_mode=True) as container:
        container.write_stream("Workbook", bytes(changed))
    return Mutant(how=f"xls {number}", data=target.getvalue())
