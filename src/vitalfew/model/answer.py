"""The recorded answer to an alignment question: what was said, why, by whom and when."""

from datetime import date

from vitalfew.model.noun import Flag, PersonId, Record, Text


class Answer(Record):
    """An answer that stands against a guess from words once it says why, who and when."""

    answer: Flag | None = None
    why: Text | None = None
    by: PersonId | None = None
    on: date | None = None
