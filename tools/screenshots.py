"""Take a picture of every page of the demo into docs/screens/: light, dark and as wide as a phone; docs/screens.md lists them.

Chromium itself makes them small (WebP). What is longer than a screen or two is cut there.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from bench.chromium import ask, chromium, program, served, visitor, way
from vitalfew.demo.organisation import write_demo
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.rhythm.sweep import sweep
from vitalfew.web.page import pages
from vitalfew.workspace import Workspace

DOCS = Path(__file__).parents[1] / "docs"
SCREENS = DOCS / "screens"
LOOKS = {"light": (1280, 1000), "dark": (1280, 1000), "phone": (390, 1000)}
"""How wide the window is, and after how much a picture is cut, in pixels."""
QUALITY = 0.45
SMALLER = """async ([png, quality]) => {
  const drawn = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(drawn.width, drawn.height);
  canvas.getContext("2d").drawImage(drawn, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality })).arrayBuffer());
  let text = "";
  for (const each of bytes) text += String.fromCharCode(each);
  return btoa(text);
}"""
HEAD = """\
# Screens

Every page of the demo organisation, as `make screenshots` takes it: light, dark, and as wide as a phone.
What they show is told in [pages](web.md).
"""


def opened(folder: Path) -> Workspace:
    """Give the demo as it stands after a sweep: measured, its reviews planned, its escalations open."""
    write_demo(folder)
    workspace = Workspace.open(folder)
    workspace.measure()
    with workspace.writing(by="rui") as desk:
        plan_reviews(desk)
        sweep(desk, workspace.judged())
    ask(workspace)
    return workspace


def take(browser: Browser, address: str, wanted: set[str]) -> list[str]:
    """Take the pictures of every page, or of those that are named; gives the names of all pages."""
    encoder = browser.new_page()
    names: list[str] = []
    for look, (width, _) in LOOKS.items():
        context = visitor(browser, address, dark=look == "dark", width=width)
        ways = way(context)
        names = list(ways)
        for name in (each for each in ways if not wanted or each in wanted):
            _shoot(context, ways[name], SCREENS / f"{name}-{look}.webp", LOOKS[look], encoder)
        context.close()
    return names


def _shoot(context: BrowserContext, path: str, target: Path, size: tuple[int, int], encoder: Page) -> None:
    page = context.new_page()
    answer = page.goto(path)
    if answer is None or not answer.ok:
        sys.exit(f"screenshots: {path} cannot be shown")
    page.evaluate("document.fonts.ready")
    height = min(size[1], int(page.evaluate("document.documentElement.scrollHeight")))
    page.set_viewport_size({"width": size[0], "height": height})
    page.wait_for_timeout(60)  # the map draws its arrows anew
    png = base64.b64encode(page.screenshot()).decode()
    page.close()
    target.write_bytes(base64.b64decode(encoder.evaluate(SMALLER, [png, QUALITY])))


def listing(names: list[str]) -> str:
    """Give docs/screens.md."""
    titles = {page.template.removesuffix(".html"): page.title for page in pages()}
    parts = [HEAD]
    for name in names:
        shown = " ".join(f"![{titles[name]}, {look}](screens/{name}-{look}.webp)" for look in LOOKS)
        parts.append(f"## {titles[name]}\n\n{shown}\n")
    return "\n".join(parts)


def main(wanted: set[str]) -> int:
    """Take the pictures and list them."""
    path = program()
    if path is None:
        print("screenshots: no Chromium is installed here", file=sys.stderr)
        return 2
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = opened(Path(folder) / "demo")
        with served(workspace) as address, chromium(path) as browser:
            names = take(browser, address, wanted)
        workspace.store.close()
    kept = {f"{name}-{look}.webp" for name in names for look in LOOKS}
    for each in SCREENS.iterdir():
        if each.name not in kept:
            each.unlink()
    (DOCS / "screens.md").write_text(listing(names), encoding="utf-8")
    size = sum(each.stat().st_size for each in SCREENS.iterdir())
    print(f"{len(kept)} pictures, {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
