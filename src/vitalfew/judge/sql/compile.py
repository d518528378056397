"""The expression in a dialect, compiled by Ibis; DuckDB's text is kept beside, so that the embedded engine needs no Ibis."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.compilers.base import SQLGlotCompiler
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from vitalfew.judge.sql.judgement import judgement


def compiled(
    compiler: SQLGlotCompiler, dialect: str, *, expression: Callable[[], ir.Table] = judgement, pretty: bool = False
) -> str:
    """Give an expression in a dialect, one step per named query (`WITH`).

    Ibis would fuse the steps, which repeats each of them wherever it is used: half as long again, and deeper than SQLite reads.
    """
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        query = eliminate_subqueries(compiler.to_sqlglot(expression()))
        return str(query.sql(dialect, pretty=pretty))
    finally:
        ibis.options.sql.fuse_selects = fused
