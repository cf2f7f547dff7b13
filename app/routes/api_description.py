"""`/api/v1/openapi.json`: the API described, for everybody."""

from typing import Any

from fastapi import Request

from app.openapi import description_of
from app.web import Anybody, router as new_router

router = new_router(prefix="/api/v1")


@router.get("/openapi.json", include_in_schema=False)
def describe(request: Request, actor: Anybody) -> dict[str, Any]:
    return description_of(request.app)
