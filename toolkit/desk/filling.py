"""The pages' templates, filled with facts; whatever text comes from outside stays text."""

from jinja2 import Environment, PackageLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=PackageLoader("toolkit.desk"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def fill_page(template: str, **facts: object) -> str:
    """Fill a page with facts."""
    return _TEMPLATES.get_template(template).render(**facts)
