"""The words for proposing an agenda."""

from enum import StrEnum

from app.i18n import lazy
from app.values_proposals import ProposalMode, ProposalState

PROPOSALS: list[tuple[StrEnum, str]] = [
    (ProposalMode.EMPTY, lazy("Place every session anew")),
    (ProposalMode.IMPROVE, lazy("Improve what stands")),
    (ProposalMode.REPAIR, lazy("Repair: move as few sessions as can be")),
    (ProposalState.RUNNING, lazy("Being looked for")),
    (ProposalState.DONE, lazy("Found")),
    (ProposalState.STOPPED, lazy("Stopped")),
    (ProposalState.DIED, lazy("Broken off")),
]
