"""Accept decides between the forms that an answer may have."""

from __future__ import annotations

import pytest

from api.negotiation import DOCX, PDF, ZIP, chosen, named_formats
from api.problems import NotAcceptable


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", PDF),
        ("*/*", PDF),
        ("application/zip", ZIP),
        ("application/zip, application/pdf", PDF),
        ("application/pdf;q=0.1, application/zip", ZIP),
        ("application/*;q=0.5, application/pdf;q=0", ZIP),
    ],
)
def test_the_form_liked_best_is_chosen_and_the_first_of_equals(accept: str, expected: str) -> None:
    assert chosen(accept, [PDF, ZIP]) == expected


@pytest.mark.parametrize("accept", ["text/html", "application/pdf;q=0", "application/pdf;q=nonsense"])
def test_what_cannot_be_given_as_accepted_is_refused(accept: str) -> None:
    with pytest.raises(NotAcceptable):
        chosen(accept, [PDF])


def test_a_media_type_names_a_format_only_where_it_is_the_one_liked_best() -> None:
    assert named_formats(PDF) == ("pdf",)
    assert named_formats(f"{DOCX}, */*;q=0.1") == ("docx",)
    assert named_formats("*/*") == named_formats("") == named_formats(ZIP) == ()
