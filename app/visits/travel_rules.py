"""How long the way between two places takes, where nobody has written it down."""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

EARTH_METRES = 6_371_000
#: A day has no room for more.
MOST_MINUTES = 600
#: Streets wind: a way is so much longer than the line between its ends.
DETOUR = 1.3
#: A group on foot, door to door.
WALK_METRES_A_MINUTE = 70
#: Further than this a group takes a bus or cars.
WALK_AT_MOST_METRES = 1_500
RIDE_METRES_A_MINUTE = 400
#: Waiting, getting in and finding the door.
RIDE_BEGINS_MINUTES = 8


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


def estimated_minutes(one: Point, other: Point) -> int:
    """Minutes from door to door, in steps of five upwards; 0 where they are one place.

    The speeds are ours, on the slow side: a group waits for its last.
    """
    metres = DETOUR * metres_between(one, other)
    if metres < 1:
        return 0
    if metres <= WALK_AT_MOST_METRES:
        minutes = metres / WALK_METRES_A_MINUTE
    else:
        minutes = RIDE_BEGINS_MINUTES + metres / RIDE_METRES_A_MINUTE
    return ceil(minutes / 5) * 5


def metres_between(one: Point, other: Point) -> float:
    """Along the surface of a sphere (haversine)."""
    up = radians(other.latitude - one.latitude)
    along = radians(other.longitude - one.longitude)
    across = cos(radians(one.latitude)) * cos(radians(other.latitude))
    half = sin(up / 2) ** 2 + across * sin(along / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1, sqrt(half)))
