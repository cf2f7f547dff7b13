"""Browser files, read once at start and served under a name that carries their hash.

Our modules are concatenated, so that a page loads one script beside htmx and one style
sheet; those of the tablet are bundled when it is built (`hatch_build.py`). Each address is
for ever, so a browser asks once per release.
"""

import hashlib
import json
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import brotli
from starlette.requests import Request
from starlette.responses import Response

from app.i18n import LANGUAGES
from app.icons import PAPER, SIZES, icon
from app.release import release
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
    digest: str

    @property
    def address(self) -> str:
        return f"/static/{self.digest}/{self.name}"


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
    icons = [asset(f"icon-{size}.png", icon(size)) for size in SIZES]
    return {one.name: one for one in [*found, *own, *icons]}


def installed(visit_id: UUID) -> dict[str, object]:
    """A web app manifest: it opens at the field page, where a new tablet can join."""
    at = f"/visits/{visit_id}/field"
    pictures = [(size, asset_address(f"icon-{size}.png")) for size in SIZES]
    return {
        "id": at,
        "start_url": at,
        "scope": at,
        "name": "Repère",
        "short_name": "Repère",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {
                "src": src,
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, src in pictures
            for purpose in ("any", "maskable")
        ],
    }


def worker_script(scope: str) -> bytes:
    """The tablet's worker, told which release it is and what belongs to it."""
    shells = [f"{scope}/page?language={code}" for code in LANGUAGES]
    told = {"version": release(), "scope": scope, "precache": [*shells, *of_tablet()]}
    source = (STATIC / "field" / "worker.js").read_bytes()
    return f"const RELEASE = {json.dumps(told)};\n".encode() + source


def of_tablet() -> list[str]:
    """The addresses of everything its page loads."""
    names = ("repere.css", "repere.js", "mark.svg", "literata.woff2", "qr-decode.js", "field.js")  # fmt: skip
    known = assets()
    return [known[name].address for name in names]


def vendored() -> list[Path]:
    names = ("htmx.min.js", "literata.woff2", "literata-ext.woff2", "qr-decode.js", "field.js")  # fmt: skip
    wanted = [STATIC / "vendor" / name for name in names]
    if missing := [path.name for path in wanted if not path.exists()]:
        raise RuntimeError(f"browser files missing: {missing}; run: pip install -e .")
    return wanted


def joined(paths: list[Path]) -> bytes:
    return b"\n".join(path.read_bytes() for path in paths)


def asset(name: str, content: bytes, digest: str = "") -> Asset:
    squeezed = None if name.endswith(ALREADY_SMALL) else brotli.compress(content)
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(name, content, squeezed, media_type, digest or short_hash(content))


def short_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


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
