"""What in a PDF acts, fetches, hides or remembers: the rules for one dictionary, wherever in the file it stands.

Actions are an allow-list (to a place in the same file, to the next or previous page), annotations too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pikepdf

from docgen.errors import Key


class Kind(StrEnum):
    """A kind of active content; its value is the code of a finding."""

    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    SUBMIT = "submit_form"
    IMPORT = "import_data"
    RESET = "reset_form"
    REMOTE = "remote_goto"
    URI = "uri"
    MULTIMEDIA = "multimedia"
    OTHER_ACTION = "other_action"
    ANNOTATION = "annotation"
    EMBEDDED_FILE = "embedded_file"
    EXTERNAL_STREAM = "external_stream"
    REFERENCE = "reference_xobject"
    OPI = "opi"
    POSTSCRIPT = "postscript"
    PRIVATE_DATA = "private_data"
    XFA = "xfa"
    PORTFOLIO = "portfolio"
    WEB_CAPTURE = "web_capture"
    REQUIREMENTS = "requirements"
    USAGE_RIGHTS = "usage_rights"


LABELS: Final[Mapping[Kind, Key]] = {
    Kind.JAVASCRIPT: "JavaScript",
    Kind.LAUNCH: "an action that starts a program or opens a file",
    Kind.SUBMIT: "an action that sends the form to a server",
    Kind.IMPORT: "an action that fetches data into the form",
    Kind.RESET: "an action that empties the form",
    Kind.REMOTE: "a link to another file",
    Kind.URI: "a link to the Internet",
    Kind.MULTIMEDIA: "sound, film or a 3D object",
    Kind.OTHER_ACTION: "another action that a paper form does not need",
    Kind.ANNOTATION: "an annotation of an unknown kind",
    Kind.EMBEDDED_FILE: "an attached file",
    Kind.EXTERNAL_STREAM: "a part that is read from another file",
    Kind.REFERENCE: "a page that is taken from another file",
    Kind.OPI: "a picture that a print server would replace",
    Kind.POSTSCRIPT: "PostScript code",
    Kind.PRIVATE_DATA: "private data of another program",
    Kind.XFA: "an XFA form beside the ordinary one",
    Kind.PORTFOLIO: "a portfolio of files",
    Kind.WEB_CAPTURE: "what a web capture left behind",
    Kind.REQUIREMENTS: "a demand on the program that shows the form",
    Kind.USAGE_RIGHTS: "usage rights for a certain program",
}


@dataclass(frozen=True, slots=True)
class Active:
    """Something active in a dictionary: under one key of it, or (key None) the whole of it."""

    kind: Kind
    key: str | None = None


_ACTIONS: Final[Mapping[str, Kind]] = {
    "/JavaScript": Kind.JAVASCRIPT,
    "/Launch": Kind.LAUNCH,
    "/SubmitForm": Kind.SUBMIT,
    "/ImportData": Kind.IMPORT,
    "/ResetForm": Kind.RESET,
    "/GoToR": Kind.REMOTE,
    "/GoToE": Kind.REMOTE,
    "/GoToDp": Kind.OTHER_ACTION,
    "/Thread": Kind.REMOTE,
    "/URI": Kind.URI,
    "/Rendition": Kind.MULTIMEDIA,
    "/Movie": Kind.MULTIMEDIA,
    "/Sound": Kind.MULTIMEDIA,
    "/GoTo3DView": Kind.MULTIMEDIA,
    "/RichMediaExecute": Kind.MULTIMEDIA,
    "/Hide": Kind.OTHER_ACTION,
}
_PAGE_TURNS: Final = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
_ANNOTATIONS: Final[Mapping[str, Kind]] = {
    "/Movie": Kind.MULTIMEDIA,
    "/Sound": Kind.MULTIMEDIA,
    "/Screen": Kind.MULTIMEDIA,
    "/RichMedia": Kind.MULTIMEDIA,
    "/3D": Kind.MULTIMEDIA,
    "/FileAttachment": Kind.EMBEDDED_FILE,
}
_HARMLESS_ANNOTATIONS: Final = frozenset(  # those that are marked on paper, ISO 32000-2, table 171
    """
    /Widget /Link /Text /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline /Squiggly /StrikeOut
    /Stamp /Caret /Ink /Popup /Watermark /Redact /PrinterMark /TrapNet
    """.split()  # noqa: SIM905 - forty quotation marks would hide the names
)
# Keys of the document catalog, its name dictionary and its form (ISO 32000-2, 7.7.2, 7.7.4, 12.7.3), by where they are.
_OF_ROOT: Final[Mapping[str, Kind]] = {
    "/Collection": Kind.PORTFOLIO,
    "/Requirements": Kind.REQUIREMENTS,
    "/NeedsRendering": Kind.XFA,
    "/SpiderInfo": Kind.WEB_CAPTURE,
    "/URI": Kind.URI,
    "/Perms": Kind.USAGE_RIGHTS,
}
_OF_NAMES: Final[Mapping[str, Kind]] = {
    "/JavaScript": Kind.JAVASCRIPT,
    "/EmbeddedFiles": Kind.EMBEDDED_FILE,
    "/Renditions": Kind.MULTIMEDIA,
    "/AlternatePresentations": Kind.MULTIMEDIA,
    "/URLS": Kind.WEB_CAPTURE,
    "/IDS": Kind.WEB_CAPTURE,
}
_OF_FORM: Final[Mapping[str, Kind]] = {"/XFA": Kind.XFA}
_EMBEDDED: Final = ("/F", "/UF", "/DOS", "/Mac", "/Unix")

# An object whose text has none of these is passed over; qpdf writes names in one spelling.
_SUSPECT: Final = re.compile(
    rb"/(?:A|PA|AA|JS|AF|EF|RF|F|FFilter|FDecodeParms|OpenAction|Next|PieceInfo|OPI|Ref|Rect|PS|Subtype2|Level1|URI|"
    + "|".join(re.escape(name[1:]) for name in _ACTIONS).encode()
    + rb")(?![A-Za-z0-9])"
)


def is_suspect(text: bytes) -> bool:
    """Whether an object, as qpdf writes it, may hold anything active; spares a walk through the rest."""
    return _SUSPECT.search(text) is not None


def of_root(root: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, str, Kind]]:
    """What is active by its place, the holder and the key: in the catalog, the name dictionary or the form."""
    for holder, kinds in ((root, _OF_ROOT), (root.get("/Names"), _OF_NAMES), (root.get("/AcroForm"), _OF_FORM)):
        if isinstance(holder, pikepdf.Dictionary):
            yield from ((holder, key, kind) for key, kind in kinds.items() if key in holder)


def of_dictionary(holder: pikepdf.Object) -> Iterator[Active]:
    """What is active in a dictionary or the dictionary of a stream."""
    whole = kind_of(holder)
    if whole is not None:
        yield Active(whole)
        return
    for key in ("/A", "/PA", "/OpenAction", "/Next"):
        yield from (Active(kind, key) for kind in _actions_in(holder.get(key)))
    triggers = holder.get("/AA")
    if isinstance(triggers, pikepdf.Dictionary):
        kinds = [_ACTIONS.get(_name(action, "/S"), Kind.OTHER_ACTION) for action in triggers.as_dict().values()
                 if _name(action, "/S")]  # fmt: skip
        yield from (Active(kind, "/AA") for kind in dict.fromkeys(kinds))
    if "/PieceInfo" in holder:
        yield Active(Kind.PRIVATE_DATA, "/PieceInfo")
    yield from (Active(Kind.EMBEDDED_FILE, key) for key in ("/AF", "/EF", "/RF") if _is_file(holder.get(key)))
    if isinstance(holder, pikepdf.Stream):
        yield from _of_stream(holder)


def kind_of(holder: pikepdf.Object) -> Kind | None:
    """The kind of a dictionary that is active as a whole: an action, an annotation, a stream of PostScript."""
    action = _ACTIONS.get(_name(holder, "/S"))
    if action is not None and not _is_structure(holder):
        return action
    subtype = _name(holder, "/Subtype")
    if "/Rect" in holder and subtype and subtype not in _HARMLESS_ANNOTATIONS:
        return _ANNOTATIONS.get(subtype, Kind.ANNOTATION)
    if isinstance(holder, pikepdf.Stream) and "/PS" in (subtype, _name(holder, "/Subtype2")):
        return Kind.POSTSCRIPT
    return None


def _is_structure(holder: pikepdf.Object) -> bool:
    """A structure element, whose /S is its type (ISO 32000-2, 14.7.2) and may be called anything."""
    return "/P" in holder and not any(key in holder for key in ("/JS", "/F", "/URI", "/Next", "/R", "/Win"))


def _actions_in(value: pikepdf.Object | None) -> Iterator[Kind]:
    listed = list(value) if isinstance(value, pikepdf.Array) else [value]
    for action in listed:
        name = _name(action, "/S")
        if name and not (name == "/GoTo" or (name == "/Named" and _name(action, "/N") in _PAGE_TURNS)):
            yield _ACTIONS.get(name, Kind.OTHER_ACTION)


def _is_file(value: pikepdf.Object | None) -> bool:
    """Whether a value of /AF, /EF or /RF is file specifications or embedded files (ISO 32000-2, 7.11)."""
    if isinstance(value, pikepdf.Array):
        return any(_is_file(entry) for entry in value if isinstance(entry, pikepdf.Dictionary))
    if not isinstance(value, pikepdf.Dictionary) or _name(value, "/Type") == "/Font":
        return False
    return "/EF" in value or _name(value, "/Type") == "/Filespec" or any(key in value for key in _EMBEDDED)


def _of_stream(stream: pikepdf.Object) -> Iterator[Active]:
    yield from (Active(Kind.EXTERNAL_STREAM, key) for key in ("/F", "/FFilter", "/FDecodeParms") if key in stream)
    if "/OPI" in stream:
        yield Active(Kind.OPI, "/OPI")
    if _name(stream, "/Subtype") == "/Form":
        if "/Ref" in stream:
            yield Active(Kind.REFERENCE, "/Ref")
        yield from (Active(Kind.POSTSCRIPT, key) for key in ("/PS", "/Level1") if key in stream)


def _name(holder: object, key: str) -> str:
    """A name in a dictionary, with its slash; empty where there is none."""
    value = holder.get(key) if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None
    return str(value) if isinstance(value, pikepdf.Name) else ""
