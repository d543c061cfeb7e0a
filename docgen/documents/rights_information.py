"""What a statement of rights tells about one case: needs, risk, assistance, cooperation, services (SOP 4.4, 4.13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import Field, StrictBool

from docgen.case import Day, MultilingualLine, MultilingualText, Telephone, Value
from docgen.documents.base import View

if TYPE_CHECKING:
    from docgen.locale import Locale


class UrgentNeed(Value):
    """Something the person needs before any further legal proceedings (SOP 4.4)."""

    need: MultilingualLine = Field(title="Urgent need", description="What the person needs at once")
    action: MultilingualText = Field(title="What has been done", description="How the need was met, or is being met")
    met: StrictBool = Field(title="Need met", description="The need had been met when the statement was given")


class RiskInformation(Value):
    """What the person is told of the risk assessment (SOP 4.6, 4.13.1)."""

    assessed_on: Day = Field(title="Risk assessed on", description="Day of the risk assessment")
    result: MultilingualText = Field(
        title="Result of the risk assessment", description="In words for the person; nothing that endangers anybody"
    )
    measures: MultilingualText | None = Field(
        default=None, title="Safety measures", description="Measures taken to prevent harm, as the person may know them"
    )


class Assistance(Value):
    """One kind of assistance and what it depends on (SOP 4.13.1)."""

    kind: MultilingualLine = Field(title="Assistance", description="What the person can receive")
    conditions: MultilingualText = Field(
        title="Conditions of the assistance",
        description="What it depends on, how long it lasts, or that there are none",
    )


class Cooperation(Value):
    """What a person who cooperates is told besides (SOP 4.13.2)."""

    stay: MultilingualText = Field(
        title="Temporary stay", description="On what ground and conditions the person stays in the country"
    )
    stay_until: Day | None = Field(
        default=None, title="Stay permitted until", description="Last day of the permission that the person holds"
    )
    next_steps: MultilingualText = Field(
        title="Next steps of the investigation", description="What the officials do next and ask of the person"
    )
    protection: MultilingualText | None = Field(
        default=None, title="Witness protection", description="Protection arranged for the person as a witness"
    )
    assistance: MultilingualText = Field(
        title="Other assistance", description="Assistance besides, open to a person who cooperates, and its conditions"
    )


class Contact(Value):
    """A service that the person can call."""

    purpose: MultilingualLine = Field(title="Purpose of the service", description="What the person can call it for")
    name: MultilingualLine = Field(title="Name of the service", description="Office or organization")
    telephone: Telephone = Field(title="Telephone", description="As the person dials it; short numbers too")
    hours: MultilingualLine = Field(title="Hours", description="When somebody answers")


def needs_view(needs: Sequence[UrgentNeed], locale: Locale) -> list[View]:
    """Rows of need, action, met."""
    return [
        {"need": locale.text(each.need), "action": locale.text(each.action), "met": each.met} for each in needs
    ]  # fmt: skip


def risk_view(risk: RiskInformation, locale: Locale) -> View:
    """Day and result of the assessment, and the measures where there are any."""
    return {
        "assessed_on": locale.day(risk.assessed_on),
        "result": locale.text(risk.result),
        "measured": risk.measures is not None,
        "measures": locale.text(risk.measures) if risk.measures else "",
    }


def assistance_view(assistance: Sequence[Assistance], locale: Locale) -> list[View]:
    """Rows of kind and conditions."""
    return [{"kind": locale.text(each.kind), "conditions": locale.text(each.conditions)} for each in assistance]


def cooperation_view(cooperation: Cooperation | None, locale: Locale) -> View:
    """The information for a person who cooperates; all empty or False where the person does not."""
    if cooperation is None:
        return {"stay": "", "stay_limited": False, "stay_until": "", "next_steps": "", "protected": False,
                "protection": "", "assistance": ""}  # fmt: skip
    return {
        "stay": locale.text(cooperation.stay),
        "stay_limited": cooperation.stay_until is not None,
        "stay_until": locale.day(cooperation.stay_until) if cooperation.stay_until else "",
        "next_steps": locale.text(cooperation.next_steps),
        "protected": cooperation.protection is not None,
        "protection": locale.text(cooperation.protection) if cooperation.protection else "",
        "assistance": locale.text(cooperation.assistance),
    }


def contacts_view(contacts: Sequence[Contact], locale: Locale) -> list[View]:
    """Rows of purpose, name, telephone (as dialled) and hours."""
    return [
        {
            "purpose": locale.text(each.purpose),
            "name": locale.text(each.name),
            "telephone": each.telephone,
            "hours": locale.text(each.hours),
        }
        for each in contacts
    ]
