"""Questions that are only asked after a certain answer, shown on groups made for the purpose."""

from typing import Literal

from pydantic import Field

from docgen.case import Value
from docgen.casefile.asking import asked, conditions
from docgen.forms.nodes import Node, tree_of_value


class Seal(Value):
    broken: bool | None = Field(default=None, title="Broken")


class Way(Value):
    way: Literal["by_road", "by_air"] = Field(default="by_road", title="Way")
    seen: bool | None = Field(default=None, title="Seen")
    count: int | None = Field(default=None, title="Count")
    flight: str | None = Field(default=None, title="Flight", json_schema_extra={"asked_when": {"way": ["by_air"]}})
    plate: str | None = Field(default=None, title="Plate", json_schema_extra={"asked_when": {"way": ["by_road"]}})
    by_whom: str | None = Field(
        default=None, title="By whom", json_schema_extra={"asked_when": {"seen": [True], "way": ["by_road", "by_air"]}}
    )
    unseen: str | None = Field(default=None, title="Unseen", json_schema_extra={"asked_when": {"seen": [None, False]}})
    seal: Seal | None = Field(default=None, title="Seal", json_schema_extra={"asked_when": {"way": ["by_road"]}})
    loss: str | None = Field(default=None, title="Loss", json_schema_extra={"asked_when": {"seal/broken": [True]}})
    delay: str | None = Field(default=None, title="Delay", json_schema_extra={"asked_when": {"flight": ["late"]}})
    left: str | None = Field(default=None, title="Left", json_schema_extra={"asked_when": {"right": ["x"]}})
    right: str | None = Field(default=None, title="Right", json_schema_extra={"asked_when": {"left": ["x"]}})


def member(name: str) -> Node:
    node = tree_of_value(Way).at((name,))
    assert node is not None
    return node


def is_asked(name: str, value: object) -> bool:
    return asked(tree_of_value(Way), value, member(name))


def test_a_question_without_conditions_is_always_asked() -> None:
    assert is_asked("way", {}) and is_asked("way", None) and is_asked("way", "what is no group")


def test_an_answer_decides_about_the_question_after_it() -> None:
    assert is_asked("flight", {"way": "by_air"})
    assert not is_asked("flight", {"way": "by_road"})


def test_an_answer_that_was_not_given_counts_as_its_default() -> None:
    assert is_asked("plate", {}) and is_asked("plate", None) and is_asked("plate", {"way": ""})
    assert not is_asked("flight", {})


def test_without_answer_and_default_a_question_is_not_asked_unless_null_is_listed() -> None:
    assert not is_asked("by_whom", {})
    assert is_asked("unseen", {}) and is_asked("unseen", {"seen": False}) and not is_asked("unseen", {"seen": True})


def test_all_conditions_hold() -> None:
    assert is_asked("by_whom", {"seen": True, "way": "by_air"})
    assert not is_asked("by_whom", {"seen": True, "way": "on foot"})


def test_a_yes_is_no_one() -> None:
    assert not is_asked("by_whom", {"seen": 1})


def test_an_answer_to_a_question_that_is_not_asked_decides_nothing() -> None:
    assert is_asked("delay", {"way": "by_air", "flight": "late"})
    assert not is_asked("delay", {"way": "by_road", "flight": "late"})


def test_an_answer_below_a_field_beside_it_decides_too() -> None:
    assert is_asked("loss", {"seal": {"broken": True}})
    assert not is_asked("loss", {"seal": {"broken": False}}) and not is_asked("loss", {"seal": None})
    assert not is_asked("loss", {"seal": {"broken": True}, "way": "by_air"})


def test_two_questions_that_wait_for_each_other_come_to_an_end() -> None:
    assert is_asked("left", {"left": "x", "right": "x"})
    assert not is_asked("left", {"left": "x"})


def test_conditions_are_told_by_name() -> None:
    assert conditions(tree_of_value(Way), member("flight")) == {"way": ["by_air"]}
    assert conditions(tree_of_value(Way), member("way")) == {}
