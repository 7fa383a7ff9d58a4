"""Transport: how a request leaves this machine: httpx over our own connections, and nothing else.

The request says the name (`Host`, and TLS asks for it); only the connection goes by number. No proxy, no
connection kept, whatever the environment says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpcore
import httpx

from broadsheet.collect.fetch.connections import CONNECT_SECONDS, Backend, resolved

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    from broadsheet.collect.fetch.connections import Patience
    from broadsheet.collect.fetch.guard import Guard

SILENCE_SECONDS = 15.0


def client(
    guard: Guard,
    context: ssl.SSLContext,
    patience: Patience,
    resolve: Callable[[str, int], list[str]] | None = None,
) -> httpx.Client:
    """A client for one feed, whose requests end with our patience. It follows no redirects by itself."""
    transport = _Transport(Backend(guard, patience, resolve or resolved), context)
    timeout = httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
    return httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=timeout)


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
