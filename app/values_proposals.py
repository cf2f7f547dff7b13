"""The closed lists of proposing an agenda."""

from enum import StrEnum


class ProposalMode(StrEnum):
    """From nothing; what stands, made better; what stands, with as little moved as can."""

    EMPTY = "empty"
    IMPROVE = "improve"
    REPAIR = "repair"


class ProposalState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    DIED = "died"
