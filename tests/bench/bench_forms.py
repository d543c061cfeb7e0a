"""How fast a form is filled: docgen against pypdf's own fill with an embedded font and against PyPDFForm.

    python -m tests.bench.bench_forms [--rounds N]

All fill the same text fields of the fixture form with the same Latin values, taking turns in one run; only the ratios
of the medians mean anything. Then each fills in a Khmer name, and what poppler reads and draws of it is told.
PyPDFForm wants an older pypdf, so it has an environment of its own (`make bench` sets it up from peers.lock).
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
from pypdf.generic import DictionaryObject, NameObject

from docgen.library import Library
from docgen.pdf.acroform import fill
from docgen.pdf.coding.clusters import Cluster
from docgen.pdf.coding.font import CodedFont
from docgen.pdf.coding.objects import font_dictionary, for_pypdf
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import Face, FontBook
from docgen.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
FORM = ROOT / "tests" / "fixtures" / "forms" / "all_kinds.en.pdf"
OURS, PYPDF, WHOLE = "docgen", "pypdf, the form's font", "pypdf, font for all letters"
PLAIN, DRAWN = "PyPDFForm, not drawn", "PyPDFForm, font embedded"
LATIN = {
    "reference": "TIP/0123-2566", "person.name": "Chan Sokha of Battambang", "person.name_latin": "CHAN SOKHA",
    "interview.date": "14 July 2026", "interview.place": "Referral Office, Bangkok", "signed.date": "15 July 2026",
    "account": "The person says that somebody took her over the border and made her work sixteen hours a day. " * 3,
    "remarks": "To be heard again with an interpreter.", "person.alias": "Sokha, Kha",
}  # fmt: skip
KHMER = "ស្ត្រី ញ៉ាំ កើត ខ្ញុំ"
_SLICE_MS = 200


class Peer:
    """The process that fills with PyPDFForm."""

    def __init__(self, font: Path) -> None:
        worker = str(Path(__file__).with_name("form_peer.py"))
        self._font = font
        self._process = subprocess.Popen(
            [str(PEERS), worker], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT / "tests"
        )

    def run(self, values: Mapping[str, str], drawn: bool, times: int, output: Path | None = None) -> list[float]:
        """Milliseconds of each fill. Raises SystemExit when it fails."""
        command = {"form": str(FORM), "values": values, "font": str(self._font), "appearances": drawn, "times": times,
                   "output": str(output) if output else None}  # fmt: skip
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"PyPDFForm failed: {answer['error']}")
        return list(answer["ms"])

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def with_font(form: bytes, face: Face, name: str) -> bytes:
    """The form with a font of a code for each character among its resources, as somebody prepares it for pypdf once."""
    font = CodedFont(face)
    for glyph, char in sorted(face.characters.items()):
        font.code(Cluster(((glyph, 0, 0),), face.shaper.get_glyph_h_advance(glyph), char))
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(form)))
    fonts: Any = writer.root_object["/AcroForm"]["/DR"]["/Font"]
    fonts[NameObject(f"/{name}")] = writer._add_object(
        DictionaryObject(for_pypdf(writer, font_dictionary(font.tables())))
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def by_pypdf(form: bytes, values: Mapping[str, str], font: str = "") -> bytes:
    """pypdf's own fill, NeedAppearances off; without `font` with the embedded Latin font that the form brings."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(form)))
    given: Any = {name: (value, f"/{font}", 11) for name, value in values.items()} if font else values
    writer.update_page_form_field_values(None, given, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each call."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return taken


def measure(rounds: int) -> None:
    """Print each tool's median, its forms per second and its ratio to docgen's; then what becomes of Khmer."""
    if not PEERS.exists():
        raise SystemExit("PyPDFForm's environment is missing; `make bench` sets it up")
    settings = Settings.read()
    fonts = FontBook.find(settings.fonts)
    locale = Library.load(*settings.templates).locales["en"]
    choice, form = FontChoice.house(fonts), FORM.read_bytes()
    latin, khmer = fonts.face("Tinos"), fonts.face("Battambang")
    prepared = with_font(form, latin, "Tinos0")
    for_latin, for_khmer = Peer(latin.path), Peer(khmer.path)
    ours = lambda values: fill(form, values, choice=choice, locale=locale).pdf  # noqa: E731
    tools: dict[str, Callable[[int], list[float]]] = {
        OURS: partial(timed, lambda: ours(LATIN)),
        PYPDF: partial(timed, lambda: by_pypdf(form, LATIN)),
        WHOLE: partial(timed, lambda: by_pypdf(prepared, LATIN, "Tinos0")),
        PLAIN: partial(for_latin.run, LATIN, False),
        DRAWN: partial(for_latin.run, LATIN, True),
    }
    report(_taking_turns(tools, rounds))
    with tempfile.TemporaryDirectory() as folder:
        value, made = {"person.name": KHMER}, Path(folder, "made.pdf")
        khmer_forms = {OURS: ours(value), WHOLE: by_pypdf(with_font(form, khmer, "Khmer"), value, "Khmer")}
        for tool, drawn in ((PLAIN, False), (DRAWN, True)):
            for_khmer.run(value, drawn, 1, made)
            khmer_forms[tool] = made.read_bytes()
    tell_khmer(khmer_forms)
    for_latin.close()
    for_khmer.close()


def _taking_turns(tools: Mapping[str, Callable[[int], list[float]]], rounds: int) -> dict[str, list[float]]:
    """In slices of equal time, so that a slow moment of the machine slows every tool alike."""
    times = {tool: max(round(_SLICE_MS / statistics.median(run(5))), 1) for tool, run in tools.items()}
    found: dict[str, list[float]] = {tool: [] for tool in tools}
    for _ in range(rounds):
        for tool, run in tools.items():
            found[tool] += run(times[tool])
    return found


def report(found: Mapping[str, list[float]]) -> None:
    base = statistics.median(found[OURS])
    print(f"{FORM.name}: {len(LATIN)} Latin values, {sum(map(len, LATIN.values()))} letters")
    for tool, taken in found.items():
        middle = statistics.median(taken)
        print(f"  {tool:28} median {middle:8.2f} ms  {1000 / middle:7.1f} forms/s  {middle / base:6.2f} x docgen")


def tell_khmer(forms: Mapping[str, bytes]) -> None:
    """What poppler reads of the Khmer value, and how much what it draws differs from docgen's (0.2: a mark is lost)."""
    from tests.acceptance.drawing import by_poppler, difference, inked, place

    with pikepdf.open(FORM) as form:
        named = [field for field in form.pages[0].Annots if field.get("/T") == "name"]
        left, bottom, right, top = (float(side) for side in named[0].Rect)
    inside = (left + 2, bottom + 2, right - 2, top - 2)
    print(f"Khmer: {KHMER}")
    wanted = place(by_poppler(forms[OURS])[0], inside)
    for tool, pdf in forms.items():
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
        exact = KHMER in done.stdout.decode("utf-8")
        drawn = place(by_poppler(pdf)[0], inside)
        print(f"  {tool:28} text exact: {exact!s:5}  ink {100 * inked(drawn):5.2f} %"
              f"  differs from docgen's drawing by {difference(wanted, drawn):.2f}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    measure(parser.parse_args().rounds)


if __name__ == "__main__":
    main()
