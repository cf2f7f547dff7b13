"""What a tablet tells of itself, kept once per tablet: the newest counts."""

from datetime import datetime

from sqlmodel import Session, select

from app.access import AtTablet
from app.models import TabletReport, Visit
from app.people.tablet_forms import ReportForm

KEPT = ("unsent", "files_unsent", "attention", "oldest_unsent_at", "ready", "release")


def keep_report(
    session: Session, visit: Visit, at: AtTablet, form: ReportForm, now: datetime
) -> None:
    """An ended tablet may tell as well: what it still holds is of interest then above all."""
    found = session.exec(
        select(TabletReport).where(TabletReport.tablet_id == at.id)
    ).first()
    row = found or TabletReport(
        programme_id=visit.programme_id, visit_id=visit.id, tablet_id=at.id
    )
    for name in KEPT:
        setattr(row, name, getattr(form, name))
    row.at = now
    session.add(row)
