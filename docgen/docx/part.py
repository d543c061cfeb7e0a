"""One XML part of a template: compiled once, filled many times, strictly re-parsed each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context
from lxml import etree

from docgen.docx import sandbox, tags, values
from docgen.docx.introspect import Asked
from docgen.docx.linebreaks import room
from docgen.docx.ooxml import Element, attributes, w, well_formed
from docgen.docx.places import Place
from docgen.docx.scan import scan
from docgen.docx.scripts import ScriptFont
from docgen.docx.styles import StyleScripts
from docgen.docx.tagged import FRAGMENT, Scanned, Tag
from docgen.errors import Message

# A rendered part may hold this many characters at most; a case within its limits stays below a hundredth of it.
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAX_CHARACTERS: Final = 32_000_000
# What a template part may hold: docxtpl's patching takes seconds beyond it.
_MAX_TEMPLATE: Final = 3_000_000
_MAX_SIGNS: Final = 20_000
_MAX_PIECES: Final = 1_000_000


@dataclass(frozen=True)
class Setting:
    """What placing values needs to know about the template: its fonts and the scripts of its styles."""

    fonts: Mapping[str, ScriptFont]
    styles: StyleScripts


class PartTemplate:
    """A compiled part. `render` is pure: the same context gives the same bytes."""

    def __init__(self, root: Element, place: Place, setting: Setting, asked: Asked) -> None:
        """Compile a part whose internal tags are in place; raises TemplateError."""
        self._base = place
        xml = etree.tostring(root, encoding="unicode")
        if len(xml) > _MAX_TEMPLATE or xml.count("{") > _MAX_SIGNS:
            raise place.error(
                "this part is too large for a template; shorten it, or take out formatting left by pasting"
            )
        self._scanned = scan(xml, place)
        self._filters: dict[int, str] = {}
        writers = self._writers(self._scanned, setting)
        try:
            self._template = self._compiled(sandbox.DocumentEnvironment(writers), asked)
        except (RecursionError, SyntaxError):
            # Python's own limits on nesting, in Jinja's parser or in the code Jinja generates.
            raise place.error("tags or brackets stand in one another too deep; write them one after another") from None
        longest = max(map(len, self._scanned.static))
        self._trusted_pieces = max(_MAX_CHARACTERS // (longest + 100_000), 1)
        self._scanned.static.clear()

    def _compiled(self, environment: sandbox.DocumentEnvironment, asked: Asked) -> jinja2.Template:
        tree = self._tree(environment)
        sandbox.check(tree, self._place)
        asked.read(tree)
        sandbox.instrument(tree, self._filters.__getitem__)
        return environment.from_string(tree)

    def _writers(self, scanned: Scanned, setting: Setting) -> dict[str, Callable[[Any], str]]:
        made: dict[tuple[str, str, str, bool, int], str] = {}
        writers: dict[str, Callable[[Any], str]] = {}
        for at, tag in enumerate(scanned.tags):
            key = (tag.context, tag.properties, tag.style, tag.whole, room(tag.cell_width))
            if key not in made:
                made[key] = f"{sandbox.INTERNAL}write_{len(made)}"
                writers[made[key]] = _writer(tag, setting)
            self._filters[at + Scanned.FIRST_LINE] = made[key]
        return writers

    def _tree(self, environment: sandbox.DocumentEnvironment) -> nodes.Template:
        try:
            return environment.parse(self._scanned.source())
        except jinja2.TemplateSyntaxError as error:
            raise self._place(error.lineno).error(
                "the tag cannot be read ({reason}); correct its spelling",
                reason=error.message or Message("syntax error"),
            ) from None

    def _place(self, line: int) -> Place:
        at = line - Scanned.FIRST_LINE
        return self._scanned.place(self._scanned.tags[at]) if 0 <= at < len(self._scanned.tags) else self._base

    def context(self, values: dict[str, Any]) -> Context:
        """What `render` looks names up in; one serves all parts of a document."""
        return self._template.new_context(values)

    def render(self, context: Context) -> bytes:
        """The filled part, UTF-8, known to be well-formed. `context` holds plain values only; raises TemplateError."""
        template = self._template
        try:
            pieces = list(islice(template.root_render_func(context), _MAX_PIECES))
            if len(pieces) > self._trusted_pieces and self._too_large(pieces):
                raise self._base.error("the filled document is too large; hand in shorter lists")
            data = _HEAD + "".join(pieces).encode("utf-8")
            well_formed(data)
        except (values.ValueProblem, jinja2.TemplateError, TypeError, KeyError) as problem:
            reason = sandbox.missing(problem)
            raise self._place(self._line(problem.__traceback__)).because(reason) from None
        except etree.XMLSyntaxError as damage:
            raise self._base.error(
                "the filled part is not well-formed XML (line {line}); report this template as a defect",
                line=str(damage.lineno),
            ) from None
        return data

    @staticmethod
    def _too_large(pieces: list[str]) -> bool:
        return len(pieces) == _MAX_PIECES or sum(map(len, pieces)) > _MAX_CHARACTERS

    def _line(self, trace: TracebackType | None) -> int:
        line = 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<template>":
                line = self._template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        return line


def _writer(tag: Tag, setting: Setting) -> Callable[[Any], str]:
    if tag.context == "attribute":
        return values.attribute
    if tag.context == "element":
        return values.element
    script = setting.styles.script(tag.properties, tag.style)
    return values.RunWriter(tag.properties, script, setting.fonts, whole=tag.whole, room=room(tag.cell_width))


_FILLED: Final = frozenset(w(name) for name in ["document", "hdr", "ftr", "footnotes", "endnotes"])
_SIGNS: Final = ("{{", "{%", "{#")


def has_tags(root: Element) -> bool:
    """Whether a part holds anything that could be a tag, even one cut into several runs or in an attribute."""
    if root.tag not in _FILLED:
        return False
    text = "".join(map(str, root.itertext()))
    return any(sign in text for sign in _SIGNS) or any(
        sign in value for element in root.iter() for _, value in attributes(element) for sign in _SIGNS
    )


def check(root: Element, place: Place) -> None:
    """The checks on what the author typed, before anything of ours is added; raises TemplateError."""
    if root.tag not in _FILLED:
        return
    tags.check(root, place)
    for element in root.iter():
        outside = [element.text or "", element.tail or ""] if element.tag != w("t") else [element.tail or ""]
        for value in (*outside, *(value for _, value in attributes(element))):
            if any(sign in value for sign in _SIGNS):
                _check_elsewhere(value, place.at(tag=value[:_SHOWN]))


_SHOWN: Final = 60


def _check_elsewhere(text: str, place: Place) -> None:
    if "docgen_" in FRAGMENT.sub("", text):
        raise place.error("names that begin with docgen_ are reserved; choose another name")
    if any(sign in tags.TAG.sub("", text) for sign in _SIGNS):
        raise place.error("the tag is not closed; correct it, or remove it")
