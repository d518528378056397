"""Draw docs/picture/scorecard.svg: what `vitalfew status --tier 1` shows of the demo, asking nothing of other hosts."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from vitalfew.cli.scorecard import show
from vitalfew.cli.selection import select
from vitalfew.demo.organisation import write_demo
from vitalfew.workspace import Workspace

PICTURE = Path(__file__).parents[1] / "docs" / "picture" / "scorecard.svg"
WIDTH = 100
CELL = 12.2  # how wide Rich draws a character
PART = re.compile(r'x="([\d.]+)" (y="[\d.]+") textLength="[\d.]+"([^>]*)>((?:&#160;)*)([^<]*?)(?:&#160;)*</text>')
# As Rich draws it, less the fonts that it would fetch and the address of its makers.
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>The scorecard of the demo organisation in a terminal</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def trimmed(part: re.Match[str]) -> str:
    """Place a piece of text by its first character: some viewers drop the blanks that it begins or ends with."""
    x, y, rest, blanks, text = part.groups()
    start = float(x) + len(blanks) // len("&#160;") * CELL
    length = len(text.replace("&#160;", " ").replace("&amp;", "&")) * CELL
    return f'x="{start:.1f}" {y} textLength="{length:.1f}"{rest}>{text}</text>'


def picture() -> str:
    """Give the drawing of the demo's scorecard, tier 1, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "demo"
        write_demo(target)
        workspace = Workspace.open(target)
        workspace.measure()
        scorecard = select(workspace.status(), workspace.framework, tier=1)
        console = Console(
            record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor", highlight=False
        )
        show(scorecard, workspace.framework, by="perspective", console=console)
    drawn = console.export_svg(title="vitalfew status --tier 1", code_format=FORMAT, unique_id="scorecard")
    drawn = PART.sub(trimmed, drawn)
    return "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip()) + "\n"


def main() -> int:
    """Write the picture."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
    print(PICTURE.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
