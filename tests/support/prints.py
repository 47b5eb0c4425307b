"""Publications as programs print them.

By Chromium with and without headers, by LibreOffice with page numbers.
"""

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import made_reports as made

PLAIN = "table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;padding:2px 4px}"
SEPARATE = "table{border-spacing:2px;width:100%}td,th{border:1px solid #666}"
ATTRIBUTE = ""  # <table border=1>: what old editors write
BARE = "table{border-collapse:collapse;width:100%}td{padding:4px 6px}"  # no rules at all
LINES = "table{border-collapse:collapse;width:100%}td{border-bottom:1px solid #000;padding:3px}"
DOTTED = "table{border-collapse:collapse;width:100%}td,th{border:1px dotted #555}"
GROUND = "table{border-spacing:1px;width:100%;background:#000}td,th{background:#fff}"
GREY = "table{border-spacing:2px;width:100%}td,th{background:#eee}"
THICK = "table{border-collapse:collapse;width:100%}td{border:3px solid #000}"
SHADED = (
    "table{border-collapse:collapse;width:100%}td{border:1px solid #999;background:#eef}tr:nth-child(2n) "
    "td{background:#fff}"
)


@dataclass(frozen=True, kw_only=True)
class Print:
    """How a page is printed: paper in inches, scale, whether with header and footer, and its style."""

    wide: float = 8.27
    high: float = 11.69
    scale: float = 1.0
    furniture: bool = False
    style: str = PLAIN
    size: str = "14px"
    margin: float = 0.4


A4, A3, LETTER = (8.27, 11.69), (11.69, 16.54), (8.5, 11.0)
PRINTS: dict[str, Print] = {
    "浏览器 A4": Print(),
    "浏览器 A4 页眉页脚": Print(furniture=True),
    "浏览器 A4 横": Print(wide=11.69, high=8.27),
    "浏览器 A4 横 页眉页脚": Print(wide=11.69, high=8.27, furniture=True),
    "浏览器 A3": Print(wide=11.69, high=16.54, furniture=True),
    "浏览器 Letter": Print(wide=8.5, high=11.0, furniture=True),
    "浏览器 六成": Print(scale=0.6, furniture=True),
    "浏览器 八成": Print(scale=0.8),
    "浏览器 一倍三": Print(scale=1.3, furniture=True),
    "浏览器 小字": Print(size="9px"),
    "浏览器 无边距": Print(margin=0, furniture=False),
    "浏览器 双线": Print(style=SEPARATE, furniture=True),
    "浏览器 border=1": Print(style=ATTRIBUTE, furniture=True),
    "浏览器 点线": Print(style=DOTTED),
    "浏览器 粗点": Print(style=DOTTED.replace("1px", "2px")),
    "浏览器 底为线": Print(style=GROUND, furniture=True),
    "浏览器 灰格": Print(style=GREY),
    "浏览器 粗线": Print(style=THICK),
    "浏览器 底色": Print(style=SHADED, furniture=True),
    "浏览器 只有横线": Print(style=LINES),
    "浏览器 没有线": Print(style=BARE),
}

UNRULED = {"浏览器 只有横线", "浏览器 没有线"}  # no rules part the cells: named as a whole


@contextmanager
def browser(folder: Path) -> Iterator[object]:
    """Open Chromium with a profile of its own."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    for one in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(one)
    options.binary_location = shutil.which("chromium") or ""
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def print_page(driver, report: made.Report, how: Print, folder: Path) -> Path:
    """Print the report's page."""
    page = made.write_html(report, folder / "r.html")
    source = page.read_text("utf-8").replace(
        "<title>x", f"<style>body{{font-size:{how.size}}}{how.style}</style><title>{report.year}年度报告", 1
    )
    if how.style == ATTRIBUTE:
        source = source.replace("<table>", "<table border=1>")
    page.write_text(source, "utf-8")
    driver.get(page.as_uri())
    data = driver.execute_cdp_cmd(
        "Page.printToPDF",
        {
            "paperWidth": how.wide,
            "paperHeight": how.high,
            "scale": how.scale,
            "displayHeaderFooter": how.furniture,
            "marginTop": how.margin,
            "marginBottom": how.margin,
            "marginLeft": how.margin,
            "marginRight": how.margin,
            "printBackground": True,
        },
    )["data"]
    path = folder / "r.pdf"
    path.write_bytes(base64.b64decode(data))
    return path


PAPERS = {
    "LibreOffice A4": (210, 297),
    "LibreOffice A4 横": (297, 210),
    "LibreOffice A3": (297, 420),
    "LibreOffice 大": made.ROOMY,
}  # millimetres


def numbered(path: Path) -> Path:
    """Give a Word file bare page numbers at the foot of its pages."""
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = Document(str(path))
    run = document.sections[0].footer.paragraphs[0].add_run()
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        run._r.append(element)
    document.save(str(path))
    return path
