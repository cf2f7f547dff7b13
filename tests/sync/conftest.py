import pytest

for name in ("telling", "acting", "sending", "leading", "writing"):
    pytest.register_assert_rewrite(f"tests.sync.{name}")
