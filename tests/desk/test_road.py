"""The whole year of a made-up county of eight units, in a browser.

Found, issue, drop, see, correct, add up, report.
"""

import base64
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from correspondence import NEW, figures, send
from open_desk import served

from toolkit.county.upward import county_words
from toolkit.form.model import Mark
from toolkit.year.workspace import open_workspace

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER) and not os.environ.get("CI"),
        reason="chromium and chromedriver are not here",
    ),
]
UNITS = [
    f"{n:03},{name},{'乡镇街道' if n > 5 else '部门'},王某,0537-{n}"
    for n, name in enumerate("甲乙丙丁戊己庚辛", 1)
]
PICTURES = os.environ.get("XXGK_PICTURES")
DROP = """
const [name, data] = arguments, bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
const transfer = new DataTransfer();
transfer.items.add(new File([bytes], name));
document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
"""


@pytest.fixture
def browser():
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in ("--headless=new", "--no-sandbox", "--window-size=1280,1000", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    try:
        yield driver
    finally:
        driver.quit()


class Person:
    """Somebody at the desk: what they see, press and type.

    They act on a page that has come to rest, as people do.
    """

    def __init__(self, browser, desk) -> None:
        self.browser, self.desk = browser, desk

    def rest(self, seconds: float = 90) -> None:
        """Wait until the page shows what lies in the folder.

        It then stays as it is until something new comes.
        """
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.browser, seconds, 0.1).until(
            lambda browser: browser.execute_script(
                "return document.body !== null && document.body.dataset.settled === '1' && "
                "!document.body.dataset.left"
            ),
            "the page does not come to rest",
        )

    def see(self, css: str, text: str = "", seconds: float = 90):
        """Find what is shown on the page once it has come to rest, and hold that element."""
        from selenium.webdriver.support.ui import WebDriverWait

        def seen(browser):
            self.rest(seconds)
            found = browser.find_elements("css selector", css)
            return next((e for e in found if text in e.text and e.is_displayed()), None)

        return WebDriverWait(self.browser, seconds, 0.2).until(
            seen, f"{css} {text}\n{self.browser.find_element('tag name', 'body').text[:1500]}"
        )

    def press(self, css: str, text: str = "") -> None:
        """Press what leads to another page, or to this one anew."""
        target = self.see(css, text)
        self.browser.execute_script("document.body.dataset.left = '1'")
        target.click()
        self.rest()

    def press_by_keys(self, text: str) -> None:
        """Reach what bears this text by the tab key alone, and press it by the enter key."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        self.rest()
        self.browser.execute_script("document.body.dataset.left = '1'")
        reached = (
            "const at = document.activeElement; return at.matches('a, button') && "
            "at.textContent.includes(arguments[0])"
        )
        for _ in range(80):
            ActionChains(self.browser).send_keys(Keys.TAB).perform()
            if self.browser.execute_script(reached, text):
                outline = self.browser.execute_script(
                    "return getComputedStyle(document.activeElement).outlineStyle"
                )
                assert outline not in {"", "none"}, text  # one sees where one is
                break
        else:
            raise AssertionError(f"no way to {text} by the keyboard")
        ActionChains(self.browser).send_keys(Keys.ENTER).perform()
        self.rest()

    def write(self, css: str, text: str) -> None:
        field = self.see(css)
        field.clear()
        field.send_keys(text)

    def until(self, holds: Callable[[], object], seconds: float = 30) -> None:
        """Wait until something holds that no page shows."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.browser, seconds, 0.1).until(lambda _: holds())

    def go(self, path: str) -> None:
        self.browser.get(f"http://127.0.0.1:{self.desk.port}{path}")
        self.rest()
        assert self.desk.office.work.error == ""

    def picture(self, name: str) -> None:
        """The page at both widths: nothing hangs over its edge, nobody is sent to a command line.

        The picture is kept where one asks for it.
        """
        told = self.browser.find_element("tag name", "body").text
        assert "运行 xxgk" not in told, told
        assert "运行一次" not in told, told
        for width in (1280, 800):
            self.browser.set_window_size(width, 1000)
            over = self.browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, (name, width)
            if PICTURES:
                Path(PICTURES, f"{name}-{width}.png").write_bytes(self.browser.get_screenshot_as_png())
        self.browser.set_window_size(1280, 1000)


def filled(folder: Path, elsewhere: Path):
    """What the eight units send: as they would, from workbooks that were issued to them.

    002 adds one too many.
    """
    shutil.copytree(folder, elsewhere)
    workspace = open_workspace(elsewhere)
    sent, said = {}, {}
    for n in range(1, 9):
        code = f"{n:03}"
        said[code] = figures(workspace.form, n)
        wrong = said[code] | {NEW: int(said[code][NEW]) + 1} if code == "002" else said[code]
        sent[code] = send(workspace, code, wrong)
    corrected = send(workspace, "002", said["002"], name="002_改好.xlsx")
    return sent, corrected, said


def test_the_whole_year_in_a_browser(browser, tmp_path):
    folder = tmp_path / "某县2022"
    folder.mkdir()
    roster = tmp_path / "roster.csv"
    roster.write_text("单位代码,单位名称,单位类别,联系人,电话\n" + "\n".join(UNITS) + "\n", encoding="utf-8")
    with served(folder) as desk:
        person = Person(browser, desk)
        browser.get(desk.address)
        assert "token" not in browser.current_url
        person.picture("1-建立")
        person.write("input[name=county]", "某县")
        person.write("input[name=year]", "2022")
        person.see("input[name=roster]").send_keys(str(roster))
        person.press("button", "建立")
        person.see(".road li", "8 个单位")

        person.press_by_keys("做全部工作簿")
        person.see("#work", "已写出 8 份")
        assert len(list((folder / "issued").iterdir())) == 8
        person.picture("2-下发")

        sent, corrected, said = filled(folder, tmp_path / "units")
        person.see("#files").send_keys("\n".join(str(sent[f"{n:03}"]) for n in range(1, 8)))
        person.press("#drop button")
        person.see("table.list tbody tr", "007_庚.xlsx")
        browser.execute_script("document.body.dataset.left = '1'")
        browser.execute_script(DROP, "辛 最终版.xlsx", base64.b64encode(sent["008"].read_bytes()).decode())
        person.see("table.list tbody tr", "辛 最终版.xlsx")
        person.picture("3-收件")

        person.go("/units?state=%E9%80%80%E5%9B%9E")
        rows = browser.find_elements("css selector", "tr[data-unit]")
        assert [row.get_attribute("data-unit") for row in rows] == ["002"]
        chips = person.see(".counts").text.replace("\n", " ")
        assert "未报（没到期） 0" in chips
        assert "逾期未报 0" in chips
        person.picture("4-情况")
        person.press_by_keys("002 乙")
        person.see("#point-1.wrong")
        person.see("td.wrong a.point").click()
        assert browser.current_url.endswith("#point-1")
        person.picture("5-单位")

        (folder / "inbox" / "002_改好.xlsx").write_bytes(corrected.read_bytes())  # from a file manager
        person.go("/")
        person.see("table.list tbody tr", "002_改好.xlsx")
        assert "通过 8" in person.see(".counts").text.replace("\n", " ")

        _added_up(person, folder)
        _figure(person, said)
        _report(person, folder, said)
        _stayed_at_home(browser, desk)
    assert len(list((folder / "inbox").iterdir())) == 9


def _added_up(person: Person, folder: Path) -> None:
    assert "现在汇总出来的是草稿" not in person.see(".road").text
    person.press_by_keys("汇总")
    person.see("#work", "某县2022年汇总.xlsx")
    assert (folder / "summary" / "某县2022年汇总.xlsx").is_file()
    person.go("/")
    assert person.see(".road .files li").text == "某县2022年汇总.xlsx"


def _figure(person: Person, said) -> None:
    person.go("/county?figure=applications.new.natural_person")
    total = sum(int(answers[NEW]) for answers in said.values())
    assert person.see("#figure .total").text == str(total)
    rows = person.browser.find_elements("css selector", "#figure tbody tr")
    parts = {row.text.split()[0]: int(row.find_element("css selector", ".number").text) for row in rows}
    numbers = person.browser.find_elements("css selector", "#figure td.number")
    assert {cell.value_of_css_property("white-space") for cell in numbers} == {
        "nowrap"
    }  # a figure in two lines is two
    assert parts == {code: int(answers[NEW]) for code, answers in said.items()}
    assert "002_改好.xlsx" in rows[1].text
    person.picture("6-数字")


def _report(person: Person, folder: Path, said) -> None:
    columns = {key for answers in said.values() for key in answers if key[:2] == ("applications", "new")}
    figures_ = [answers[key] for answers in said.values() for key in columns]
    new = sum(int(figure) for figure in figures_ if not isinstance(figure, Mark))
    person.go("/report")
    person.write("#overview_applications", f"2022年新收政府信息公开申请{new + 1}件。")
    person.see("#found-overview_applications li", str(new + 1))
    person.picture("7-报告")
    person.write("#overview_applications", f"2022年新收政府信息公开申请{new}件。")
    person.see("#saved", "已保存")
    person.browser.execute_script("document.activeElement.blur()")
    kept = county_words(open_workspace(folder)).narrative["overview_applications"]
    assert kept == f"2022年新收政府信息公开申请{new}件。"
    assert not person.browser.find_elements("css selector", "#found-overview_applications li")
    person.write("#problems", "公开内容还不够细。")
    person.go("/county")  # the page is left before the words were kept: it keeps them on its way out
    person.until(lambda: county_words(open_workspace(folder)).narrative.get("problems"))
    person.go("/report")
    assert person.see("#problems").get_attribute("value") == "公开内容还不够细。"
    person.press("main form button", "导出报告")
    person.see(".files a", ".docx")
    assert any(path.suffix == ".docx" for path in (folder / "summary").iterdir())


def _stayed_at_home(browser, desk) -> None:
    """No request left the machine, and no page had an error."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    home = f"http://127.0.0.1:{desk.port}/"
    assert asked
    assert not [url for url in asked if not url.startswith((home, "data:", "chrome:"))]
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
