"""One row of a batch: a case becomes outputs that have landed, or findings. The one function that every batch runs."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from docgen.batch.landing import Landing
from docgen.bundle import Approval, File
from docgen.case import Case
from docgen.check import blocking, check
from docgen.documents import document_type
from docgen.errors import (
    DocgenError,
    EngineUnavailable,
    Finding,
    InputRefused,
    Message,
    RuleViolated,
    Severity,
    UnknownName,
)
from docgen.generate import DEFAULT_FORMATS, FORMATS, generate
from docgen.library import Library
from docgen.press import Press
from docgen.verification.key import StoreUnusable
from docgen.verification.register import Issued, records

NOT_THE_ROWS_FAULT: Final = (StoreUnusable, EngineUnavailable)
"""Errors of the installation: the batch stops, and the row is made when it is resumed."""
_AT_MOST: Final = 100
"""Findings told of one row, as of one case."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for of every row; pickled with each job.

    Without `types` a row gives every document it has particulars for; without `languages` all. `overrides` maps the
    code of a warning to the reason for going on. A `specimen` is marked so, without codes.
    """

    types: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    overrides: Mapping[str, str] = field(default_factory=dict)
    specimen: bool = False

    def checked(self, library: Library) -> Self:
        """Itself, when the installation has all that it names. Raises UnknownName."""
        for type_id in self.types or ():
            document_type(type_id)
        for tag in self.languages or ():
            library.locale(tag)
        if not set(self.formats) <= set(FORMATS):
            known = {"known": ", ".join(FORMATS)}
            raise UnknownName(Message("there is no such format; the formats are: {known}", known))
        return self


class State(StrEnum):
    """How a row ended."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Output:
    """One output that has landed: its file name, its address at the landing, the SHA-256 and size in bytes of what it
    is, and what it was made from."""

    name: str
    address: str
    sha256: str
    size: int
    type: str
    language: str
    format: str
    template: str
    approval: str
    engine: str
    code: str
    version: int = 0
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one row ended: all outputs asked for, or none and the findings why. `issued` is for the register; the moment
    of issue is whoever keeps it to say. `columns` says of a finding's pointer which column of the source it concerns,
    such as "C: Name", where that is known."""

    number: int
    state: State
    outputs: tuple[Output, ...] = ()
    findings: tuple[Finding, ...] = ()
    issued: tuple[Issued, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def perform(press: Press, order: Order, number: int, data: bytes | None, landing: Landing) -> Outcome:
    """Make what is ordered of one row, the JSON of a case. A row counts as done when everything asked for is made.

    A bad row is an outcome with findings, never an exception; `None` is one that its source could not read, whose
    findings the source has. Raises StoreUnusable and EngineUnavailable, which no row can help.
    """
    press = press.for_specimens() if order.specimen else press
    return _guarded(number, data, lambda case: _made(press, order, number, case, landing))


def perform_chunk(
    press: Press, order: Order, rows: Sequence[tuple[int, bytes | None]], landing: Landing
) -> list[Outcome]:
    """`perform` for several rows, as one job of a worker."""
    return [perform(press, order, number, data, landing) for number, data in rows]


def examine(press: Press, order: Order, number: int, data: bytes | None) -> Outcome:
    """Check one row as `perform` does and make nothing: done says that nothing stands against it."""
    return _guarded(number, data, lambda case: _examined(press, order, number, case))


def examine_chunk(press: Press, order: Order, rows: Sequence[tuple[int, bytes | None]]) -> list[Outcome]:
    """`examine` for several rows, as one job of a worker."""
    return [examine(press, order, number, data) for number, data in rows]


def failed(number: int, findings: Iterable[Finding]) -> Outcome:
    """A row that came to nothing, each finding once."""
    once: list[Finding] = []
    for finding in findings:
        if finding not in once:
            once.append(finding)
    return Outcome(number, State.FAILED, findings=tuple(once[:_AT_MOST]))


def failed_by(number: int, error: DocgenError) -> Outcome:
    """A row that an error of ours with a name stopped."""
    if isinstance(error, InputRefused | RuleViolated):
        return failed(number, error.findings)
    return failed(number, [Finding(Severity.ERROR, error.code, "", error.message)])


def failed_unexpectedly(number: int) -> Outcome:
    """A row that an error of the program stopped."""
    message = Message("an error of the program stopped this row; report it, and go on with the others")
    return failed(number, [Finding(Severity.ERROR, DocgenError.code, "", message)])


def _guarded(number: int, data: bytes | None, work: Callable[[Case], Outcome]) -> Outcome:
    if data is None:
        return failed(number, ())
    try:
        return work(Case.load(data))
    except NOT_THE_ROWS_FAULT:
        raise
    except DocgenError as error:
        return failed_by(number, error)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of a Rust library is no Exception
        _log_places(number, error)
        return failed_unexpectedly(number)


def _log_places(number: int, error: BaseException) -> None:
    """Where an error of the program came from: neither its text nor any variable, which may hold values of the case."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    _log.log(logging.ERROR, "row %d: %s at %s", number, type(error).__name__, " < ".join(reversed(places)))


def _made(press: Press, order: Order, number: int, case: Case, landing: Landing) -> Outcome:
    try:
        bundle = generate(
            case,
            press=press,
            types=_types(case, order),
            languages=order.languages,
            formats=order.formats,
            overrides=order.overrides,
        )
    except (InputRefused, RuleViolated) as refused:
        # It ends at the first document refused; whoever corrects the row wants to hear of all.
        found = _examined(press, order, number, case)
        return found if found.state is State.FAILED else failed_by(number, refused)
    outputs = tuple(_landed(file, landing) for file in bundle.files)
    issued = () if order.specimen else tuple(records(bundle))
    return Outcome(number, State.DONE, outputs, issued=issued)


def _landed(file: File, landing: Landing) -> Output:
    return Output(
        name=file.name,
        address=landing.put(file.data),
        sha256=file.sha256,
        size=len(file.data),
        type=file.type,
        language=file.language,
        format=file.format,
        template=file.template,
        approval=file.approval,
        engine=file.engine,
        code=file.code,
        version=file.version,
        approvals=file.approvals,
    )


def _examined(press: Press, order: Order, number: int, case: Case) -> Outcome:
    locales = [press.library.locale(tag) for tag in order.languages or press.library.locales]
    reasoned = [code for code, reason in order.overrides.items() if reason.strip()]
    found: list[Finding] = []
    for type_id in _types(case, order):
        try:
            document = document_type(type_id).of(case)
        except InputRefused as refused:
            found += refused.findings
        else:
            found += blocking(check(document, locales, press.uncovered), reasoned)
    return failed(number, found) if found else Outcome(number, State.DONE)


def _types(case: Case, order: Order) -> Sequence[str]:
    """The documents asked for, else those that the case has particulars for. Raises InputRefused for none."""
    types = order.types or sorted(case.documents)
    if not types:
        message = Message("the case has no particulars of any document; add them under “documents”")
        raise InputRefused([Finding(Severity.ERROR, "document.absent", "/documents", message)])
    return types
