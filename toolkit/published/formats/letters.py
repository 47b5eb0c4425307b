"""Letters that have the colour of what is behind them, as the texts of Word and OpenDocument say colours."""

from lxml import etree

from toolkit.reading.seen.look import BLACK, WHITE, Colour, colour_of

__all__ = ["BLACK", "TRANSPARENT", "WHITE", "Colour", "colour_of", "filling", "is_lost", "themed"]

PALE = 24  # of 255: how little letters may differ from what is behind them
TRANSPARENT = "transparent"
_SEEN_THROUGH = 90_000  # of 100 000: letters that are so transparent are not seen
_OF_THEME = {"tx1": "000000", "dk1": "000000", "bg1": "FFFFFF", "lt1": "FFFFFF"}  # the others are seen
_PAPER = {"background1", "light1"}  # what Word's own marks call the colour of the page


def is_lost(letters: Colour, ground: Colour) -> bool:
    """Whether letters are not seen on what is behind them."""
    return all(abs(one - other) < PALE for one, other in zip(letters, ground, strict=True))


def themed(colour: etree._Element) -> str:
    """Give the colour of Word's letters; one of the theme goes over what is written beside it.

    Only that of the page: what another one comes to is written beside it, and so is a shade of it.
    """
    said = {etree.QName(name).localname: value for name, value in colour.attrib.items()}
    of_page = said.get("themeColor") in _PAPER and said.keys().isdisjoint({"themeShade", "themeTint"})
    return "FFFFFF" if of_page else said.get("val", "")


def filling(fill: etree._Element) -> str:
    """Give what Word's letters are filled with: a colour, nothing, or "" where they are surely seen."""
    said = {etree.QName(one).localname: one for one in fill.iter(etree.Element)}
    through = (value for name, one in said.items() if name == "alpha" for value in one.attrib.values())
    if "noFill" in said or any(value.isdigit() and int(value) > _SEEN_THROUGH for value in through):
        return TRANSPARENT
    colour = said.get("srgbClr", said.get("schemeClr"))
    if colour is None or "gradFill" in said:
        return ""
    value = str(next(iter(colour.attrib.values()), ""))
    return _OF_THEME.get(value, "") if "schemeClr" in said else value
