"""Specimens: made-up submissions that break one rule and no other, for tests and for training clerks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

from toolkit.answers.submission import Submission
from toolkit.files import write_whole
from toolkit.form.model import (
    ZERO_BLANKS_YES,
    Compare,
    Figure,
    FigureTerm,
    Form,
    Instance,
    Key,
    Node,
    Ref,
    exact_amount,
    refs_of,
    with_totals,
)
from toolkit.rules.checks import check
from toolkit.rules.exact import exact_worth, holds_exactly
from toolkit.template import Content, render

TRIES = 4000
AMOUNTS = (1, 2, 3, 5, 6, 12, 25, 40, 1200, 30_000)


@dataclass(frozen=True, kw_only=True)
class Specimen:
    """What is typed, last year's figures, and the totals that stand where their formula was typed over."""

    rule: str
    figures: Mapping[Key, Figure]
    last: Mapping[Key, Figure]
    stated: Mapping[Key, Figure] = field(default_factory=dict)


def breaking_specimen(form: Form, rule_id: str, rng: Random) -> Specimen:
    """Make up a submission whose only primary finding is of this rule.

    Few cells that are not zero, all others hold.
    """
    instances = [i for i in form.instances if i.rule.id == rule_id]
    for _ in range(TRIES):
        specimen = _attempt(form, rng.choice(instances), rng)
        if specimen is not None and _found(form, specimen) == {rule_id}:
            return specimen
    raise AssertionError(f"造不出只违反 {rule_id} 的例子")


def write_specimens(form: Form, folder: Path) -> Iterator[Path]:
    """Write for each rule of the sheet a filled workbook that breaks just that rule."""
    for rule in form.rules:
        if rule.check:
            path = folder / f"{rule.id}.xlsx"
            write_whole(path, render(content_of(form, breaking_specimen(form, rule.id, Random(rule.id)))))  # noqa: S311
            yield path


def content_of(form: Form, specimen: Specimen) -> Content:
    """Put a specimen into a workbook."""
    return Content(
        form=form,
        unit_code="000",
        unit_name=f"只违反 {specimen.rule} 的例子",
        year=form.first_year,
        notice="虚构的例子，不是任何单位的数据",
        entries=specimen.figures,
        last=specimen.last,
        stated=specimen.stated,
        identity={"zero_blanks": ZERO_BLANKS_YES},
        last_note="虚构",
    )


def _attempt(form: Form, instance: Instance, rng: Random) -> Specimen | None:
    figures: dict[Key, Figure] = dict.fromkeys(form.inputs, 0)
    last = dict(figures)
    this = [leaf for ref in instance.refs if not ref.last for leaf in form.leaves[ref.key]]
    before = [leaf for ref in instance.refs if ref.last for leaf in form.leaves[ref.key]]
    for leaves, side in ((this, figures), (before, last)):
        for key in rng.sample(sorted(set(leaves)), min(len(set(leaves)), rng.randint(0, 2))):
            side[key] = rng.choice(AMOUNTS) * (rng.choice((1, -1)) if form.kind(key).signed else 1)
    if instance.rule.stated:
        _balance(form, instance, figures, last, set())
        stated = exact_amount(
            exact_worth(form, FigureTerm(instance.refs[0]), figures, last) + rng.randint(1, 3)
        )
        return Specimen(
            rule=instance.rule.id, figures=figures, last=with_totals(form, last), stated={instance.at: stated}
        )
    if not _broken(form, instance, figures, last):
        return None
    _balance(form, instance, figures, last, set(this))
    return Specimen(rule=instance.rule.id, figures=figures, last=with_totals(form, last))


def _broken(
    form: Form, instance: Instance, figures: Mapping[Key, Figure], last: Mapping[Key, Figure]
) -> bool:
    known = with_totals(form, last)
    return (
        instance.when is None or holds_exactly(form, instance.when, figures, known)
    ) and not holds_exactly(form, instance.check, figures, known)


def _balance(
    form: Form, broken: Instance, figures: dict[Key, Figure], last: dict[Key, Figure], kept: set[Key]
) -> None:
    """Make the other equalities hold again by cells that the broken rule does not speak of."""
    others = [i for i in form.instances if i.rule is not broken.rule and not i.rule.stated]
    for instance in others * 2:
        match instance.check:
            case Compare("=", FigureTerm(ref), right) if any(
                r.last for r in refs_of(right)
            ) and form.is_input(ref.key):
                _join(form, figures, last, ref.key, right)
            case Compare("=", left, right) if not any(r.last for r in instance.refs):
                gap = exact_worth(form, left, figures, {}) - exact_worth(form, right, figures, {})
                _raise(form, figures, right if gap > 0 else left, abs(gap), kept)


def _join(form: Form, figures: dict[Key, Figure], last: dict[Key, Figure], key: Key, right: Node) -> None:
    """Let last year's figure be what this year's asks for; where it cannot, this year's gives way."""
    gap = exact_worth(form, FigureTerm(Ref(key)), figures, last) - exact_worth(
        form, right, figures, with_totals(form, last)
    )
    opening = next(ref.key for ref in refs_of(right) if ref.last)
    before = exact_worth(form, FigureTerm(Ref(opening)), last, {}) + gap
    if before >= 0:
        last[opening] = exact_amount(before)
    else:
        figures[key] = exact_amount(exact_worth(form, FigureTerm(Ref(key)), figures, {}) - gap)


def _raise(form: Form, figures: dict[Key, Figure], side: Node, by: Decimal, kept: set[Key]) -> None:
    leaf = next((leaf for ref in refs_of(side) for leaf in form.leaves[ref.key] if leaf not in kept), None)
    if leaf is not None and by:
        figures[leaf] = exact_amount(exact_worth(form, FigureTerm(Ref(leaf)), figures, {}) + by)


def _found(form: Form, specimen: Specimen) -> set[str]:
    """Return the rules of the primary findings."""
    submission = Submission(
        form=form.key,
        year=form.first_year,
        unit_code="",
        unit_name="",
        figures=specimen.figures,
        stated=specimen.stated,
        identity={"zero_blanks": ZERO_BLANKS_YES},
    )
    (findings,) = check(form, [submission], [specimen.last], [""])
    return {finding.rule for finding in findings if finding.primary}
