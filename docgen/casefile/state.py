"""What a document of a draft lacks, what stands in its way, and the SOP clause that asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from pydantic import ValidationError

from docgen.case import findings_of
from docgen.casefile.asking import asked
from docgen.casefile.assembly import Assembly, assembly_of
from docgen.casefile.draft import Draft
from docgen.casefile.needed import Needed
from docgen.casefile.places import DOCUMENTS, Place, path_of, place_of
from docgen.check import Uncovered, check
from docgen.documents import Document, document_type, document_types
from docgen.errors import Finding, Message, Severity
from docgen.forms.nodes import Kind, Node, Steps, tree_of, value_at
from docgen.locale import Locale

MISSING: Final = "field.missing"
NOT_UNDERSTOOD: Final = "draft.not_understood"


class Status(StrEnum):
    """How far a document is."""

    NOT_STARTED = "not_started"
    """None of its own particulars is there, and something is missing."""
    INCOMPLETE = "incomplete"
    """Something that is required is missing."""
    BLOCKED = "blocked"
    """All is there, but an error forbids issuing it: of a rule, a value, or a text that was not understood."""
    WARNED = "warned"
    """It can be issued once its warnings are overridden with a reason."""
    READY = "ready"


@dataclass(frozen=True)
class DocumentState:
    """`findings` are at places of the draft, with a slash before them; `missing` are places that need an answer.

    `asked` counts the questions that need an answer as things stand, `answered` those of them that have one. Rules of
    the SOP are only looked at once nothing is missing or refused.
    """

    type_id: str
    status: Status
    findings: tuple[Finding, ...]
    missing: tuple[Place, ...]
    answered: int
    asked: int
    _clauses: Mapping[Place, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def clauses_of(self, place: Place) -> tuple[str, ...]:
        """The SOP clauses that ask for what is missing, or was found, at this place: those of rules about the field,
        else those that the document carries."""
        return self._clauses.get(place) or document_type(self.type_id).clauses


def to_do(draft: Draft, locales: Iterable[Locale], uncovered: Uncovered) -> dict[str, DocumentState]:
    """The state of every type, by its id, in the order of `document_types`."""
    chosen = tuple(locales)
    return {type_id: state_of(draft, type_id, chosen, uncovered) for type_id in document_types()}


def state_of(draft: Draft, type_id: str, locales: Iterable[Locale], uncovered: Uncovered) -> DocumentState:
    """How far one document is, to be issued in these languages. Raises UnknownName for the type; a draft raises
    nothing."""
    kind, assembly = document_type(type_id), assembly_of(draft, type_id)
    needed = Needed.of(tree_of(kind), assembly.tree)
    mistyped = _mistyped(draft, kind, assembly)
    missing = [steps for steps in needed.missing if steps not in mistyped]
    more: list[Steps] = []
    found = [(steps, _not_understood()) for steps in mistyped]
    for steps, finding in _judged(kind, assembly.tree, locales, uncovered):
        if finding.code == MISSING:
            more += [] if _near(steps, (*needed.missing, *mistyped)) else [steps]
        elif not any(other[: len(steps)] == steps for other in mistyped):
            found.append((steps, finding))
    missing += more
    clauses = {assembly.place(steps): _clauses(kind, steps) for steps in (*missing, *(steps for steps, _ in found))}
    findings = [_placed(finding, assembly.place(steps), clauses) for steps, finding in found]
    return DocumentState(
        type_id,
        _status(findings, missing, _begun(draft, type_id)),
        tuple(findings),
        tuple(assembly.place(steps) for steps in missing),
        needed.asked - len(needed.missing),
        needed.asked + len(more),
        clauses,
    )


def _judged(
    kind: type[Document], tree: dict[str, Any], locales: Iterable[Locale], uncovered: Uncovered
) -> Iterator[tuple[Steps, Finding]]:
    """What the model refuses, else what the checks find, by steps in the document."""
    try:
        document = kind.model_validate(tree)
    except ValidationError as error:
        yield from ((_steps(finding.pointer), finding) for finding in findings_of(error))
        return
    own = f"/{DOCUMENTS}/{kind.type_id}"
    for finding in check(document, locales, uncovered):
        yield _steps(finding.pointer.removeprefix(own)), finding


def _steps(pointer: str) -> Steps:
    """The steps of a JSON Pointer (RFC 6901)."""
    raw = pointer.split("/")[1:]
    return tuple(int(step) if step.isdecimal() else step.replace("~1", "/").replace("~0", "~") for step in raw)


def _mistyped(draft: Draft, kind: type[Document], assembly: Assembly) -> list[Steps]:
    """Where, in the document, texts stand that were not understood, as far as it asks for them."""
    found = (assembly.steps(place_of(path)) for path in draft.typed)
    return [steps for steps in found if steps and _in_force(tree_of(kind), assembly.tree, steps)]


def _in_force(root: Node, tree: Any, steps: Steps) -> bool:
    """Whether the document has this field and, as things stand, asks for it."""
    node: Node | None = root
    for length, step in enumerate(steps):
        parent, node = node, node.at((step,)) if node else None
        if parent is None or node is None:
            return False
        if parent.kind is Kind.GROUP and not asked(parent, value_at(tree, steps[:length]), node):
            return False
    return True


def _near(steps: Steps, others: Iterable[Steps]) -> bool:
    """Whether one of the others lies above or below."""
    return any(other[: len(steps)] == steps or steps[: len(other)] == other for other in others)


def _clauses(kind: type[Document], steps: Steps) -> tuple[str, ...]:
    """Clauses of the rules about this field, or about the smallest group around it; none where there is no rule."""
    for length in range(len(steps), 0, -1):
        path = path_of(steps[:length])
        if found := dict.fromkeys(rule.clause for rule in kind.rules if rule.field == path):
            return tuple(found)
    return ()


def _placed(finding: Finding, place: Place, clauses: Mapping[Place, tuple[str, ...]]) -> Finding:
    named = clauses.get(place) or (None,)
    return replace(finding, pointer="/" + path_of(place), clause=finding.clause or named[0])


def _status(findings: Iterable[Finding], missing: Iterable[Steps], begun: bool) -> Status:
    severities = {finding.severity for finding in findings}
    if missing:
        return Status.INCOMPLETE if begun else Status.NOT_STARTED
    if Severity.ERROR in severities:
        return Status.BLOCKED
    return Status.WARNED if Severity.WARNING in severities else Status.READY


def _begun(draft: Draft, type_id: str) -> bool:
    """Whether any of a document's own particulars was entered, understood or not."""
    own = (DOCUMENTS, type_id)
    return bool(value_at(draft.values, own)) or any(place_of(path)[:2] == own for path in (*draft.typed, *draft.uses))


def _not_understood() -> Finding:
    message = Message("what was typed here was not understood; read it again and correct it")
    return Finding(Severity.ERROR, NOT_UNDERSTOOD, "", message)
