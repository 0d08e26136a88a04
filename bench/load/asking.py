"""One officer at one of the serving processes: a request, its answer, and how long that took.

`http.client` and a thread for each officer: four or five requests a second need no framework of load tests. Locust was
looked at: it is well kept, and brings gevent, flask and a dozen others, some 60 MB, with patches to the interpreter's own
sockets; what it would add here, users by the ten thousand and many machines that send, is not wanted on one.
"""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

ANSWER = 120.0  # seconds for one answer
NO_ANSWER = 0  # stands for a status where none came
REDIRECTED = {303}


@dataclass(frozen=True)
class Answer:
    """What came of a request. `at`: seconds of the monotonic clock when it was sent."""

    kind: str
    at: float
    seconds: float
    status: int
    content: bytes = field(default=b"", repr=False)
    where: str = ""  # the address of what was made

    @property
    def is_good(self) -> bool:
        """Whether it is what was asked for."""
        return self.status in (200, 201) or self.status in REDIRECTED

    def json(self) -> Any:
        """Its content, read."""
        return json.loads(self.content)


class Officer:
    """Somebody with a token at one process; every request has a connection of its own, as after a pause it would."""

    def __init__(self, port: int, token: str, number: int = 0, account_id: str = "") -> None:
        self.port, self.token, self.number, self.account_id = port, token, number, account_id

    def get(self, kind: str, path: str, **query: Any) -> Answer:
        """Look at something."""
        return self._ask(kind, "GET", f"{path}?{urlencode(query)}" if query else path, None, {})

    def post(self, kind: str, path: str, data: Any, **headers: str) -> Answer:
        """Send data."""
        return self._ask(kind, "POST", path, json.dumps(data).encode(), {"Content-Type": "application/json"} | headers)

    def send(self, kind: str, path: str, form: dict[str, str]) -> Answer:
        """Send a form of a page."""
        told = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(kind, "POST", path, urlencode(form).encode(), told)

    def _ask(self, kind: str, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER)
        told = {"Authorization": f"Bearer {self.token}", "Connection": "close", "Accept-Encoding": "identity"} | headers
        start = time.monotonic()
        try:
            connection.request(method, path, body, told)
            answer = connection.getresponse()
            content, status, where = answer.read(), answer.status, answer.getheader("location") or ""
        except (OSError, http.client.HTTPException) as error:
            content, status, where = repr(error).encode(), NO_ANSWER, ""
        finally:
            connection.close()
        return Answer(kind, start, time.monotonic() - start, status, content, where)
