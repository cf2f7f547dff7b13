"""Browser files, read once at start and served under a name that carries their hash.

Our modules are concatenated, so that a page loads one script beside htmx and one style
sheet; each address is for ever, so a browser asks once per release.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
from starlette.requests import Request
from starlette.responses import Response

from app.settings import ROOT

STATIC = ROOT / "app" / "static"
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")
ALREADY_SMALL = (".woff2", ".png")


@dataclass(frozen=True)
class Asset:
    name: str
    content: bytes
    squeezed: bytes | None
    media_type: str

    @property
    def address(self) -> str:
        digest = hashlib.sha256(self.content).hexdigest()[:12]
        return f"/static/{digest}/{self.name}"


@lru_cache
def assets() -> dict[str, Asset]:
    found = [asset(path.name, path.read_bytes()) for path in vendored()]
    fonts = {one.name: one.address for one in found}
    style = joined(sorted((STATIC / "css").glob("*.css")))
    for name, address in fonts.items():
        style = style.replace(f'url("{name}")'.encode(), f'url("{address}")'.encode())
    script = joined(sorted((STATIC / "js").glob("*.js")))
    own = [asset("repere.css", style), asset("repere.js", script)]
    own += [asset(p.name, p.read_bytes()) for p in STATIC.glob("*.svg")]
    return {one.name: one for one in [*found, *own]}


def vendored() -> list[Path]:
    vendor = STATIC / "vendor"
    files = [
        vendor / n
        for n in (
            "htmx.min.js",
            "literata.woff2",
            "literata-ext.woff2",
            "qr-decode.js",
            "index.js",
        )
    ]
    if missing := [path.name for path in files if not path.exists()]:
        raise RuntimeError(f"browser files missing: {missing}; run: pip install -e .")
    return files


def joined(paths: list[Path]) -> bytes:
    return b"\n".join(path.read_bytes() for path in paths)


def asset(name: str, content: bytes) -> Asset:
    squeezed = None if name.endswith(ALREADY_SMALL) else brotli.compress(content)
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(name, content, squeezed, media_type)


def asset_address(name: str) -> str:
    return assets()[name].address


async def serve_asset(request: Request) -> Response:
    """Any hash is answered with the present file; only the right one is cached long."""
    found = assets().get(request.path_params["name"])
    if found is None:
        return Response(status_code=404)
    fresh = request.url.path == found.address
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if fresh else "no-cache",
        "Vary": "Accept-Encoding",
    }
    content = found.content
    if found.squeezed and "br" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "br"
        content = found.squeezed
    return Response(content, media_type=found.media_type, headers=headers)
