"""Files elsewhere, by URL: one under `https://`, or those that match a pattern in a bucket of S3 (`s3://`) or Google (`gs://`).

They are fetched within bounds into the folder that the engine spills to, which goes when the source is closed, and are then
files like any others: the engine itself never reaches out. Keys come from the environment, in the ways that the stores' own
tools know, and `AWS_ENDPOINT_URL` names a store of one's own that speaks S3.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from glob import escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pyarrow as pa
from pyarrow import fs

from vitalfew.sources.fault import Fault
from vitalfew.sources.web import SECONDS, WebFault, fetch

MOST_BYTES = 2_000_000_000
MOST_OBJECTS = 10_000
CHUNK = 8_000_000
_STORE = re.compile(r"^(s3|gs|https?)://", re.IGNORECASE)
_ERROR = re.compile(r"AWS Error (\w+)|PermissionDenied|NotFound|Unauthenticated")


def is_elsewhere(path: str) -> bool:
    """Tell whether a path is the URL of a store."""
    return bool(_STORE.match(path))


def fetch_files(url: str, shown: str, folder: Path) -> str | Fault:
    """Fetch what a URL names into a folder; give the pattern that finds it there. Words speak of the URL as `shown`."""
    parts = urlsplit(url)
    if "@" in parts.netloc and "${" not in shown:
        return Fault("written-secret", "the `path` of the source holds a login")
    folder.mkdir()
    try:
        if parts.scheme.lower() in {"http", "https"}:
            return _page(url, parts.path, folder)
        return _objects(parts.scheme.lower(), parts.netloc, parts.path.strip("/"), shown, folder)
    except WebFault as error:
        return Fault("unreachable-source", str(error))
    except (OSError, pa.ArrowException) as error:
        found = _ERROR.search(str(error))
        why = f"answers `{found[1] or found[0]}`" if found else "does not answer"
        return Fault("unreachable-source", f"the object store {why}")


def _page(url: str, path: str, folder: Path) -> str | Fault:
    name = PurePosixPath(unquote(path)).name
    if not name or name.startswith("."):
        return Fault("unreadable-data", "the `path` of the source names no file", "let it end in a name such as `orders.csv`")
    (folder / name).write_bytes(fetch(url, {}, accept="*/*"))
    return escape(name)


def _objects(scheme: str, bucket: str, pattern: str, shown: str, folder: Path) -> str | Fault:
    """Fetch the objects of a bucket that match a pattern; too many or too great ones are not fetched in part."""
    store = _s3() if scheme == "s3" else fs.GcsFileSystem(retry_time_limit=_limit())
    names = _matching(store, bucket, pattern)
    if not names:
        return Fault("missing-file", f"no object matches `{shown}`")
    size = sum(info.size or 0 for info in names.values())
    if len(names) > MOST_OBJECTS or size > MOST_BYTES:
        message = f"`{shown}` matches {len(names):,} objects of {size:,} bytes, beyond {MOST_OBJECTS:,} of {MOST_BYTES:,}"
        return Fault("unreadable-data", message, "name fewer, or point a source of another kind at the warehouse")
    for name, info in names.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with store.open_input_stream(info.path, compression=None) as stream, target.open("wb") as file:
            while chunk := stream.read(CHUNK):
                file.write(chunk)
    return pattern


def _matching(store: fs.FileSystem, bucket: str, pattern: str) -> dict[str, fs.FileInfo]:
    """List the objects below the fixed part of a pattern and keep those that match it, as the disk's own files would."""
    parts = PurePosixPath(pattern).parts
    fixed = next((place for place, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
    base = "/".join((bucket, *parts[:fixed]))
    if fixed == len(parts):
        (info,) = store.get_file_info([base])
        return {pattern: info} if info.type == fs.FileType.File else {}
    listed = store.get_file_info(fs.FileSelector(base, allow_not_found=True, recursive=True))
    found = {info.path.removeprefix(f"{bucket}/"): info for info in listed if info.type == fs.FileType.File}
    return {name: info for name, info in found.items() if _is_plain(name) and _matches(name, pattern)}


def _is_plain(name: str) -> bool:
    return all(part not in {"", ".", ".."} for part in name.split("/")) and "\\" not in name


def _matches(name: str, pattern: str) -> bool:
    """Match part by part; `**` stands for any number of folders."""
    steps = [_step(part) for part in pattern.split("/")]
    return re.fullmatch("".join(steps).removesuffix("/"), name) is not None


def _step(part: str) -> str:
    if part == "**":
        return "(?:[^/]+/)*"
    signs = {"*": "[^/]*", "?": "[^/]"}
    pieces = re.split(r"(\*|\?|\[[^]]+\])", part)
    return "".join(signs.get(piece, piece if piece.startswith("[") else re.escape(piece)) for piece in pieces) + "/"


def _s3() -> fs.S3FileSystem:
    """Open S3 with the environment's keys, or in the ways that its own tools find them."""
    known = os.environ
    endpoint = known.get("AWS_ENDPOINT_URL")
    options: dict[str, str] = {}
    if endpoint:
        options = {"endpoint_override": urlsplit(endpoint).netloc, "scheme": urlsplit(endpoint).scheme}
    region = known.get("AWS_REGION") or known.get("AWS_DEFAULT_REGION")
    if region:
        options["region"] = region
    return fs.S3FileSystem(
        connect_timeout=SECONDS, request_timeout=SECONDS, retry_strategy=fs.AwsDefaultS3RetryStrategy(max_attempts=3), **options
    )


def _limit() -> timedelta:
    return timedelta(seconds=SECONDS)
