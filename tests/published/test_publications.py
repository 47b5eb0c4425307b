"""Reports in many structural kinds: every figure whole or named, never wrong."""

import os
from pathlib import Path

import made_reports as made
import publications
import pytest

from toolkit.form.definition import load_form
from toolkit.published import read_published

FORMS = (load_form("annual-report-2019"), load_form("annual-report-2021"))
SEEDS = range(1, int(os.environ.get("XXGK_PUBLICATIONS", "1")) + 1)


@pytest.mark.parametrize("kind", publications.KINDS)
def test_every_kind_is_whole_or_named(kind: str, tmp_path: Path) -> None:
    for form in FORMS:
        for seed in SEEDS:
            report = publications.report_of(form, seed)
            published = read_published(publications.KINDS[kind](report, tmp_path), FORMS)
            unread = made.never_wrong(published, report)
            assert published.unit_name == "测试县民政局"
            assert published.year == form.first_year
            assert len({(key.table, key.row) for key in unread}) <= 1, unread
