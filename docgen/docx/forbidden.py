"""What no Word template may hold: kinds of relationship and constructs, each with its remedy and its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.docx.ooxml import OFFICE, A, w
from docgen.errors import Key

# Kinds of relationship that a rendered document keeps, and those that are left behind without a word because they carry
# only metadata or the editor's own notes. Any other kind is refused.
KEPT: Final = frozenset(
    [
        "officeDocument",
        "styles",
        "settings",
        "fontTable",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "theme",
        "image",
        "font",
    ]
)
DROPPED: Final = frozenset(
    [
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "webSettings",
        "stylesWithEffects",
        "customXml",
        "customXmlProps",
        "people",
        "printerSettings",
    ]
)
WHY_NOT: Final[Mapping[str, Key]] = {
    "hyperlink": "it links outside the document; remove the hyperlink",
    "comments": "it has comments; delete all comments",
    "commentsExtended": "it has comments; delete all comments",
    "commentsIds": "it has comments; delete all comments",
    "commentsExtensible": "it has comments; delete all comments",
    "oleObject": "it embeds an object of another program; replace it by a picture or a table",
    "package": "it embeds another file; replace it by a picture or a table",
    "control": "it has an ActiveX control; remove it",
    "activeXControlBinary": "it has an ActiveX control; remove it",
    "aFChunk": "it takes in another file (altChunk); paste its text instead",
    "attachedTemplate": "it is attached to another template; in Word attach it to Normal",
    "vbaProject": "it has macros; save it as .docx",
    "wordVbaData": "it has macros; save it as .docx",
    "keyMapCustomizations": "it has key or menu commands; save it as .docx",
    "subDocument": "it takes in another document; paste its text instead",
    "mailMergeSource": "it is a mail merge; make it a normal document",
    "glossaryDocument": "it carries building blocks; save it as .docx without them",
    "chart": "it has a chart; replace it by a picture",
}

TRACKED: Final[Key] = "it has tracked changes; accept or reject all of them"
COMMENT: Final[Key] = "it has comments; delete all comments"
HIDDEN: Final[Key] = "it has hidden text, which may still be printed; delete it or make it visible"
OBJECT: Final[Key] = "it embeds an object of another program; replace it by a picture or a table"
BOUND: Final[Key] = "a content control takes its text from hidden data (customXml); remove the content control"
MAIL_MERGE: Final[Key] = "it is a mail merge; make it a normal document"
FORBIDDEN: Final[Mapping[str, Key]] = {
    **{
        w(name): TRACKED
        for name in [
            "ins",
            "del",
            "moveFrom",
            "moveTo",
            "moveFromRangeStart",
            "moveToRangeStart",
            "rPrChange",
            "pPrChange",
            "sectPrChange",
            "tblPrChange",
            "tcPrChange",
            "trPrChange",
            "tblGridChange",
            "tblPrExChange",
            "numberingChange",
            "cellIns",
            "cellDel",
            "cellMerge",
            "delText",
            "delInstrText",
            "customXmlInsRangeStart",
            "customXmlDelRangeStart",
        ]
    },
    **{w(name): COMMENT for name in ("commentRangeStart", "commentRangeEnd", "commentReference")},
    **{w(name): OBJECT for name in ("object", "control", "objectEmbed", "objectLink", "movie")},
    f"{{{OFFICE}}}OLEObject": OBJECT,
    w("altChunk"): "it takes in another file (altChunk); paste its text instead",
    w("subDoc"): "it takes in another document; paste its text instead",
    w("attachedTemplate"): "it is attached to another template; in Word attach it to Normal",
    w("dataBinding"): BOUND,
    w("mailMerge"): MAIL_MERGE,
    w("saveThroughXslt"): "it is saved through a transformation; switch that off",
    w("ffData"): "it has form fields, which may call macros; type placeholders instead",
    w("scriptAnchor"): "it has a script; remove it",
    w("framesetSplitbar"): "it has frames; make it a normal document",
    f"{{{A}}}hlinkClick": "a picture is a link; remove the link",
    f"{{{A}}}hlinkHover": "a picture is a link; remove the link",
    f"{{{A}}}audioFile": "it has sound; remove it",
    f"{{{A}}}videoFile": "it has a film; remove it",
}
TOGGLES: Final[Mapping[str, Key]] = {w("vanish"): HIDDEN, w("specVanish"): HIDDEN, w("webHidden"): HIDDEN}
BOUND_15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding"

KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("hyperlink", "attachedTemplate"), "link"),
    **dict.fromkeys(("comments", "commentsExtended", "commentsIds", "commentsExtensible"), "comments"),
    **dict.fromkeys(("vbaProject", "wordVbaData", "keyMapCustomizations"), "macros"),
    **dict.fromkeys(("oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument"), "embedded"),
    **{tag: "tracked_changes" for tag, why in FORBIDDEN.items() if why == TRACKED},
    **{tag: "comments" for tag, why in FORBIDDEN.items() if why == COMMENT},
    **{tag: "embedded" for tag, why in FORBIDDEN.items() if why == OBJECT},
    **dict.fromkeys(TOGGLES, "hidden_text"),
    **dict.fromkeys((w("altChunk"), w("subDoc"), f"{{{A}}}audioFile", f"{{{A}}}videoFile"), "embedded"),
    **dict.fromkeys((w("attachedTemplate"), f"{{{A}}}hlinkClick", f"{{{A}}}hlinkHover"), "link"),
    **dict.fromkeys((w("ffData"), w("scriptAnchor")), "macros"),
}
"""By relationship or element: what findings call it. What is not named here is some other content."""
OTHER: Final = "content"
