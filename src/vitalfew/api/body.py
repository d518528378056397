"""What bodies are made of: words that every database can keep, of a length somebody reads."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _storable(text: str) -> str:
    """Refuse what a database cannot keep."""
    if "\0" in text:
        msg = "holds a character that is none"
        raise ValueError(msg)
    return text


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_storable)]
Text = Annotated[str, StringConstraints(max_length=500_000), AfterValidator(_storable)]
"""A whole text, as it is."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_storable)]


class Body(BaseModel):
    """A JSON object without any other fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Seen(Body):
    """A step that may be held to what was seen."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    """Refuse with 409 where it is no more in this version."""
