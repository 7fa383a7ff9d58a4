"""Transport: how a request leaves this machine. Connects only to an address that the guard has seen.

A name is resolved once, each of its addresses looked at, and the connection made to one that passed: a name
that resolves to something else a moment later changes nothing. The request still says the name (`Host`,
and TLS asks for it), because only the connection goes by number. No proxy, no connection kept, one deadline.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from typing import TYPE_CHECKING

import httpcore
import httpx

from broadsheet.collect.fetch.guard import is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator

    from broadsheet.collect.fetch.guard import Guard

CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 15.0


class Forbidden(httpx.TransportError):
    """A name none of whose addresses may be reached."""


def client(
    guard: Guard,
    context: ssl.SSLContext,
    seconds: float,
    resolve: Callable[[str, int], list[str]] | None = None,
) -> httpx.Client:
    """A client for one feed, whose requests all end `seconds` from now. It follows no redirects by itself."""
    deadline = time.monotonic() + seconds
    transport = _Transport(_Backend(guard, deadline, resolve or resolved), context)
    timeout = httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
    return httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=timeout)


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which they are to be tried."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class _Transport(httpx.BaseTransport):
    """httpx's own transport, but for the backend, which it lets nobody choose."""

    def __init__(self, backend: httpcore.NetworkBackend, context: ssl.SSLContext) -> None:
        self._backend, self._context = backend, context

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        pool = httpcore.ConnectionPool(
            ssl_context=self._context, network_backend=self._backend, max_keepalive_connections=0
        )
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        try:
            answer = pool.handle_request(asked)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            pool.close()
            raise _told(error) from error
        except httpx.TransportError:
            pool.close()
            raise
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer, pool))


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response, pool: httpcore.ConnectionPool) -> None:
        self._answer, self._pool = answer, pool

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_stream()
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _told(error) from error

    def close(self) -> None:
        self._answer.close()
        self._pool.close()


def _told(error: Exception) -> httpx.TransportError:
    """The same in httpx's words."""
    if isinstance(error, httpcore.ConnectTimeout):
        return httpx.ConnectTimeout("no connection in time")
    if isinstance(error, httpcore.TimeoutException):
        return httpx.ReadTimeout("no answer in time")
    if isinstance(error, httpcore.ConnectError):
        return httpx.ConnectError(str(error))
    if isinstance(error, httpcore.ProtocolError):
        return httpx.RemoteProtocolError(str(error))
    return httpx.ReadError(str(error) or "the connection broke off")


class _Backend(httpcore.NetworkBackend):
    """Connections to checked addresses, none of which outlives the deadline."""

    def __init__(self, guard: Guard, deadline: float, resolve: Callable[[str, int], list[str]]) -> None:
        self._guard, self._deadline, self._resolve = guard, deadline, resolve
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
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
                    address, port, _remaining(timeout, self._deadline), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                broken = error
                continue
            peer = stream.get_extra_info("server_addr")
            if not self._guard.is_allowed_host(host, port) and not is_public(str(peer[0])):
                stream.close()
                raise Forbidden(f"{host} is at {peer[0]}, which is not on the public internet")
            return _Timed(stream, self._deadline)
        raise broken

    def _checked(self, host: str, port: int) -> list[str]:
        """The addresses of a name that may be connected to."""
        found = _in_time(self._resolve, host, port, _remaining(CONNECT_SECONDS, self._deadline))
        if self._guard.is_allowed_host(host, port):
            return found
        public = [address for address in found if is_public(address)]
        if found and not public:
            raise Forbidden(f"{host} is at {found[0]}, which is not on the public internet")
        return public


class _Timed(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline, so that a server can't feed us a byte at a time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _remaining(timeout, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _remaining(timeout, self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _remaining(timeout, self._deadline))
        return _Timed(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _remaining(timeout: float | None, deadline: float) -> float:
    left = deadline - time.monotonic()
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
