"""The far end of a worker: takes calls one after the other, each within its limits, until its caller is gone."""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import struct
import sys
from typing import Any, BinaryIO

from matching.errors import MatchingError
from matching.texts import detect_language

MOST_CALLS = 1_000  # then another process takes over, so that what leaks does not grow
MOST_MEGABYTES = 200  # held after a call: the same; reading leaves some 145
_MEGABYTE = 1024 * 1024


def serve() -> None:
    """Answer calls from standard input on standard output until the input ends."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # what a library prints must not mix with the answers
    detect_language("made ready")  # its model is unpacked through a file for a moment, which is not possible later
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    for number in range(1, MOST_CALLS + 1):
        call = _call(calls)
        if call is None:
            return
        answer = _answer(call)
        more = number < MOST_CALLS and answer[0] != "memory" and _held() < MOST_MEGABYTES
        _reply(answers, (*answer, more))
        if not more:
            return


def _call(calls: BinaryIO) -> tuple[Any, ...] | None:
    head = calls.read(8)
    if len(head) < 8:
        return None
    (length,) = struct.unpack("!Q", head)
    call: tuple[Any, ...] = pickle.loads(calls.read(length))  # nosec B301 - from the service that started this process
    return call


def _answer(call: tuple[Any, ...]) -> tuple[Any, ...]:
    module, name, args, seconds, megabytes = call
    try:
        function = getattr(importlib.import_module(module), name)
        _limit(seconds, megabytes)
        value = function(*args)
        _limit(seconds + 5, 0)
        return "value", value
    except MatchingError as error:
        return "problem", error.code, error.what, error.found, error.next_step
    except MemoryError:
        return "memory", None
    except Exception as error:
        where = sys.exc_info()[2]
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_name}:{where.tb_lineno}" if where else ""
        return "error", f"{type(error).__name__} in {place}"  # not its message, which may quote the document


def _limit(seconds: float, megabytes: int) -> None:
    """Limits from here on: processor time beyond what was used already, and memory that may be addressed (0: any)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
    memory = megabytes * _MEGABYTE if megabytes else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))


def _held() -> float:
    """Megabytes held now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / _MEGABYTE


def _reply(answers: BinaryIO, answer: tuple[Any, ...]) -> None:
    try:
        data = pickle.dumps(answer)
    except Exception as error:  # a result that is no plain value
        data = pickle.dumps(("error", type(error).__name__, False))
    answers.write(struct.pack("!Q", len(data)) + data)
    answers.flush()
