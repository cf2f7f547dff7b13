"""Wires the application: settings, database, middleware, routes, errors."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from brotli_asgi import BrotliMiddleware
from fastapi import FastAPI
from pythonjsonlogger.json import JsonFormatter
from starlette.middleware import Middleware
from starlette.routing import Route

from app.assets import serve_asset
from app.db import Database
from app.error_pages import BodySize, handlers
from app.evidence.filing import Cleaner
from app.evidence.visit_keys import Keyring
from app.files import Files
from app.middleware import RequestLog, SameOrigin, SecurityHeaders, SpeaksLanguage
from app.routes import all_routers
from app.settings import Settings, settings
from app.together import Together


def create_app(
    own: Settings | None = None, database: Database | None = None
) -> FastAPI:
    configured = own or settings()
    app = FastAPI(
        title="Repère",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # it leads to whatever host the request names
        lifespan=running,
        exception_handlers=handlers(),
        middleware=[
            Middleware(RequestLog),
            Middleware(SecurityHeaders, secure=configured.secure),
            Middleware(
                BrotliMiddleware,
                quality=4,
                minimum_size=600,
                excluded_handlers=["/attachments/"],  # their ranges are of plain bytes
            ),
            Middleware(SameOrigin),
            Middleware(SpeaksLanguage),
            Middleware(BodySize, limit=configured.max_body_bytes),
        ],
    )
    app.state.settings = configured
    app.state.database = database or Database(configured.database_url)
    app.state.together = Together(lambda: app.state.database)
    app.state.keyring = Keyring(lambda: app.state.database, configured.secret)
    app.state.files = Files(configured.files_url)
    app.state.cleaner = Cleaner(lambda: app.state.database, app.state.files)
    app.routes.append(Route("/static/{digest}/{name:path}", serve_asset))
    for router in all_routers(demo=configured.demo):
        app.include_router(router)
    return app


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = app.state.settings.threads
    gc.collect()
    gc.freeze()  # what is loaded once need not be looked through again at every page
    app.state.cleaner.wake()  # what was received and not cleaned before the last stop
    yield
    app.state.cleaner.close()
    app.state.database.close()


def configure_logging(level: str) -> None:
    """One JSON object per line on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonFormatter("{asctime}{levelname}{name}{message}", style="{")
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").disabled = True
