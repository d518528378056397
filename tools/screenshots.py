"""Take a picture of every page of the demo into docs/screens/: light, dark and as wide as a phone; docs/screens.md lists them.

A page is loaded once and pictured in each look. Chromium itself makes the pictures small (WebP).
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from bench.chromium import WHO, ask, chromium, program, served, visitor, way
from bench.scenes import DAY, SCENES, press, promise_at_review, set_up_accounts
from vitalfew.demo.organisation import write_demo
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.rhythm.sweep import sweep
from vitalfew.web.page import pages
from vitalfew.web.pages.help import about
from vitalfew.workspace import Workspace

DOCS = Path(__file__).parents[1] / "docs"
SCREENS = DOCS / "screens"
DESK, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=860)
LOOKS = {"light": DESK, "dark": DESK, "phone": PHONE}
QUALITY = 0.35
SMALLER = """async ([png, quality]) => {
  const drawn = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(drawn.width, drawn.height);
  canvas.getContext("2d").drawImage(drawn, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality })).arrayBuffer());
  let text = "";
  for (const each of bytes) text += String.fromCharCode(each);
  return btoa(text);
}"""
TIDY = """(folder) => {
  scrollTo(0, 0);
  document.querySelector(".saved")?.remove();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(folder, "~");
}"""
"""What passes by is gone, and the folder in which the pictures are taken has no name."""
HEAD = """\
# Screens

Every page of the demo organisation, as `make screenshots` takes it: light, dark, and as wide as a phone, cut after a screen.
What they show is told in [pages](web.md).
"""
GROUPS = {
    "How it stands": (
        "scorecard",
        "map",
        "objective",
        "kpi",
        "matrix",
        "cascade",
        "streams",
        "initiatives",
        "people",
        "search",
    ),
    "Whether KPIs drive the strategy": (
        "insight",
        "sight",
        "leads",
        "effects",
        "missed",
        "conflicts",
        "alignment",
        "reconfiguration",
    ),
    "What is talked about": ("me", "reviews", "review", "review-live", "review-minutes", "actions", "escalations", "escalation"),
    "How good the framework is": ("audit", "rule", "score", "calibration"),
    "What is changed": ("framework", "new", "edit", "edit-wrong", "lines", "order", "change", "proposals", "proposal", "history"),
    "Numbers in and documents out": ("imports", "import-preview", "data", "publish"),
    "Who may, and what governs": ("me-unknown", "setup", "login", "password", "accounts", "account", "logout", "settings"),
    "First steps and help": ("start", "draft", "draft-framework", "empty", "help", "manual", "missing", "language"),
}
"""Where a picture stands in the list; what is named nowhere stands at its end."""
LATER = {"accounts", "account", "login", "logout", "change"}
"""Pages that show nothing before something was done."""
STATES = {
    "review-live": "A review in session",
    "review-minutes": "A review that was held",
    "empty": "Nothing is declared yet",
    **{scene.name: scene.title for scene in SCENES},
}


@contextmanager
def shooting(browser: Browser, folder: Path, wanted: set[str]) -> Iterator[Callable[[Page, str], None]]:
    """Give what takes the pictures of a window under a name, in each look, where it is wanted."""
    encoder = browser.new_page()

    def shoot(page: Page, name: str) -> None:
        if wanted and name not in wanted:
            return
        for look, size in LOOKS.items():
            page.emulate_media(color_scheme="dark" if look == "dark" else "light")
            page.set_viewport_size(size)
            page.evaluate("document.fonts.ready")
            page.wait_for_timeout(60)  # the map draws its arrows anew
            page.evaluate(TIDY, str(folder))
            png = base64.b64encode(page.screenshot()).decode()
            (SCREENS / f"{name}-{look}.webp").write_bytes(base64.b64decode(encoder.evaluate(SMALLER, [png, QUALITY])))
        page.set_viewport_size(DESK)

    yield shoot
    encoder.close()


@contextmanager
def window(browser: Browser, workspace: Workspace, who: str) -> Iterator[Page]:
    """Open a window of a person at a workspace that is served."""
    with served(workspace) as address:
        context = visitor(browser, address, who=who)
        yield context.new_page()
        context.close()


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


def take(browser: Browser, root: Path, wanted: set[str]) -> None:
    """Take the pictures: of every page, in the midst of work, of a review on its day, with accounts, of what is empty."""
    with shooting(browser, root, wanted) as shoot:
        workspace = opened(root / "demo")
        with window(browser, workspace, WHO) as page:
            for name, path in way(page.context).items():
                if name not in LATER:
                    page.goto(path)
                    shoot(page, name)
        for scene in SCENES:
            with window(browser, workspace, scene.who) as page:
                scene.lead(page)
                shoot(page, scene.name)
        with window(browser, Workspace.open(root / "demo", as_of=DAY), "rui") as page:
            promise_at_review(page)
            shoot(page, "review-live")
            press(page, "Close the review")
            shoot(page, "review-minutes")
        with window(browser, workspace, WHO) as page:
            set_up_accounts(page)
            for name in ("accounts", "account", "logout"):
                page.goto(f"/{name}")
                shoot(page, name)
            press(page, "Sign out")
            page.goto("/login")
            shoot(page, "login")
        workspace.store.close()
        with window(browser, _empty(root / "empty"), "") as page:
            page.goto("/")
            shoot(page, "empty")


def _empty(root: Path) -> Workspace:
    (root / "framework").mkdir(parents=True)
    (root / "framework" / "main.yaml").write_text("organization: {name: Corner Bakery}\n", encoding="utf-8")
    return Workspace.open(root, as_of=date(2026, 6, 30))


def names() -> list[str]:
    """Give the name of every picture: those of the pages, and of the states in the midst of work."""
    return [page.template.removesuffix(".html") for page in pages() if page.template != "change.html"] + list(STATES)


def listing() -> str:
    """Give docs/screens.md."""
    told: dict[str, tuple[str, str]] = {page.template.removesuffix(".html"): (page.title, about(page)) for page in pages()}
    told["manual"] = ("A chapter of the documentation", told["manual"][1])
    told |= {name: (title, "") for name, title in STATES.items()}
    grouped = {name for group in GROUPS.values() for name in group}
    rest = tuple(name for name in names() if name not in grouped)
    parts = [HEAD]
    for title, group in (GROUPS | ({"The rest": rest} if rest else {})).items():
        parts.append(f"## {title}\n")
        for name in group:
            shown = " | ".join(f"![{told[name][0]}, {look}](screens/{name}-{look}.webp)" for look in LOOKS)
            said = f"{told[name][1]}\n\n" if told[name][1] else ""
            parts.append(f"### {told[name][0]}\n\n{said}| {' | '.join(LOOKS)} |\n|---|---|---|\n| {shown} |\n")
    return "\n".join(parts)


def main(wanted: set[str]) -> int:
    """Take the pictures and list them."""
    path = program()
    if path is None:
        print("screenshots: no Chromium is installed here", file=sys.stderr)
        return 2
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium(path) as browser:
        take(browser, Path(folder), wanted)
    kept = {f"{name}-{look}.webp" for name in names() for look in LOOKS}
    for each in SCREENS.iterdir():
        if each.name not in kept:
            each.unlink()
    (DOCS / "screens.md").write_text(listing(), encoding="utf-8")
    size = sum(each.stat().st_size for each in SCREENS.iterdir())
    print(f"{len(kept)} pictures, {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
