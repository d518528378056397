"""The one address of a noun, written `kpi:churn` in files, findings, URLs, rows and exports."""

from __future__ import annotations

from typing import NamedTuple


class Ref(NamedTuple):
    """A kind of noun and the id of one of them.

    >>> str(Ref("kpi", "churn"))
    'kpi:churn'
    >>> Ref.parse("kpi:churn")
    Ref(kind='kpi', id='churn')
    """

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read `kind:id`; raises ValueError where the colon or a side of it is missing."""
        kind, colon, id_ = text.partition(":")
        if not (kind and colon and id_):
            msg = f"`{text}` is not of the form kind:id"
            raise ValueError(msg)
        return cls(kind, id_)


FRAMEWORK = Ref("framework", "main")
