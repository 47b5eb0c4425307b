"""What was collected in a year's folder, put together as the county's year."""

from toolkit.answers.units import History
from toolkit.county.consolidation import Consolidation
from toolkit.year.calendar import came_late
from toolkit.year.standing import Collection
from toolkit.year.succession import reconcile
from toolkit.year.workspace import LEVELS, Workspace


def consolidate(
    workspace: Workspace, collection: Collection, history: History | None = None, *, draft: bool = False
) -> Consolidation:
    """Put a collection together as the county's year.

    `history` is last year as the office keeps it; without it no succession is reconciled. `draft` marks the
    result as 草稿 even where every due unit has passed.
    """
    settings = workspace.settings
    late = {s.unit.code: days for s in collection.standings if (days := came_late(settings, s))}
    return Consolidation(
        form=workspace.form,
        county=settings.county,
        year=settings.year,
        notice=settings.notice,
        standings=collection.standings,
        late=late,
        draft_wanted=draft,
        waivers=collection.waivers,
        area=LEVELS[settings.level],
        succession=reconcile(workspace.roster, history) if history is not None and history.names else None,
    )
