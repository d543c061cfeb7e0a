"""The two bases of every value: `Value` refuses what it does not know, `Projection` takes only what it declares."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A language-neutral value of the case: frozen, no undeclared field, and no input shown in its errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)


class Projection(Value):
    """A narrow view of a wider value: what it does not declare never arrives (purpose limitation).

    Name it *last* among the bases, `class Signatory(Sexed, Named, Projection)`: Pydantic merges the configurations
    from left to right. It is validated from the JSON object or from the wider value itself:
    `Signatory.model_validate(person)`.

    Raises TypeError when a subclass is declared in an order that would lose the projection.
    """

    model_config = ConfigDict(extra="ignore", from_attributes=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.model_config.get("extra") != "ignore":
            raise TypeError(f"{cls.__name__}: name Projection last among the bases")
