"""The bundle for a meeting between the Parties: the texts of all languages, what changed, and who answers for it.

One folder a type. Nothing in it is about a person of a case: what placeholders stand for is shown with the examples'
invented people. The same state, clock and reader give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final

from docgen.compare.compare import compare
from docgen.compare.html import page as comparison_page
from docgen.compare.redline import redline
from docgen.compare.xliff import Wording as Foreign
from docgen.compare.xliff import exported
from docgen.docx.passages import passages
from docgen.docx.wording import Wording
from docgen.errors import DocgenError, Message, WordingDamaged
from docgen.locale import Locale
from docgen.review.bundle_pages import review_page, texts_page
from docgen.review.bundle_word import texts_document
from docgen.review.examining import Bench, Fetched, Panel, examined, fetched, panels
from docgen.review.held import Held
from docgen.review.rows import Row, Rows
from docgen.review.sheet import sheet
from docgen.shelf.gate import Examined
from docgen.shelf.shelf import Shelf
from docgen.shelf.state import Version
from docgen.sop import instrument
from docgen.store.template_steps import Kind

ARCHIVE: Final = "templates.zip"
MANIFEST: Final = "manifest.json"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can say (APPNOTE 4.4.6): same files, same archive."""
_AUTHOR: Final = "docgen"


@dataclass(frozen=True)
class Parcel:
    """What the bundle says of one type: its newest versions with their bytes, by language the version that was approved
    last before each, and what stands beside them. It can be pickled."""

    got: Fetched
    held: Held
    approved: Mapping[str, tuple[Version, Wording]] = field(default_factory=dict)
    lost: Mapping[str, Message] = field(default_factory=dict)
    """Why a version that was approved is not there, by language."""

    @property
    def type(self) -> str:
        return self.got.panel.type


@dataclass(frozen=True)
class Folder:
    """The files of a type by their path in the bundle, what the manifest says of it, and files that could not be made:
    by path, why."""

    type: str
    files: Mapping[str, bytes]
    versions: Sequence[Row]
    lacking: Mapping[str, str] = field(default_factory=dict)


def parcels(shelf: Shelf, names: Mapping[str, str], type_ids: Collection[str] | None = None) -> list[Parcel]:
    """What a bundle of these types (or of all) is made of; `names` has the account's name by a user's id. Blocks.

    Raises StoreUnusable.
    """
    return [_parcel(shelf, names, panel) for panel in panels(shelf, type_ids)]


def folder(bench: Bench, parcel: Parcel, reader: Locale) -> Folder:
    """The files of a type for whoever reads this language. Blocks for some seconds; asks no store."""
    files: dict[str, bytes] = {}
    lost = {f"{tag}.docx": why for tag, why in parcel.got.damaged.items()}
    lost |= {f"{tag}.redline.docx": why for tag, why in parcel.lost.items()}
    lacking = {f"{parcel.type}/{name}": reader.catalogue.translate(why) for name, why in lost.items()}

    def put(name: str, make: Callable[[], bytes | None]) -> None:
        path = f"{parcel.type}/{name}"
        try:
            made = make()
        except DocgenError as error:
            lacking[path] = reader.term(error.message)
        else:
            files.update({} if made is None else {path: made})

    found = examined(bench, parcel.got)
    read = sheet(bench.library, parcel.type, parcel.got.wordings)
    put("texts.html", lambda: texts_page(bench.library, parcel.got.panel, read, parcel.held, reader).encode())
    put("texts.docx", lambda: texts_document(bench.library, parcel.got.panel, read, reader))
    put("review.html", lambda: review_page(parcel.got.panel, found, parcel.held, reader).encode())
    put("review.json", lambda: _json(_review(parcel, found, reader)))
    for tag, wording in parcel.got.wordings.items():
        files[f"{parcel.type}/{tag}.docx"] = wording.data
        put(f"{tag}.xlf", partial(_xliff, bench, parcel, tag))
        put(f"{tag}.redline.docx", partial(_redline, parcel, tag))
        put(f"{tag}.changes.html", partial(_changes, bench, parcel, tag, reader))
    rows = Rows(reader.catalogue, parcel.held.names)
    versions = [rows.version(each) for _, each in sorted(parcel.got.panel.versions.items())]
    return Folder(parcel.type, files, versions, lacking)


def manifest(folders: Sequence[Folder], reader: Locale, at: datetime) -> bytes:
    """When it was made, the versions in it with their fingerprints, states and steps, each file with its SHA-256, and
    what could not be made."""
    files = {path: data for each in folders for path, data in sorted(each.files.items())}
    return _json(
        {
            "made": at.isoformat(),
            "language": reader.tag,
            "sop": instrument().citation,
            "versions": [row for each in folders for row in each.versions],
            "files": [
                {"name": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
                for path, data in files.items()
            ],
            "lacking": [{"name": path, "message": why} for each in folders for path, why in each.lacking.items()],
        }
    )


def packed(folders: Sequence[Folder], reader: Locale, at: datetime) -> bytes:
    """All of it as a ZIP, the manifest last."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in [
            *((path, data) for each in folders for path, data in sorted(each.files.items())),
            (MANIFEST, manifest(folders, reader, at)),
        ]:
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def bundle(bench: Bench, found: Iterable[Parcel], reader: Locale, at: datetime) -> bytes:
    """The bundle of these types, one after another."""
    return packed([folder(bench, each, reader) for each in found], reader, at)


def _parcel(shelf: Shelf, names: Mapping[str, str], panel: Panel) -> Parcel:
    approved: dict[str, tuple[Version, Wording]] = {}
    lost: dict[str, Message] = {}
    for tag, version in panel.versions.items():
        before = _approved_before(shelf, version)
        try:
            approved |= {} if before is None else {tag: (before, shelf.wording(before))}
        except WordingDamaged as error:
            lost[tag] = error.message
    return Parcel(fetched(shelf, panel), Held.of(shelf, names, panel), approved, lost)


def _approved_before(shelf: Shelf, version: Version) -> Version | None:
    """The newest older version that was approved at some time."""
    for older in shelf.versions(version.type, version.language):
        if older.number < version.number and any(step.kind is Kind.APPROVED and step.trusted for step in older.steps):
            return older
    return None


def _redline(parcel: Parcel, tag: str) -> bytes | None:
    """The newest version against the one approved last; None where there is none, or its file is the same."""
    if tag not in parcel.approved or tag not in parcel.got.wordings:
        return None
    version, (older, before) = parcel.got.panel.versions[tag], parcel.approved[tag]
    if older.file == version.file:
        return None  # its fragments changed
    author = parcel.held.names.get(version.author, _AUTHOR)
    return redline(before.data, parcel.got.wordings[tag].data, author, version.added, language=tag)


def _changes(bench: Bench, parcel: Parcel, tag: str, reader: Locale) -> bytes | None:
    if tag not in parcel.approved:
        return None
    name, locale = bench.library.file_name(parcel.type, tag), bench.library.locale(tag)
    version, (older, before) = parcel.got.panel.versions[tag], parcel.approved[tag]
    old, new = (passages(each.data, name, dict(each.fragments)) for each in (before, parcel.got.wordings[tag]))
    heads = [f"{name} {reader.number(each.number)}" for each in (older, version)]
    return comparison_page(compare(old, new, locale), locale, reader, name, *heads).encode()


def _xliff(bench: Bench, parcel: Parcel, tag: str) -> bytes | None:
    """From the language of the SOP's authentic text; None for that language itself."""
    source = instrument().authentic_language
    if tag == source or source not in parcel.got.wordings:
        return None
    one, two = (
        Foreign(parcel.type, each, bench.library.file_name(parcel.type, each), parcel.got.wordings[each].data)
        for each in (source, tag)
    )
    return exported(one, two)


def _review(parcel: Parcel, found: Mapping[str, Examined], reader: Locale) -> Any:
    rows, held = Rows(reader.catalogue, parcel.held.names), parcel.held
    return {
        tag: {
            "version": version.number,
            "findings": rows.findings(found[tag].findings, held.waivers.get(tag, ())),
            "comments": [rows.comment(each, held.numbers) for each in held.comments.get(tag, ())],
            "tests": [rows.result(each) for each in found[tag].results],
            "back_translations": [rows.translation(each) for each in held.translations.get(tag, {}).values()],
        }
        for tag, version in sorted(parcel.got.panel.versions.items())
    }


def _json(tree: Any) -> bytes:
    return json.dumps(tree, indent=2, ensure_ascii=False).encode() + b"\n"
