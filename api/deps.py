"""Who asks: the API key of a request, the scopes that a route names, and the rate limit."""

from __future__ import annotations

from fastapi import Request

from api.exchange import exchange_of
from api.problems import Forbidden, Unauthenticated
from api.service import Service, service_of
from docgen.errors import Message
from docgen.store import ApiKey, Scope

_MOST = 200
"""Letters of a key, at most; ours have fewer."""


class Needs:
    """Dependency of every route that is not public: a valid key with one of these scopes, within its rate limit."""

    def __init__(self, *scopes: Scope) -> None:
        self.scopes = frozenset(scopes)

    async def __call__(self, request: Request) -> ApiKey:
        """Raises Unauthenticated, RateLimited or Forbidden."""
        service, exchange = service_of(request), exchange_of(request.scope)
        key = await _key_of(request, service)
        if key is None or not key.usable(service.now()):
            service.limiter.hit(f"stranger {_address(request)}", exchange)
            raise Unauthenticated(
                Message("send a valid API key in the header “{header}”", {"header": "Authorization: Bearer KEY"}),
                {"WWW-Authenticate": 'Bearer realm="docgen"'},
            )
        exchange.caller = key
        service.limiter.hit(f"key {key.id}", exchange)
        if not self.scopes & key.scopes:
            needed = ", ".join(sorted(self.scopes))
            raise Forbidden(
                Message("the API key has none of these scopes: {scopes}; ask for one that has", {"scopes": needed})
            )
        return key


class Public:
    """Dependency of a route that anybody may ask, within the rate limit of the address that asks."""

    async def __call__(self, request: Request) -> None:
        """Raises RateLimited."""
        service_of(request).limiter.hit(f"address {_address(request)}", exchange_of(request.scope))


async def _key_of(request: Request, service: Service) -> ApiKey | None:
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    secret = secret.strip()
    if kind.lower() != "bearer" or not secret.isascii() or not 0 < len(secret) <= _MOST:
        return None
    keys = service.store.keys
    return keys.remembered(secret) or await service.read(lambda session: keys.find(session, secret))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
