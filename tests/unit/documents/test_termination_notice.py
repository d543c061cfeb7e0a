"""The note verbale that ends the SOP: rules of SOP 11 and 12, the ninety days, and the three templates."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen.case import Case
from docgen.documents import example, example_of_all
from docgen.documents.termination_notice import TerminationNotice
from docgen.docx import ScriptFont, Template
from docgen.docx.text import text
from docgen.errors import Severity
from docgen.locale import Locale
from docgen.sop import clause
from tests.unit.documents.forms import fragments

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = ("km", "th", "en")
LOCALES = {language: Locale.load(TEMPLATES / language) for language in LANGUAGES}
Change = Callable[[dict[str, Any]], object]


def notice(*changes: Change) -> TerminationNotice:
    tree = json.loads(json.dumps(example(TerminationNotice)))
    for change in changes:
        change(tree["documents"]["termination_notice"])
    return TerminationNotice.of(Case.from_tree(tree))


def broken(*changes: Change) -> dict[str, str]:
    """Codes of the rules broken, with the pointer of each."""
    return {
        finding.code: finding.pointer.rpartition("termination_notice/")[2] for finding in notice(*changes).findings()
    }


def put(**values: Any) -> Change:
    return lambda own: own.update(values)


def not_received(own: dict[str, Any]) -> None:
    del own["receipt"]


def received(day: str) -> Change:
    return put(receipt={"received_on": day})


def docx(language: str, *changes: Change) -> str:
    fonts = {code: ScriptFont(f.name, f.language) for one in LOCALES.values() for code, f in one.settings.fonts.items()}
    data = (TEMPLATES / language / "termination_notice.docx").read_bytes()
    template = Template.compile(data, name=language, fonts=fonts, fragments=fragments(language))
    return text(template.render(notice(*changes).view(LOCALES[language]), title="Note", language=language))


def test_the_example_breaks_no_rule() -> None:
    assert broken() == {}


def test_a_party_notifies_the_other_and_not_itself() -> None:
    def to_itself(own: dict[str, Any]) -> None:
        own["addressee"]["party"] = "TH"

    assert broken(to_itself) == {"termination.other_party": "addressee/party"}


def test_only_the_diplomatic_channel_will_do() -> None:
    assert broken(put(channel="embassy_to_ministry")) == {}
    assert broken(put(channel="between_centers")) == {"termination.channel": "channel"}


def test_nobody_receives_a_note_before_its_date() -> None:
    assert broken(received("2026-12-01")) == {}
    assert broken(received("2026-11-30")) == {"termination.received_early": "receipt/received_on"}


def test_the_sop_cannot_end_before_it_took_effect() -> None:
    assert broken(put(date="2022-08-25")) == {}
    assert broken(put(date="2022-08-24")) == {"termination.before_effect": "date"}


def test_every_rule_refuses() -> None:
    assert {rule.severity for rule in TerminationNotice.rules} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("day", "latest"),
    [("2026-12-03", dt.date(2027, 3, 3)), ("2027-12-03", dt.date(2028, 3, 2)), ("2027-01-01", dt.date(2027, 4, 1))],
)
def test_ninety_days_are_counted_after_the_day_of_receipt(day: str, latest: dt.date) -> None:
    assert notice(received(day)).latest_effect == latest


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_day_is_computed_before_the_receipt_is_known(language: str) -> None:
    assert notice(not_received).latest_effect is None
    latest = LOCALES[language].day(dt.date(2027, 3, 3))
    before, after = docx(language, not_received), docx(language)
    assert (latest in before, latest in after) == (False, True)
    assert ("[c_12_d]" in before, "[c_12_e]" in before) == (False, True)
    assert ("[c_12_d]" in after, "[c_12_e]" in after) == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_slip_waits_for_what_is_not_known(language: str) -> None:
    def dotted(*changes: Change) -> int:
        _, slip = docx(language, *changes).split("[c_12_h]")
        return sum(line.endswith("\t") for line in slip.splitlines())

    assert [dotted(not_received), dotted(received("2026-12-03")), dotted()] == [3, 2, 1]


def test_clause_12_is_quoted_word_for_word() -> None:
    assert f"[c_12_b] “{clause('12').text}”" in docx("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_government_is_named_from_its_own_side(language: str) -> None:
    def cambodian(own: dict[str, Any]) -> None:
        own["agency"]["party"], own["addressee"]["party"] = "KH", "TH"

    locale = LOCALES[language]
    thai, khmer = notice().view(locale), notice(cambodian).view(locale)
    assert (thai["government"], thai["other_government"]) == (khmer["other_government"], khmer["government"])
    assert thai["government"] != thai["other_government"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_person_and_no_case_appears(language: str) -> None:
    whole = example_of_all()
    document = TerminationNotice.of(Case.from_tree(whole))
    view = document.view(LOCALES[language])
    assert not {"reference", "person", "official"} & view.keys()
    printed = json.dumps(view, ensure_ascii=False) + docx(language)
    names = [*whole["person"]["names"].values(), whole["person"]["code"], whole["reference"]]
    assert not [name for name in names if name in printed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_protection_and_confidentiality_continue(language: str) -> None:
    page = docx(language)
    assert page.index("[c_12_g]") < page.index("[c_4_2_a]") < page.index("[c_6_1_a]")


def test_the_note_is_a_note_verbale_that_gives_no_reasons() -> None:
    page = docx("en")
    assert page.index("0803/215") < page.index("presents its compliments to the Royal Embassy of Cambodia")
    renewal = page.index("avails itself of this opportunity to renew to")
    assert renewal < page.index("Bangkok, 1 December 2026") < page.index("[c_12_h]")
    assert "because" not in page
