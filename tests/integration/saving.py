"""Saves a case again and again and says so after each save, in a process of its own that somebody kills.

    python -m tests.integration.saving CASE USER

For each line that it reads it starts such a process, and prints its number, what that has saved, and END once it is
dead: what has to be imported is imported once.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from docgen.casefile.files import CaseFiles
from docgen.settings import Settings
from docgen.store import Store

END = "end"


def main(case: str, user: str) -> None:
    """One process for each line of the input."""
    for _ in sys.stdin:
        child = os.fork()  # no thread has been started yet
        if child == 0:
            save(case, user)
        print(child, flush=True)
        os.waitpid(child, 0)
        print(END, flush=True)


def save(case: str, user: str) -> None:
    """Each save counts one further; a number is printed once it is durable."""
    with Store.open(Settings.read()) as store:
        files = CaseFiles(store, days=180)
        opened = files.open(case, user)
        while opened is not None:
            count = int(opened.draft.at(("person", "code")) or 0) + 1
            changed = opened.draft.put(("person", "code"), str(count))
            opened = files.save(case, user, opened.revision, changed, "person", datetime.now(UTC))
            print(count, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
