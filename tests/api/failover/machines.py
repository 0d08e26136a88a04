"""Two machines for the tests: network namespaces joined by a line that can be cut, or this machine twice over."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
CLONE_NEWNET = 0x40000000
TOOLS = ("ip", "nsenter", "setpriv")


@dataclass
class Machine:
    """Where a database server and a service run. `network` is the file of its namespace; None: this machine."""

    address: str
    network: Path | None = None
    line: str = ""  # name of its end of the line
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(
        self, command: list[str], log: Path, user: str | None = None, **environment: str
    ) -> subprocess.Popen[bytes]:
        """A process of this machine, in a group of its own."""
        with log.open("ab") as told:
            process = subprocess.Popen(
                [*self._before(user), *command], stdout=told, stderr=told, stdin=subprocess.DEVNULL,
                env=os.environ | environment, start_new_session=True, cwd="/",
            )  # fmt: skip
        self.processes.append(process)
        return process

    def run(self, command: list[str], user: str | None = None) -> str:
        """What a command says that runs on this machine."""
        done = subprocess.run([*self._before(user), *command], capture_output=True, text=True, check=False, cwd="/")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def call(self, work: Callable[[], T]) -> T:
        """What some work gives that is done on this machine: its connections are made from there."""
        given: list[T] = []
        failed: list[BaseException] = []

        def there() -> None:
            try:
                self.enter()
                given.append(work())
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=there)
        thread.start()
        thread.join()
        if failed:
            raise failed[0]
        return given[0]

    def enter(self) -> None:
        """From here on, this thread is on the machine."""
        if self.network is None:
            return
        with self.network.open() as network:
            if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), f"cannot enter {self.network}")

    def cut(self) -> None:
        """Take the line down, where there is one."""
        if self.network is not None:
            self.run(["ip", "link", "set", self.line, "down"])

    def stop(self) -> None:
        """End every process that was started here."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()

    def _before(self, user: str | None) -> list[str]:
        inside = ["nsenter", f"--net={self.network}"] if self.network else []
        as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        return inside + as_user


def can_be_apart() -> bool:
    """Whether network namespaces may be made here."""
    if os.geteuid() != 0 or not all(map(shutil.which, TOOLS)):
        return False
    name = f"em-{secrets.token_hex(3)}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode == 0
    if made:
        subprocess.run(["ip", "netns", "del", name], check=False)
    return made


@contextmanager
def two_machines(*, apart: bool) -> Iterator[tuple[Machine, Machine]]:
    """Two machines, and none of their processes afterwards.

    Args:
        apart: in network namespaces of their own, joined by a line.
    """
    if not apart:
        here = Machine("127.0.0.1"), Machine("127.0.0.1")
        try:
            yield here
        finally:
            for one in here:
                one.stop()
        return
    mark = secrets.token_hex(3)
    names, lines = [f"em-{mark}-{end}" for end in "ab"], [f"em{mark}{end}" for end in "ab"]
    machines = tuple(
        Machine(f"10.213.7.{number}", Path("/run/netns") / name, line)
        for number, name, line in zip((1, 2), names, lines, strict=True)
    )
    try:
        for name in names:
            _ip("netns", "add", name)
        _ip("link", "add", lines[0], "netns", names[0], "type", "veth", "peer", "name", lines[1], "netns", names[1])
        for one in machines:
            one.run(["ip", "address", "add", f"{one.address}/24", "dev", one.line])
            for device in ("lo", one.line):
                one.run(["ip", "link", "set", device, "up"])
        yield machines[0], machines[1]
    finally:
        for one in machines:
            one.stop()
        for name in names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
