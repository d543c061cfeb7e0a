"""Fills other people's forms and reads them back: `python -m tests.integration.trial_forms FOLDER [--write OUT]`.

Not collected by pytest. Prints a line a file, tab-separated: fields, filled, read back equal by pypdf and by pikepdf,
found in the flattened page by poppler, refused (code × number), and what went wrong. `crashed` is a bug of ours.
"""

from __future__ import annotations

import argparse
import io
import logging
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from types import FrameType
from typing import Any

import pikepdf
import pypdf
import pypdf.generic

from docgen.errors import DocgenError, InputRefused
from docgen.pdf.acroform import FieldKind, FormField, Value, fields, fill
from docgen.pdf.coding.runs import FontChoice
from docgen.pdf.fonts import FontBook
from docgen.press import Press
from docgen.settings import Settings

_SECONDS = 60
_TEXTS = ("Åse Chan", "ស្ត្រី កើត", "น้ำ ที่ ครั้ง", "AB ខ្ញុំ ๑២3")
_TEXTUAL = (FieldKind.TEXT, FieldKind.MULTILINE, FieldKind.COMB, FieldKind.DATE)


@dataclass
class Trial:
    """What became of one file."""

    path: str
    fields: int = 0
    given: dict[str, Value] = field(default_factory=dict)
    pypdf: int = 0
    pikepdf: int = 0
    drawn: int = 0
    texts: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    trouble: list[str] = field(default_factory=list)

    def line(self) -> str:
        refused = ", ".join(f"{code} × {number}" for code, number in self.refused.items())
        counts = (self.fields, len(self.given), self.pypdf, self.pikepdf, f"{self.drawn}/{self.texts}")
        return "\t".join([self.path, *map(str, counts), refused, " | ".join(self.trouble)])


def values_for(found: list[FormField]) -> dict[str, Value]:
    """A value of the right type for every field that takes one."""
    texts, values = cycle(_TEXTS), {}
    for each in found:
        value = _value(each, next(texts))
        if value is not None and not each.read_only:
            values[each.name] = value
    return values


def _value(each: FormField, text: str) -> Value | None:
    if each.kind in _TEXTUAL:
        return text[: each.max_length] if each.max_length else text
    if each.kind is FieldKind.CHECKBOX:
        return each.options[-1].export if len(each.options) > 1 else True
    if each.kind is FieldKind.LIST and each.multiple and each.options:
        return [each.options[0].export]
    if each.kind in (FieldKind.RADIO, FieldKind.DROPDOWN, FieldKind.LIST) and each.options:
        return each.options[-1].export
    return None


def tried(path: Path, name: str, choice: FontChoice, press: Press, out: Path | None) -> Trial:
    """Fill one file and read it back."""
    trial = Trial(name)
    try:
        with _limit(_SECONDS):
            _try(path.read_bytes(), trial, choice, press, out)
    except DocgenError as error:
        trial.trouble.append(f"refused: {error}")
    except Exception as error:  # noqa: BLE001  a crash is what this looks for
        where = traceback.extract_tb(error.__traceback__)[-1]
        trial.trouble.append(f"CRASHED {type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})")
    return trial


def _try(pdf: bytes, trial: Trial, choice: FontChoice, press: Press, out: Path | None) -> None:
    found = fields(pdf)
    trial.fields = len(found)
    values = values_for(found)
    for flatten in (False, True):
        made = _filled(pdf, values, trial, choice, press, flatten)
        if out is not None:
            ending = ".flat.pdf" if flatten else ".pdf"
            (out / (trial.path.replace("/", "__").removesuffix(".pdf") + ending)).write_bytes(made)
        if flatten:
            _look_at(made, found, trial)
        else:
            trial.given = dict(values)
            trial.pypdf = _equal(values, found, _by_pypdf(made), "pypdf", trial)
            trial.pikepdf = _equal(values, found, _by_pikepdf(made), "pikepdf", trial)


def _filled(
    pdf: bytes, values: dict[str, Value], trial: Trial, choice: FontChoice, press: Press, flatten: bool
) -> bytes:
    """What can be filled in; fields that refuse their value are counted and left out."""
    locale = next(iter(press.library.locales.values()))
    while True:
        try:
            return fill(pdf, values, choice=choice, locale=locale, flatten=flatten).pdf
        except InputRefused as refused:
            before = len(values)
            for finding in refused.findings:
                trial.refused[finding.code] += 1
                name = (finding.pointer or "").removeprefix("/").replace("~1", "/").replace("~0", "~")
                values.pop(name, None)
            if len(values) == before:
                raise


def _by_pypdf(pdf: bytes) -> dict[str, Any]:
    """Full name → value; `get_fields` would name them by /TM."""
    form = pypdf.PdfReader(io.BytesIO(pdf)).root_object["/AcroForm"].get_object()
    return dict(_walk(form.get("/Fields", ()), lambda entry: entry.get_object()))


def _by_pikepdf(pdf: bytes) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return dict(_walk(opened.Root.AcroForm.get("/Fields", ()), lambda entry: entry))


def _walk(kids: Any, resolved: Callable[[Any], Any], prefix: str = "", held: Any = None) -> Iterator[tuple[str, Any]]:
    """The field tree (ISO 32000-1 §12.7.3): full name → value, inherited where a field has none."""
    for kid in map(resolved, kids):
        if isinstance(kid, pikepdf.Dictionary | pypdf.generic.DictionaryObject):
            value = resolved(kid["/V"]) if "/V" in kid else held
            name = ".".join(part for part in (prefix, str(resolved(kid["/T"])) if "/T" in kid else "") if part)
            if "/T" in kid:
                yield name, _plain(value)
            yield from _walk(resolved(kid["/Kids"]) if "/Kids" in kid else (), resolved, name, value)


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Array | pypdf.generic.ArrayObject):
        return [str(each) for each in value]
    return None if value is None or isinstance(value, pikepdf.Dictionary | dict) else str(value)


def _equal(
    values: Mapping[str, Value], found: list[FormField], read: Mapping[str, Any], reader: str, trial: Trial
) -> int:
    """How many fields hold what was given; the others are named."""
    kinds = {each.name: each for each in found}
    wrong = [name for name, value in values.items() if not _same(value, kinds[name], read.get(name))]
    if wrong:
        trial.trouble.append(f"{reader} reads otherwise: {', '.join(wrong[:3])} (of {len(wrong)})")
    return len(values) - len(wrong)


def _same(value: Value, field_: FormField, read: Any) -> bool:
    if field_.kind in (FieldKind.CHECKBOX, FieldKind.RADIO):
        return read is not None and str(read) not in ("", "/Off")  # its option may have another name as a state
    if isinstance(value, list):
        return read in (value, value[0])
    return read == value


def _look_at(flat: bytes, found: list[FormField], trial: Trial) -> None:
    """Which of the texts poppler finds on the flattened pages, spaces and line ends aside."""
    kinds = {each.name: each for each in found}
    names = [name for name in trial.given if kinds[name].kind in _TEXTUAL and kinds[name].pages]
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=flat, capture_output=True, check=False)
    text = "".join(done.stdout.decode("utf-8", "replace").split())
    lost = [name for name in names if "".join(str(trial.given[name]).split()) not in text]
    trial.texts, trial.drawn = len(names), len(names) - len(lost)
    if lost:
        trial.trouble.append(f"not on the page: {', '.join(lost[:3])} (of {len(lost)})")


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} s")

    previous: Callable[[int, FrameType | None], Any] | int | None = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", type=Path, help="folder for the filled forms, to look at")
    arguments = parser.parse_args()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if arguments.write:
        arguments.write.mkdir(parents=True, exist_ok=True)
    choice, press = FontChoice.house(FontBook.find(Settings.read().fonts)), Press.open()
    print("file\tfields\tfilled\tpypdf\tpikepdf\ton page\trefused\ttrouble", flush=True)
    for path in sorted(arguments.folder.rglob("*.pdf")):
        name = str(path.relative_to(arguments.folder))
        print(tried(path, name, choice, press, arguments.write).line(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
