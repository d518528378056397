"""The least that a server of this kind can answer: what pages are held against."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)


@app.get("/", response_class=HTMLResponse)
def hello() -> str:
    """Answer from a thread, as pages do."""
    return "<!doctype html><title>Hello</title><p>Hello"
