"""Why the gate refuses a Word file: every reason a finding of its own kind, not only the first."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.docx import gate, screen
from docgen.errors import Finding, Message, Severity, TemplateRefused


def refusals(data: bytes, file: str, prefix: str) -> Iterator[Finding]:
    """A finding for each thing in a file that is not for templates: `template.tracked_changes`, `template.link` and so
    on with the prefix "template". None for a file that cannot be looked into, and for one that the gate admits."""
    try:
        package = gate.opened(data, file)
    except TemplateRefused:
        return
    said: set[str] = set()
    for problem in screen.problems(package):
        slots: dict[str, str | Message] = {"file": file, "part": problem.part, "sentence": problem.sentence}
        message = Message("{file}, {part}: {sentence}", slots)
        if str(message) not in said:
            said.add(str(message))
            yield Finding(Severity.ERROR, f"{prefix}.{problem.kind}", file, message)
