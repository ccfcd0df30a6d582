"""Picture the built site: Home, Walkthrough and the live panel, wide and narrow, light and dark.

Needs `make site` before. The pictures go to build/screenshots/; docs/images/screenshot.png, which
the README shows, is made of one of them.
"""

import functools
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
FOLDER = ROOT / "build" / "screenshots"
README = ROOT / "docs" / "images" / "screenshot.png"
SIZES = {"wide": (1280, 800), "narrow": (360, 720)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, *_: object) -> None:
        """Leave the terminal to the names of the pictures."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the built site."""
    handler = functools.partial(Quiet, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def home(page: Page, address: str) -> None:
    """The first page."""
    page.goto(f"{address}index.html", wait_until="networkidle")


def walkthrough(page: Page, address: str) -> None:
    """Where the forward pass begins."""
    page.goto(f"{address}walkthrough.html", wait_until="networkidle")
    page.locator("article h2").nth(1).evaluate(
        "e => scrollTo({ top: e.getBoundingClientRect().top + scrollY - 70, behavior: 'instant' })"
    )


def live(page: Page, address: str) -> None:
    """The panel, after a change and ten steps, beside a picture and formulas that follow."""
    page.goto(f"{address}walkthrough.html#live:x_1=-0.5,steps=10", wait_until="networkidle")
    page.locator(".live-status", has_text="10 steps").wait_for()
    # In two goes, and both downwards: whoever scrolls up is offered the way to the top.
    for margin in (200, 60):
        page.locator(".diagram").last.evaluate(
            "(e, margin) => scrollBy({ top: e.getBoundingClientRect().top - margin, "
            "behavior: 'instant' })",
            margin,
        )
        page.wait_for_timeout(300)


VIEWS = {"home": home, "walkthrough": walkthrough, "live": live}


def optimise(picture: Path, target: Path) -> None:
    """Write the picture with 128 colours: it is flat, so nobody sees a difference but the size."""
    with Image.open(picture) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


def shoot(browser: Browser, address: str) -> None:
    """Make all pictures."""
    for scheme in SCHEMES:
        for size, (width, height) in SIZES.items():
            for name, view in VIEWS.items():
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                )
                view(page, address)
                page.evaluate("document.fonts.ready")
                picture = FOLDER / f"{name}-{size}-{scheme}.png"
                page.screenshot(path=picture)
                optimise(picture, picture)
                print(picture.relative_to(ROOT))  # noqa: T201 - what a script did
                page.close()


def main() -> None:
    """Make the pictures, and the one of the README from them."""
    if not (SITE / "index.html").exists():
        sys.exit("There is no site/ to picture. Run make site first.")
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if chromium is None:
        sys.exit("There is no chromium or google-chrome on this machine. Install one of them.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        # Chromium refuses to start as root with a sandbox.
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shoot(browser, address)
        browser.close()
    shutil.copyfile(FOLDER / "live-wide-light.png", README)


if __name__ == "__main__":
    main()
