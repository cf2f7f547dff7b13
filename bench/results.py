"""What a measurement says, and the file it goes into."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path(__file__).parent / "out" / "results.json"


@dataclass(frozen=True)
class Result:
    """`ratio` is value over floor, both of the same run: figures alone do not travel."""

    name: str
    value: float
    unit: str
    p95_ms: float | None = None
    floor: float | None = None
    ratio: float | None = None
    note: str | None = None


def save(results: list[Result]) -> None:
    """What was measured now replaces what had its name; the rest stays."""
    OUT.parent.mkdir(exist_ok=True)
    before = json.loads(OUT.read_text()) if OUT.exists() else []
    kept = {one["name"]: one for one in before}
    for result in results:
        said = {k: v for k, v in asdict(result).items() if v is not None}
        kept[result.name] = said
    OUT.write_text(json.dumps([*kept.values()], indent=1) + "\n")


def table(results: list[Result]) -> str:
    lines = [
        "| name | value | p95 ms | floor | ratio | note |",
        "|---|---|---|---|---|---|",
    ]
    for r in results:
        cells = [
            r.name,
            f"{r.value:,.{1 if r.value >= 2 else 3}f} {r.unit}",
            f"{r.p95_ms:.1f}" if r.p95_ms is not None else "",
            f"{r.floor:,.1f}" if r.floor is not None else "",
            f"{r.ratio:.2f}" if r.ratio is not None else "",
            r.note or "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
