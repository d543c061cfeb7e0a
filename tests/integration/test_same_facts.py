"""A fact changed in the case changes the paper in every language or in none; words in one language, that paper only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pytest

from docgen.case import Case
from docgen.documents import Document, document_type, example
from docgen.errors import InputRefused, Severity
from docgen.locale.names import LATIN
from tests.acceptance.reading import word_text
from tests.conftest import languages, open_press, type_ids
from tests.integration.facts import Steps, at, others, replaced, scalars

TAGS = languages()
SCRIPTS = {locale.script: tag for tag, locale in open_press().library.locales.items()}

# Facts that a paper does not print: type ("" for every type), pattern of the pointer, reason.
NOT_PRINTED: Mapping[tuple[str, str], str] = {
    ("", r".*/emblem"): "chooses a picture",
    ("", r".*/email"): "not in every letterhead",
    ("", r"/agency/city/.*"): "only letters name the city",
    ("", r".*/official/telephone"): "how to reach the official is on the letterhead",
    ("", r"/person/aliases/.*"): "no paper names a person by a nickname",
    ("", r"/person/birth/age_determined"): "counts only where the age is in doubt",
    ("", r"/person/birth/date"): "for the measures for children alone",
    ("", r"/person/(nationality|documents|languages|literate)\b.*"): "a paper declares what it needs of the person",
    ("", r".*/(interpreter|replacement)/(names|sex|affiliation)\b.*"): "an interpreter appears under a code alone",
    ("", r".*/interpreter/languages/1"): "the paper names the language it was read in",
    (
        "",
        r".*/interpreter/(government_registered|accompanied_person|trained)",
    ): "asked by rules (SOP 4.8, 4.9)",
    ("", r".*/(center|counterpart)/city/.*"): "an addressee's city stands in the address",
    ("", r".*/(addressee|counterpart|embassy)/(address/.*|telephone)"): "a note is handed over, not posted",
    ("embassy_notification", r".*/officer/agency/.*"): "is the centre, which is named",
    ("embassy_notification", r".*/decision/(decided_on|reason)"): "the reasons are not the embassy's (SOP 6.1)",
    ("meeting_minutes", r".*/(members|absent)/\d+/sex"): "a rank stands for the title",
    ("return_victim_finding", r".*/child_measures_applied"): "the example's person is an adult",
    ("rights_statement", r".*/met_(on|at)"): "for the rule on delay; printed where there was one",
    ("termination_notice", r"/reference"): "a notice between governments belongs to no case",
    ("termination_notice", r".*/channel"): "asked by a rule",
}
# Facts that cannot change alone: another field of the case has to change with them.
BOUND: Mapping[tuple[str, str], str] = {
    ("interpreter_termination", r".*/arrangement"): "each arrangement has fields of its own",
}
# Facts that a language does not tell, for its grammar: the languages that do.
GRAMMAR: Mapping[tuple[str, str], set[str]] = {
    # Under one's own signature only Thai writes a title.
    ("", r".*/(witness|signatory|minute_taker)/sex"): {"th"},
    ("rights_statement", r".*/representative/sex"): {"th"},
}
FOLDS = 4


def documented(type_id: str, tree: Any) -> Document:
    return document_type(type_id).of(Case.load(json.dumps(tree)))


def texts(document: Document, tags: Iterable[str]) -> dict[str, str]:
    """What the Word file prints in each of these languages."""
    library = open_press().library
    found = {}
    for tag in tags:
        view, template = document.view(library.locale(tag)), library.template(document.type_id, tag)
        found[tag] = word_text(template.render(view, title="t", language=tag))
    return found


@cache
def original(type_id: str) -> dict[str, str]:
    return texts(documented(type_id, example(document_type(type_id))), TAGS)


def language_of(steps: Steps) -> str | None:
    """The language whose words or names stand at `steps`; None for a fact of no language."""
    last = str(steps[-1])
    return last if last in TAGS else SCRIPTS.get(last)


def otherwise(type_id: str, tree: Any, steps: Steps, value: Any) -> Document | None:
    """The document with another value at `steps`; None when no other value is accepted there."""
    candidates = list(others(value))
    for other in candidates:
        try:
            return documented(type_id, replaced(tree, {steps: other}))
        except InputRefused as refused:
            for finding in refused.findings:
                if finding.pointer == at(steps) and "choices" in finding.message.values:
                    choices = finding.message.values["choices"].split(", ")
                    candidates += [choice for choice in choices if choice not in (value, *candidates)]
    return None


def verdict(type_id: str, tree: Any, steps: Steps, value: Any) -> str:
    """What is wrong with how a fact is printed; empty when nothing is.

    A fact whose other value the SOP forbids (an error, which nobody can override) need not be printed: no paper says
    otherwise.
    """
    own = language_of(steps)
    document = otherwise(type_id, tree, steps, value)
    if document is None:
        return "" if listed(BOUND, type_id, steps) else "no other value was accepted"
    now = texts(document, [own] if own else TAGS)
    changed = [tag for tag in now if now[tag] != original(type_id)[tag]]
    unprinted = listed(NOT_PRINTED, type_id, steps)
    if changed and listed(BOUND, type_id, steps):
        return "is listed as bound, and is not"
    if not changed:
        forbidden = any(finding.severity is Severity.ERROR for finding in document.findings())
        return "" if unprinted or forbidden else "is printed nowhere"
    wanted = next((tags for key, tags in GRAMMAR.items() if listed({key: ""}, type_id, steps)), set(now))
    return "" if set(changed) == wanted else f"changes {changed} only"


def listed(table: Mapping[tuple[str, str], str], type_id: str, steps: Steps) -> bool:
    return any(own in ("", type_id) and re.fullmatch(pattern, at(steps)) for own, pattern in table)


def facts(type_id: str) -> list[tuple[Steps, Any]]:
    """The scalars of the type's example: of a list the first two rows, since the others have the same fields.

    A shared field that the particulars restate is another paper's business.
    """
    tree = example(document_type(type_id))
    restated = set(tree["documents"][type_id])
    rows = [(steps, value) for steps, value in scalars(tree) if steps[0] not in restated]
    return [(steps, value) for steps, value in rows if not any(isinstance(step, int) and step > 1 for step in steps)]


@pytest.mark.parametrize("fold", range(FOLDS))
@pytest.mark.parametrize("type_id", type_ids())
def test_a_changed_fact_changes_the_paper_in_every_language_or_in_none(type_id: str, fold: int) -> None:
    tree = example(document_type(type_id))
    found = {at(steps): verdict(type_id, tree, steps, value) for steps, value in facts(type_id)[fold::FOLDS]}
    assert {place: problem for place, problem in found.items() if problem} == {}


@pytest.mark.parametrize("type_id", type_ids())
@pytest.mark.parametrize("tag", TAGS)
def test_words_changed_in_one_language_change_no_other_paper(type_id: str, tag: str) -> None:
    tree = example(document_type(type_id))
    # A Latin name is everybody's: it is printed where a language's own script has none, and as in the passport.
    words = {
        steps: next(others(value)) for steps, value in scalars(tree) if language_of(steps) == tag and steps[-1] != LATIN
    }
    assert len(words) > 5
    now = texts(documented(type_id, replaced(tree, words)), TAGS)
    assert [other for other in TAGS if now[other] != original(type_id)[other]] == [tag]
