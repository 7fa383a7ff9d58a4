"""A real nginx: what a reader's machine is sent of a built site, with the files that the build makes for it.

Debian's `nginx` is looked for, not installed: without it the tests that need it are skipped, except where
`BROADSHEET_BROWSER=required` says that everything must be there, as CI does.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.browsing import missing

MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
CONFIGURATION = """\
{modules}
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {includes}/http.conf;
  server {{
    listen 127.0.0.1:{port};
    root {site};
    include {includes}/server.conf;
  }}
}}
"""


class Answer(NamedTuple):
    """What a server sent: the status, the headers by their names in small letters, the body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A running nginx."""

    port: int

    def get(self, path: str, **headers: str) -> Answer:
        """The answer to a request, redirects not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(
                "GET", path, headers={name.replace("_", "-"): one for name, one in headers.items()}
            )
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


@contextmanager
def nginx(site: Path, includes: Path, folder: Path) -> Iterator[Server]:
    """A nginx that serves a site, on a port of this machine alone."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        missing("there is no nginx: apt-get install nginx-light")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.mkdir(exist_ok=True)
    written = folder / "nginx.conf"
    modules = f"load_module {MODULE};" if MODULE.exists() else ""
    # Started by root it would read as nobody, who may not look into the folders of tests.
    user = "user root;" if os.geteuid() == 0 else ""
    written.write_text(
        CONFIGURATION.format(
            modules=modules, user=user, folder=folder, includes=includes, site=site, port=port
        )
    )
    running = subprocess.Popen([program, "-p", str(folder), "-c", str(written)], stderr=subprocess.PIPE)
    try:
        _await(port, running)
        yield Server(port)
    finally:
        running.terminate()
        running.wait(10)


def _await(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        if running.poll() is not None:
            said = running.stderr.read().decode() if running.stderr else ""
            raise AssertionError(f"nginx does not start: {said}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not answer")
