"""What a sheet asks and colours is told however it is spelled; whatever else stands there is unlike it."""

import pytest

from toolkit.returns.sheet_rules import looks_of_conditions, sheet_rules

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
START = f'<worksheet xmlns="{MAIN}">'
TAIL = (
    '<sheetProtection sheet="1"/>'
    '<conditionalFormatting sqref="B6:D6"><cfRule type="expression" dxfId="0" priority="1">'
    "<formula>A1&gt;1</formula></cfRule></conditionalFormatting>"
    '<conditionalFormatting sqref="B7"><cfRule type="expression" dxfId="1" priority="2">'
    "<formula>A1&gt;2</formula></cfRule></conditionalFormatting>"
    '<dataValidations count="1"><dataValidation type="whole" allowBlank="1" showInputMessage="1" '
    'showErrorMessage="1" errorTitle="K01" error="不对" promptTitle="件数" prompt="只填数" sqref="B6:D6">'
    "<formula1>0</formula1><formula2>9</formula2></dataValidation></dataValidations>"
    '<hyperlinks><hyperlink ref="A1" location="B6" display="B6"/></hyperlinks>'
    '<printOptions horizontalCentered="1"/></worksheet>'
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><dxfs count="2"><dxf><font><color rgb="FF9C0006"/></font></dxf>'
    "<dxf><fill/></dxf></dxfs></styleSheet>"
)


def told(tail: str = TAIL, styles: str = STYLES) -> object:
    return sheet_rules(START, tail, looks_of_conditions(styles.encode()))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<dataValidation type",
            '<dataValidation operator="between" errorStyle="stop" imeMode="noControl" type',
        ),
        ("<dataValidation type", '<dataValidation showDropDown="0" type'),
        ("<dataValidation type", '<dataValidation xmlns:r="r" r:uid="{1}" type'),
        ('<dataValidations count="1"', '<dataValidations disablePrompts="false" xWindow="9"'),
        (' allowBlank="1"', ' allowBlank="true"'),
        ("<cfRule ", '<cfRule stopIfTrue="0" '),
        (' priority="2"', ' priority="20"'),
        (' display="B6"', ""),
        ("<printOptions", '<phoneticPr fontId="1"/><printOptions'),
        ("&gt;1", "&#62;1"),
        (' sqref="B6:D6"', ' sqref="B6 C6:D6"'),
    ],
)
def test_another_spelling_of_the_same_is_alike(before: str, after: str) -> None:
    assert before in TAIL
    assert told(TAIL.replace(before, after)) == told()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (' showErrorMessage="1"', ""),
        (' showInputMessage="1"', ""),
        (' allowBlank="1"', ""),
        (' prompt="只填数"', ""),
        ("<dataValidation type", '<dataValidation showDropDown="1" type'),
        ("<dataValidation type", '<dataValidation errorStyle="warning" type'),
        ("<dataValidation type", '<dataValidation unheardOf="1" type'),
        ("<dataValidations ", '<dataValidations disablePrompts="1" '),
        ("<formula2>9<", "<formula2>99<"),
        ("<cfRule ", '<cfRule stopIfTrue="1" '),
        ("<conditionalFormatting ", '<conditionalFormatting pivot="1" '),
        (' priority="1"', ' priority="3"'),
        (' dxfId="0"', ' dxfId="1"'),
        (' dxfId="0"', ""),
        ("</cfRule>", "<extLst/></cfRule>"),
        (' location="B6"', ' location="B7"'),
        *(
            ("<printOptions", f"<{name}/><printOptions")
            for name in ("protectedRanges", "scenarios", "autoFilter", "customSheetViews", "sheetCalcPr")
        ),
        *(
            ("</worksheet>", f"<{name}/></worksheet>")
            for name in (
                "drawing",
                "legacyDrawing",
                "controls",
                "oleObjects",
                "tableParts",
                "extLst",
                "picture",
            )
        ),
        ("</worksheet>", '<m:AlternateContent xmlns:m="mc"/></worksheet>'),
        ("</worksheet>", '<m:printOptions xmlns:m="other"/></worksheet>'),
    ],
)
def test_whatever_else_stands_there_is_not_alike(before: str, after: str) -> None:
    assert before in TAIL
    assert told(TAIL.replace(before, after)) != told()


def test_a_look_is_what_it_shows_not_its_number() -> None:
    assert told(styles=STYLES.replace("FF9C0006", "FFFFFFFF")) != told()
    other = STYLES.replace("<dxf><fill/>", "<dxf/><dxf><fill/>")
    assert told(TAIL.replace('dxfId="1"', 'dxfId="2"'), other) == told()


@pytest.mark.parametrize("odd", ["<!-- x -->", "<?x y?>", "<open>"])
def test_what_no_office_program_writes_is_refused(odd: str) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        told(odd + TAIL)
