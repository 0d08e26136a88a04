"""All threads of a service take their memory from few stores, as the C library itself counts them."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

TELLING = """
import ctypes, threading
from api.commands.memory import share_arenas
if {shared}:
    share_arenas()
libc = ctypes.CDLL("libc.so.6")
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
together = threading.Barrier(12)
def take():
    together.wait()
    libc.malloc(50_000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(12)]
[one.start() for one in threads]
[one.join() for one in threads]
libc.fopen.restype, libc.malloc_info.argtypes = ctypes.c_void_p, [ctypes.c_int, ctypes.c_void_p]
libc.fflush.argtypes = [ctypes.c_void_p]
out = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="the C library is not glibc")
@pytest.mark.parametrize("shared", [True, False])
def test_threads_share_few_stores_of_memory(shared: bool) -> None:
    told = subprocess.run(
        [sys.executable, "-c", TELLING.format(shared=shared)], capture_output=True, text=True, check=True
    )
    stores = told.stdout.count("<heap nr=")
    assert 1 <= stores <= 2 if shared else stores > 2
