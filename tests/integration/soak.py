"""Renders many documents in one process and prints its memory: `python -m tests.integration.soak [RENDERS] [FORMAT]…`.

FORMAT `word` fills the Word templates only, from documents validated once; `docx` and `pdf` are the whole way.

Not collected by pytest. It cycles every type in every language (Word and PDF) and prints the resident set after a
warm-up and at each tenth of the way; a leak shows as growth that does not stop.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path

from docgen.case import Case
from docgen.documents import document_type, document_types, example
from docgen.generate import FORMATS, generate
from docgen.press import Press

WARM_UP_ROUNDS = 3


def resident_mib() -> float:
    """Memory of this process in MiB (Linux, proc(5): VmRSS is in KiB)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _generator(cases: Mapping[str, Case], press: Press, formats: Sequence[str]) -> Callable[[str, str], object]:
    return lambda type_id, tag: generate(cases[type_id], press=press, types=[type_id], languages=[tag], formats=formats)


def _filler(cases: Mapping[str, Case], press: Press) -> Callable[[str, str], object]:
    documents = {type_id: document_type(type_id).of(case) for type_id, case in cases.items()}
    library = press.library
    return lambda type_id, tag: library.template(type_id, tag).render(
        documents[type_id].view(library.locale(tag)), title=type_id, language=tag, mark="DRAFT"
    )


def soak(renders: int, formats: Sequence[str] = FORMATS) -> float:
    """Render that many documents after the warm-up; returns the growth in MiB."""
    press = Press.open()
    cases = {type_id: Case.load(json.dumps(example(document_type(type_id)))) for type_id in document_types()}
    papers = [(type_id, tag) for type_id in cases for tag in press.library.languages_of(type_id)]
    step = max(renders // 10, 1)
    make = _filler(cases, press) if "word" in formats else _generator(cases, press, formats)
    for type_id, tag in papers * WARM_UP_ROUNDS:
        make(type_id, tag)
    before, started = resident_mib(), time.monotonic()
    print(f"{len(papers)} papers, warm: {before:.1f} MiB", flush=True)
    for number, (type_id, tag) in enumerate(islice(cycle(papers), renders), 1):
        make(type_id, tag)
        if number % step == 0:
            rate = number / (time.monotonic() - started)
            print(f"{number:>9,} renders  {resident_mib() - before:+8.1f} MiB  {rate:,.0f}/s", flush=True)
    return resident_mib() - before


if __name__ == "__main__":
    grown = soak(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2:] or FORMATS)
    print(f"grown by {grown:.1f} MiB")
