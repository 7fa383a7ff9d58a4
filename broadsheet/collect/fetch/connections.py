"""Connections: sockets to addresses that the guard has seen, none of which outlives our patience.

A name is resolved once, each of its addresses looked at, and the connection made to one that passed: a name
that resolves to something else a moment later changes nothing.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore
import httpx

from broadsheet.collect.fetch.guard import is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator

    from broadsheet.collect.fetch.guard import Guard

CONNECT_SECONDS = 5.0


class Patience:
    """The seconds that one feed may take. They pass while it is asked for, not while we wait for our turn."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._since: float | None = None

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Let time pass until the end of the block."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._left, self._since = self.left(), None

    def left(self) -> float:
        """How many are left."""
        return self._left if self._since is None else self._left - (time.monotonic() - self._since)


class Forbidden(httpx.TransportError):
    """A name none of whose addresses may be reached."""


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which they are to be tried."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Backend(httpcore.NetworkBackend):
    """Connections to checked addresses, none of which outlives our patience."""

    def __init__(self, guard: Guard, patience: Patience, resolve: Callable[[str, int], list[str]]) -> None:
        self._guard, self._patience, self._resolve = guard, patience, resolve
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(  # noqa: D102 - httpcore's
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        broken: Exception = httpcore.ConnectError("the name has no address")
        for address in self._checked(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, _remaining(timeout, self._patience), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                broken = error
                continue
            peer = stream.get_extra_info("server_addr")
            if not self._guard.is_allowed_host(host, port) and not is_public(str(peer[0])):
                stream.close()
                raise Forbidden(f"{host} is at {peer[0]}, which is not on the public internet")
            return _Timed(stream, self._patience)
        raise broken

    def _checked(self, host: str, port: int) -> list[str]:
        """The addresses of a name that may be connected to."""
        found = _in_time(self._resolve, host, port, _remaining(CONNECT_SECONDS, self._patience))
        if self._guard.is_allowed_host(host, port):
            return found
        public = [address for address in found if is_public(address)]
        if found and not public:
            raise Forbidden(f"{host} is at {found[0]}, which is not on the public internet")
        return public


class _Timed(httpcore.NetworkStream):
    """A connection whose every wait ends with our patience: no server can feed us a byte at a time."""

    def __init__(self, stream: httpcore.NetworkStream, patience: Patience) -> None:
        self._stream, self._patience = stream, patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _remaining(timeout, self._patience))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _remaining(timeout, self._patience))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _remaining(timeout, self._patience))
        return _Timed(secured, self._patience)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _remaining(timeout: float | None, patience: Patience) -> float:
    left = patience.left()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this feed is over")
    return left if timeout is None else min(timeout, left)


def _in_time(resolve: Callable[[str, int], list[str]], host: str, port: int, seconds: float) -> list[str]:
    """A name's addresses; a resolver can take minutes and can't be stopped, so it is left behind."""
    answers: queue.Queue[list[str] | OSError | UnicodeError] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"the name {host} could not be looked up in time") from None
    if isinstance(answer, list):
        return answer
    raise httpcore.ConnectError(f"the name {host} could not be looked up: {answer}")
