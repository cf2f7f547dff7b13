"""Mail that arrives, as the releases have it."""

from tests.releases.conftest import post as post
