from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embeddings import hardware


def test_amx_is_read_from_the_processors_flags(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hardware, "CPU_INFO", tmp_path / "cpuinfo")
    assert not hardware.has_bfloat16_units()
    hardware.CPU_INFO.write_text("flags : avx512_bf16 amx_tile\n")
    assert not hardware.has_bfloat16_units()
    hardware.CPU_INFO.write_text("flags : avx512_bf16 amx_bf16 amx_tile\n")
    assert hardware.has_bfloat16_units()


@pytest.mark.parametrize(("content", "cores"), [("150000 100000", 2), ("max 100000", None), ("", None), ("1 0", None)])
def test_the_quota_of_a_container_is_rounded_up(tmp_path: Path, content: str, cores: int | None) -> None:
    (tmp_path / "cpu.max").write_text(content)
    assert hardware.container_quota(tmp_path) == cores


def test_the_older_quota_files_are_read(tmp_path: Path) -> None:
    assert hardware.container_quota(tmp_path) is None
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("-1\n")
    assert hardware.container_quota(tmp_path) is None
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("400000\n")
    assert hardware.container_quota(tmp_path) == 4


def test_the_smallest_limit_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)), raising=False)
    monkeypatch.setattr(hardware, "CONTROL_GROUPS", tmp_path)
    assert hardware.usable_cores(16) == 8
    (tmp_path / "cpu.max").write_text("300000 100000")
    assert hardware.usable_cores(16) == 3
    assert hardware.usable_cores(0) == 1
    monkeypatch.delattr(os, "sched_getaffinity")
    (tmp_path / "cpu.max").write_text("max 100000")
    assert hardware.usable_cores(16) == 16


def test_threads_are_limited_unless_the_operator_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    chosen: list[int] = []
    monkeypatch.setattr(torch, "set_num_threads", chosen.append)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 64)
    monkeypatch.setattr(hardware, "usable_cores", lambda cores: 2)
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    hardware.limit_threads()
    assert chosen == []
    monkeypatch.delenv("OMP_NUM_THREADS")
    hardware.limit_threads()
    assert chosen == [2]


@pytest.mark.parametrize(("cuda", "apple"), [(False, False), (True, False), (False, True)])
def test_an_accelerator_is_whatever_torch_can_use(monkeypatch: pytest.MonkeyPatch, cuda: bool, apple: bool) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: apple)
    assert hardware.has_accelerator() is (cuda or apple)


def test_threads_for_one_core_each_leave_the_others_theirs() -> None:
    import torch

    usual = torch.get_num_threads()
    threads = hardware.one_core_each()
    assert set(threads.map(lambda _: torch.get_num_threads(), range(8))) == {1}
    assert torch.get_num_threads() == usual
    with ThreadPoolExecutor(1) as later:
        assert later.submit(torch.get_num_threads).result() == usual
    assert hardware.one_core_each() is threads


@pytest.mark.parametrize(("said", "found"), [({}, "passive"), ({"OMP_WAIT_POLICY": "active"}, "active")])
def test_threads_that_wait_sleep_unless_the_operator_says_otherwise(said: dict[str, str], found: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"} | said
    program = "import sys, embeddings, os; assert 'torch' not in sys.modules; print(os.environ['OMP_WAIT_POLICY'])"
    told = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == found
