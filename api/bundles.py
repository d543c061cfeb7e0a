"""The bundle for a meeting between the Parties, made by the workers, a type at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from api.library_jobs import folded
from api.service import Service
from docgen.errors import Message, UnknownName
from docgen.locale import Locale
from docgen.review.bundle import packed, parcels
from docgen.review.rows import Rows


async def bundled(service: Service, type_ids: Collection[str], reader: Locale) -> bytes:
    """One ZIP of these types, for whoever reads this language.

    Raises UnknownName for a type that there is not, StoreUnusable, EngineBusy, TimeLimitReached.
    """
    names = (await asyncio.to_thread(Rows.of, service.store, reader.catalogue)).names
    found = await asyncio.to_thread(parcels, service.shelf, names, type_ids)
    if set(type_ids) - {each.type for each in found}:
        raise UnknownName(Message("there is no such document type; look at the list of types"))
    folders = [await service.workers.run(folded, each, reader.tag) for each in found]
    return await asyncio.to_thread(packed, folders, reader, service.now())
