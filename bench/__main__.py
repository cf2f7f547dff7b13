"""`make bench`: runs the parts, prints a table, writes bench/out/results.json.

`make bench ONLY=intake` runs a part; BENCH_QUICK=1 keeps each under a minute.
"""

import os
import sys

from bench import (
    agenda,
    comeback,
    field,
    intake,
    pages,
    photos,
    proposing,
    start,
    weight,
)
from bench.results import OUT, save, table

PARTS = {
    "intake": intake,
    "intake-photo": photos,
    "comeback": comeback,
    "pages": pages,
    "agenda": agenda,
    "field": field,
    "propose": proposing,
    "weight": weight,
    "start": start,
}


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    quick = os.environ.get("BENCH_QUICK") == "1"
    results = []
    for name in wanted or PARTS:
        for result in PARTS[name].measure(quick):
            print(f"{result.name}: {result.value:.3g} {result.unit}", flush=True)
            results.append(result)
    save(results)
    print(f"\n{table(results)}\n\nwritten: {OUT.relative_to(OUT.parent.parent.parent)}")


if __name__ == "__main__":
    main(sys.argv[1:])
