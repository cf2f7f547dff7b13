"""Days are asked about by mail, as releases are."""

from tests.releases.conftest import post

__all__ = ["post"]
