"""`/healthz`, `/readyz`: is the process up, and can it do its work."""

from sqlmodel import Session, select, text
from starlette.responses import JSONResponse, Response

from app.web import Anybody, DbSession, router as new_router

router = new_router()


@router.get("/healthz", include_in_schema=False)
def healthy(actor: Anybody) -> Response:
    return JSONResponse({"status": "ok"})


@router.get("/readyz", include_in_schema=False)
def ready(session: DbSession, actor: Anybody) -> Response:
    """Answers only where the database does, migrated."""
    return JSONResponse({"status": "ok", "migration": migration(session)})


def migration(session: Session) -> str:
    found = session.exec(
        select(text("version_num")).select_from(text("alembic_version"))
    )
    return str(found.one())
