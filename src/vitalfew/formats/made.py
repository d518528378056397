"""What a document was made from, in one line that every format shows."""

from __future__ import annotations

from vitalfew.base.said import Said, say
from vitalfew.formats.document import Made


def footing(made: Made) -> Said:
    """Say which revision, which data and which day a document is of."""
    data = (
        say("data measured {at:%-d %B %Y, %H:%M} UTC", at=made.measured_at) if made.measured_at else say("nothing measured yet")
    )
    if made.revision is None:
        return say("As of {day:%-d %B %Y}; the files as they are, no revision yet; {data}", day=made.as_of, data=data)
    return say(
        "As of {day:%-d %B %Y}; revision {number} ({digest}); {data}",
        day=made.as_of,
        number=made.revision,
        digest=made.digest,
        data=data,
    )
