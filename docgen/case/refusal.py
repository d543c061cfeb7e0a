"""How a value is refused: a problem with a stable code, and the exception that carries it out of a validator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docgen.errors import Message


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason and remedy. `at` are the steps from the value under validation down to the culprit, mostly none."""

    code: str
    message: Message
    at: tuple[str | int, ...] = ()


class Refused(ValueError):
    """Raised inside Pydantic validators, here and in document types; `findings_of` turns it into findings.

    Its text is the problems' English messages; it never carries a value of the case.
    """

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem.message) for problem in problems))


def pointer(steps: Iterable[str | int], prefix: str = "") -> str:
    """Append steps to a JSON Pointer (RFC 6901, section 3: `~` is written `~0`, `/` is written `~1`)."""
    return prefix + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
