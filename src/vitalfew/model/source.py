"""Where data comes from: one class per kind of source. Credentials stand in the environment, never here."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vitalfew.model.noun import Count, Noun, PersonId, Text


class _Source(Noun):
    kind_: ClassVar[str] = "source"

    name: Text | None = None
    system: Text | None = None
    steward: PersonId | None = None
    refresh: Text | None = None


class FilesSource(_Source):
    """CSV, gzip CSV, Parquet, JSON, XLSX and ODS files that a glob finds below the workspace, or under a URL.

    Rows that are copies of another in all columns are told; `doubled_rows` keeps them without a word, or drops them.
    """

    kind: Literal["files"]
    path: Text
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    decimal: Literal[".", ","] = "."
    date_format: Text | None = None
    bad_rows: Literal["refuse", "skip"] = "refuse"
    doubled_rows: Literal["keep", "drop"] | None = None


class DatabaseSource(_Source):
    """A database by its address."""

    kind: Literal["postgres", "sqlite", "duckdb", "clickhouse", "spark", "trino", "snowflake", "bigquery", "mysql"]
    url: Text | None = None
    path: Text | None = None


class HttpSource(_Source):
    """Rows from an address: JSON (`http`), or a sheet published as CSV (`sheet`).

    `rows` and `next` are keys, joined by dots, of the list of rows and of the link to the next page in each answer;
    `page` is the parameter that counts pages from 1, up to the first that holds no rows. `pages` bounds them.
    """

    kind: Literal["http", "sheet"]
    url: Text
    headers: dict[Text, Text] = Field(default_factory=dict)
    rows: Text | None = None
    next: Text | None = None
    page: Text | None = None
    pages: Count = 100
    decimal: Literal[".", ","] = "."
    date_format: Text | None = None
    doubled_rows: Literal["keep", "drop"] | None = None


class ManualSource(_Source):
    """Values that people enter."""

    kind: Literal["manual"]


Source = Annotated[FilesSource | DatabaseSource | HttpSource | ManualSource, Field(discriminator="kind")]
