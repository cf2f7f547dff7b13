"""The service as a process of its own on files: it can be killed and started again."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from app.settings import ROOT
from tests.browser.conftest import free_port, wait_for


class Service:
    """`code`: where the release that is served lies."""

    def __init__(self, folder: Path, demo_file: Path) -> None:
        self.folder, self.code = folder, ROOT
        self.database, self.files = folder / "demo.db", folder / "files"
        shutil.copy(demo_file, self.database)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = os.environ | {
            "REPERE_DEMO": "1",
            "REPERE_DATABASE_URL": f"sqlite:///{self.database}",
            "REPERE_FILES_URL": f"file:{self.files}",
            "REPERE_ERASURES_FILE": str(self.folder / "erasures.jsonl"),
            "REPERE_PUBLIC_URL": self.address,
        }
        command = [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app"]
        command += ["--port", str(self.port), "--log-level", "warning"]
        self._process = subprocess.Popen(command, cwd=self.code, env=environment)
        wait_for(self.address)

    def kill(self) -> None:
        """As when the power fails: nothing is finished, nothing is said."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def restart(self) -> None:
        self.kill()
        self.start()

    def publish(self, page: str, words: str, instead: str) -> None:
        """Another release of the same service, whose `page` says something else."""
        other = self.folder / "other-release"
        shutil.copytree(ROOT / "app", other / "app")
        template = other / "app" / "templates" / page
        before = template.read_text()
        assert words in before
        template.write_text(before.replace(words, instead))
        self.code = other
        self.restart()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            found: list[tuple[Any, ...]] = connection.execute(query, values).fetchall()
            return found

    def change(self, statement: str, *values: Any) -> None:
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            assert connection.execute(statement, values).rowcount
            connection.commit()
