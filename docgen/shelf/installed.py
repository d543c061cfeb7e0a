"""The shelf of an installation as what renders sees it: its store, once there is one. Nothing is made or migrated."""

from __future__ import annotations

import threading
from collections.abc import Collection
from typing import TYPE_CHECKING

from docgen.docx.wording import Wording
from docgen.library import Chosen, NothingApproved
from docgen.settings import DATABASE, Settings
from docgen.verification.key import stored_key

if TYPE_CHECKING:
    from docgen.shelf.reading import StoredShelf


class InstalledShelf(NothingApproved):
    """`docgen.library.Shelf` over the store that the settings name; without one nothing is approved.

    Raises StoreUnusable where there is a store that cannot be read: what is approved is then not known.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stored: StoredShelf | None = None
        self._lock = threading.Lock()

    def chosen(self, type_id: str, tag: str) -> Chosen | None:
        stored = self._stored or self._opened()
        return stored.chosen(type_id, tag) if stored else None

    def approved(self, wanted: Collection[tuple[str, str]]) -> int:
        stored = self._stored or self._opened()
        return stored.approved(wanted) if stored else 0

    def wording(self, chosen: Chosen) -> Wording:
        stored = self._stored or self._opened()
        return stored.wording(chosen) if stored else super().wording(chosen)

    def close(self) -> None:
        with self._lock:
            if self._stored:
                self._stored.close()
            self._stored = None

    def _opened(self) -> StoredShelf | None:
        """The store, once there is one that has versions; asked again at each render until then."""
        if not self._settings.database_url and not (self._settings.data / DATABASE).is_file():
            return None
        key = stored_key(self._settings.store_key_file)
        if key is None:
            return None
        # Here, since it takes a quarter of a second to import, and most commands have no store.
        from docgen.shelf.reading import StoredShelf

        with self._lock:
            self._stored = self._stored or StoredShelf.open(self._settings, key)
            return self._stored
