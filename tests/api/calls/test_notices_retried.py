"""A letter that could not be sent: tried again with pauses, given up in the open, never sent twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.notices import OutboxFolder, TemporaryDeliveryError
from api.services.notices.notices_queue import CLAIMED_FOR, PAUSES, SERVER_PAUSE, send_waiting
from api.services.office import Office
from tests.api.calls.letters import by_smtp, outbox, row_of, waiting
from tests.api.conftest import Watchmaker
from tests.api.notices.mail_servers import Postbox, mail_server


def test_what_could_not_be_sent_is_tried_again_with_growing_pauses_and_then_given_up(
    staffed: Office, clock: Watchmaker
) -> None:
    notice = waiting(staffed)
    with mail_server(Postbox(RCPT="451 try later")) as port:
        office = by_smtp(staffed, port)
        for tries, pause in enumerate(PAUSES, start=1):
            done = send_waiting(office)
            kept = row_of(office, notice)
            assert (done.postponed, kept.state, kept.tries) == (1, "waiting", tries)
            assert kept.next_try_at == clock.now() + pause
            assert send_waiting(office).postponed == 0  # not before its time
            clock.moment += pause
        assert send_waiting(office).failed == 1
    assert (row_of(staffed, notice).state, row_of(staffed, notice).problem) == ("failed", "given_up")
    assert list(PAUSES) == sorted(PAUSES)


def test_a_letter_that_is_refused_for_good_is_not_tried_again(staffed: Office) -> None:
    notice = waiting(staffed)
    with mail_server(Postbox(RCPT="550 no such mailbox")) as port:
        assert send_waiting(by_smtp(staffed, port)).failed == 1
    assert (row_of(staffed, notice).state, row_of(staffed, notice).problem) == ("failed", "delivery_refused")


def test_where_the_server_takes_nothing_no_letter_is_at_fault(staffed: Office, clock: Watchmaker) -> None:
    ids = [waiting(staffed), waiting(staffed, "bert")]
    with mail_server(Postbox(MAIL="530 authentication required")) as port:
        done = send_waiting(by_smtp(staffed, port))
    assert (done.postponed, done.failed) == (1, 0)
    assert sorted(row_of(staffed, i).tries for i in ids) == [0, 0]
    clock.moment += SERVER_PAUSE
    assert send_waiting(staffed).sent == 2  # into the outbox, once no server is set any more


def test_what_was_taken_and_never_marked_is_not_sent_a_second_time(staffed: Office, clock: Watchmaker) -> None:
    class Killed(BaseException):
        """As when the process dies."""

    class DiesAfterwards(OutboxFolder):
        def send(self, *arguments: Any) -> None:
            super().send(*arguments)
            raise Killed

    notice = waiting(staffed)
    with pytest.raises(Killed):
        send_waiting(staffed, DiesAfterwards(staffed.settings.data / "outbox"))
    assert row_of(staffed, notice).state == "sending"
    assert send_waiting(staffed) == type(send_waiting(staffed))()  # somebody else may be at it
    clock.moment += CLAIMED_FOR + timedelta(seconds=1)
    assert send_waiting(staffed).failed == 1
    kept = row_of(staffed, notice)
    assert (kept.state, kept.problem, len(outbox(staffed))) == ("failed", "interrupted", 1)


def test_two_processes_never_send_the_same_letter(staffed: Office) -> None:
    ids = [waiting(staffed, i) for i in ("anna", "bert", "cleo", "dino")]
    sent: list[str] = []

    class Counting(OutboxFolder):
        def send(self, message_id: str, *rest: Any) -> None:
            sent.append(message_id)
            super().send(message_id, *rest)

    out = Counting(staffed.settings.data / "outbox")
    threads = [threading.Thread(target=send_waiting, args=(staffed, out)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == sorted(ids)
    assert {row_of(staffed, i).state for i in ids} == {"sent"}


def test_a_folder_that_cannot_be_written_postpones(staffed: Office, tmp_path: Path) -> None:
    class Full(OutboxFolder):
        def send(self, *_: Any) -> None:
            raise TemporaryDeliveryError("The notice could not be written.")

    notice = waiting(staffed)
    assert send_waiting(staffed, Full(tmp_path)).postponed == 1
    assert row_of(staffed, notice).problem == "delivery_postponed"
