"""Every page of the pages: its address and how it is reached. Tests of all pages and the pictures go by this list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.browser.prepared import Prepared


@dataclass(frozen=True)
class Shown:
    """A page: name of its picture, route as the router declares it, and an address of it with the example."""

    name: str
    route: str
    address: Callable[[Prepared], str]
    public: bool = False
    status: int = 200


def _fixed(address: str) -> Callable[[Prepared], str]:
    return lambda _: address


PAGES: tuple[Shown, ...] = (
    Shown("sign-in", "/sign-in", _fixed("/sign-in"), public=True),
    Shown("cases", "/", _fixed("/")),
    Shown("search", "/search", _fixed("/search")),
    Shown("new-case", "/cases/new", _fixed("/cases/new")),
    Shown("account", "/account", _fixed("/account")),
    Shown("no-such-page", "", _fixed("/no-such-page"), status=404),
)
NO_PAGES: Mapping[str, str] = {
    "/language/{tag}": "goes back to where it was asked for",
}
"""Routes that answer a GET with no page of their own, and why."""
