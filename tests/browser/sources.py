"""The demo with the tablet's modules one by one, as tests import them."""

from fastapi import FastAPI

from app.assets import STATIC, Asset, asset, assets, joined, short_hash
from app.main import create_app


def field_modules() -> list[Asset]:
    """All bear one hash, so each finds the others by `./`. Libraries are the built ones."""
    sources = sorted((STATIC / "field").glob("*.js"))
    built = STATIC / "vendor" / "libraries.js"
    paths = [built if path.name == built.name else path for path in sources]
    digest = short_hash(joined(paths))
    return [asset(f"field/{path.name}", path.read_bytes(), digest) for path in paths]


def create_demo() -> FastAPI:
    assets().update({one.name: one for one in field_modules()})
    return create_app()
