"""nginx as it is deployed, before processes of this machine: the template of `deploy/proxy`, filled in for them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from grp import getgrgid
from pathlib import Path
from pwd import getpwuid

from rich.console import Console

from bench.serving import Process, free_port, started
from bench.waiting import GaveUp, wait_for

TEMPLATE = Path(__file__).parent.parent / "deploy" / "proxy" / "default.conf.template"
START = 10.0  # seconds
BEYOND = ("resolver ", "ssl_certificate")  # lines about names and certificates, of which there are none on one machine
AROUND = """user {user} {group};
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{inside}
}}
"""


def filled_in(template: str, port: int, behind: Sequence[int]) -> str:
    """The template for a proxy at `port` of this machine, without a certificate, before processes at the ports `behind`."""
    lines = []
    for line in template.splitlines():
        if line.strip().startswith(BEYOND):
            continue
        if found := re.fullmatch(r"(\s+)server service:\d+ resolve (.*);", line):
            lines += [f"{found[1]}server 127.0.0.1:{one} {found[2]};" for one in behind]
        else:
            lines.append(line)
    words = "\n".join(lines).replace("${SERVER_NAME}", "_")
    return re.sub(r"listen \d+ ssl;", f"listen 127.0.0.1:{port};", words)


@contextmanager
def proxy(behind: Sequence[int], console: Console) -> Iterator[int]:
    """A proxy before the processes at some ports; its own port.

    Raises:
        GaveUp: nginx is not installed, or does not begin.
    """
    nginx = shutil.which("nginx")
    if nginx is None:
        raise GaveUp("There is no nginx on this machine: install it, or leave out --proxy.")
    with tempfile.TemporaryDirectory(prefix="expertmatch-proxy-") as folder:
        port, told = free_port(), Path(folder) / "nginx.conf"
        inside = filled_in(TEMPLATE.read_text(encoding="utf-8"), port, behind)
        user, group = getpwuid(os.geteuid()).pw_name, getgrgid(os.getegid()).gr_name  # who may write into the folder
        told.write_text(AROUND.format(user=user, group=group, folder=folder, inside=inside), encoding="utf-8")
        words, log = ("-c", str(told), "-p", folder), Path(folder) / "nginx.log"
        with started("the proxy", words, log, console, port, (nginx,)) as process:
            wait_for(console, "the proxy to listen", partial(_not_yet, process), START)
            yield port


def _not_yet(process: Process) -> str:
    if words := process.ended():
        raise GaveUp(words)
    with socket.socket() as asked:
        return "" if asked.connect_ex(("127.0.0.1", process.port)) == 0 else f"nobody listens at {process.port}"
