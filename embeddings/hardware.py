"""What this machine offers an encoder: cores that may be used, and units for bfloat16."""

from __future__ import annotations

import ctypes
import math
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CONTROL_GROUPS = Path("/sys/fs/cgroup")
CPU_INFO = Path("/proc/cpuinfo")

_threads: dict[int, ThreadPoolExecutor] = {}  # by process: threads do not outlive a fork
_making = threading.Lock()


def has_bfloat16_units() -> bool:
    """Whether the CPU multiplies bfloat16 matrices in hardware (AMX); without that, float32 is as fast or faster.

    Known on Linux only; elsewhere the answer is no.
    """
    try:
        return "amx_bf16" in CPU_INFO.read_text().split()
    except OSError:
        return False


def has_accelerator() -> bool:
    """Whether torch can use a GPU here (CUDA, ROCm or Apple's)."""
    import torch

    return bool(torch.cuda.is_available() or torch.backends.mps.is_available())


def usable_cores(cores: int) -> int:
    """Of `cores` physical ones, those this process may use: its affinity and a container's quota taken into account."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    return max(1, min(cores, allowed, container_quota(CONTROL_GROUPS) or cores))


def container_quota(folder: Path) -> int | None:
    """The CPU quota of a container, in whole cores rounded up; None without one.

    Args:
        folder: where the control groups are mounted; both versions of their files are read.
    """
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text().split()
        else:
            quota = (folder / "cpu" / "cpu.cfs_quota_us").read_text().strip()
            period = (folder / "cpu" / "cpu.cfs_period_us").read_text().strip()
        cores = int(quota) / int(period)  # "max" is no number: no quota
    except (OSError, ValueError, ZeroDivisionError):
        return None
    return math.ceil(cores) if cores > 0 else None


def let_waiting_threads_sleep() -> None:
    """Have threads of OpenMP sleep while they wait for one another; to be said before torch is loaded.

    By default they keep their cores busy for about a millisecond at every step of a model, in the hope to be needed at once.
    Where anybody else wants a core, the thread waited for is the one that does not get it: on two cores shared with others an
    encoding took six times as long and six times the processor time. The operator's OMP_WAIT_POLICY stands.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def limit_threads() -> None:
    """Keep torch, which starts a thread per physical core, within the cores that may be used.

    A container with a small quota on a large machine would otherwise run dozens of threads on two cores. The
    operator's OMP_NUM_THREADS stands. numpy gets one thread: those of its OpenBLAS keep a core busy for a while after
    each product, and an encoding that follows takes up to twice as long.
    """
    import torch
    from threadpoolctl import ThreadpoolController

    ThreadpoolController().select(internal_api="openblas").limit(limits=1)

    if "OMP_NUM_THREADS" not in os.environ and usable_cores(torch.get_num_threads()) < torch.get_num_threads():
        torch.set_num_threads(usable_cores(torch.get_num_threads()))


def one_core_each() -> ThreadPoolExecutor:
    """Threads, as many as torch works with, each of which computes on one core; the same ones for the whole process."""
    import torch

    with _making:
        threads = _threads.get(os.getpid())
        if threads is None:
            cores = torch.get_num_threads()
            threads = ThreadPoolExecutor(cores, thread_name_prefix="core", initializer=_on_one_core)
            all_there = threading.Barrier(cores)
            list(threads.map(lambda _: all_there.wait(), range(cores)))
            # Every thread that is begun later would have one core, too: the number set last, by whichever thread.
            back = threading.Thread(target=torch.set_num_threads, args=(cores,))
            back.start()
            back.join()
            _threads[os.getpid()] = threads
        return threads


def _on_one_core() -> None:
    """Let torch compute on one core in this thread."""
    import torch

    torch.get_num_threads()  # a thread's first question sets it to the usual number, even after another was set
    torch.set_num_threads(1)


def return_freed_memory() -> None:
    """Return to the system what was freed in many small pieces. Elsewhere than on Linux with glibc nothing happens."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):
        return
