"""Which versions of a type are read beside each other: those that an address names, else the newest in use."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import Request

from api.problems import NotFound
from api.service import Service, service_of
from docgen.binding import COVER
from docgen.docx.wording import Wording
from docgen.errors import Key, Message, WordingDamaged
from docgen.review.examining import Panel
from docgen.review.words import title_of
from docgen.shelf.state import State, Version


@dataclass(frozen=True)
class Choice:
    """The versions that are looked at by language, all there are, and the languages in which one was asked for."""

    type_id: str
    versions: Mapping[str, Version]
    kept: Mapping[str, Sequence[Version]]
    asked: Sequence[str] = ()

    @property
    def title(self) -> Key:
        return title_of(self.type_id)

    @property
    def testable(self) -> bool:
        """Whether a case makes the paper, so that tests can say what it prints."""
        return self.type_id != COVER

    @property
    def query(self) -> str:
        """What names these versions in an address; "" for the newest ones."""
        return urlencode({tag: self.versions[tag].number for tag in self.asked})

    def address(self, tail: str = "", at: str = "", **more: object) -> str:
        """Address of a page of this type with these versions; `at` is the id of a place on it."""
        named = {tag: self.versions[tag].number for tag in self.asked} | {
            name: each for name, each in more.items() if each
        }
        place = f"#{quote(at, safe='+/')}" if at else ""
        return f"/library/{self.type_id}{tail}{'?' if named else ''}{urlencode(named)}{place}"

    async def panel(self, service: Service) -> Panel:
        """What is examined together. Raises StoreUnusable."""
        return Panel(self.versions, await asyncio.to_thread(service.shelf.trials.of, self.type_id))


def no_such() -> Message:
    return Message("there is no such wording; look at the template library")


async def choice_of(request: Request, type_id: str) -> Choice:
    """What the query of a request names by languages. Raises NotFound, StoreUnusable."""
    service = service_of(request)
    kept: dict[str, list[Version]] = {}
    for tag in service.library.locales:
        if found := await asyncio.to_thread(service.shelf.versions, type_id, tag):
            kept[tag] = found
    if not kept:
        raise NotFound(no_such())
    asked = {tag: request.query_params[tag] for tag in kept if request.query_params.get(tag)}
    return Choice(type_id, {tag: _one(own, asked.get(tag)) for tag, own in kept.items()}, kept, tuple(asked))


def _one(kept: Sequence[Version], asked: str | None) -> Version:
    if asked is None:
        return next((each for each in kept if each.state is not State.RETIRED), kept[0])
    return numbered(kept, asked)


def numbered(kept: Sequence[Version], number: str | int) -> Version:
    """The version with this number, as it stands in an address. Raises NotFound."""
    said = str(number)
    found = next((each for each in kept if str(each.number) == said), None)
    if found is None:
        raise NotFound(no_such())
    return found


async def wordings_of(
    service: Service, versions: Mapping[str, Version]
) -> tuple[dict[str, Wording], dict[str, Message]]:
    """The bytes of versions by language, and of which the store has not what was kept. Raises StoreUnusable."""
    wordings: dict[str, Wording] = {}
    damaged: dict[str, Message] = {}
    for tag, version in versions.items():
        try:
            wordings[tag] = await asyncio.to_thread(service.shelf.wording, version)
        except WordingDamaged as error:
            damaged[tag] = error.message
    return wordings, damaged
