"""Takes pictures of web pages.

    with Photographer(f"http://127.0.0.1:{port}") as photographer:
        png = photographer.take(picture, facts)

Nothing sleeps until a page may be ready: it is asked again and again, until what the
picture is of is there.
"""

import base64
import io
import json
import time
from urllib.parse import urljoin

from PIL import Image
from websocket import WebSocketException

from .chromium import PATIENCE, Chromium, ProtocolError
from .console import Trouble

MARGIN = 24
COLOURS = 255
"""Few enough for a small file; pages have hardly more than black, white and violet."""
CALM = [{"name": "prefers-reduced-motion", "value": "reduce"}]
"""Nothing moves that may as well not; for the rest `IS_SHOWN` waits."""
LOG_IN = """fetch("/web/session/authenticate", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({params: {db: %(db)s, login: %(login)s, password: %(login)s}}),
}).then((answer) => answer.json()).then((answer) => Boolean(answer.result?.uid))"""
IS_SHOWN = """((selectors) =>
    document.readyState === "complete" &&
    document.fonts.status === "loaded" &&
    [...document.images].every((image) => image.complete) &&
    !document.querySelector(".o_blockUI, .o_loading_indicator") &&
    !document.getAnimations().some(
        (animation) =>
            animation.playState === "running" &&
            animation.effect.getComputedTiming().iterations !== Infinity
    ) &&
    selectors.every(
        (selector) => document.querySelector(selector)?.getClientRects().length
    )
)(%s)"""
CLICK = """((selector, text) =>
    [...document.querySelectorAll(selector)]
        .find((element) => element.textContent.includes(text))
        .click()
)(%s, %s)"""
IS_IDLE = """((milliseconds) => {
    const last = performance.getEntriesByType("resource").at(-1);
    return performance.now() - (last?.responseEnd ?? 0) > milliseconds;
})(%d)"""
FAULTS = """[
    ...document.querySelectorAll("%s"),
]
    .filter((element) => element.getClientRects().length)
    .map((element) => element.innerText.replace(/\\s+/g, " "))
    .concat(
        document.documentElement.scrollWidth > %d
            ? ["the page has to be scrolled sideways"]
            : []
    )"""
KEYS = {"Tab": 9, "Enter": 13}
"""The keys that can be pressed, with their codes."""
UNASKED = ".o_error_dialog, .o_notification"
BOTTOM = "document.querySelector(%s).getBoundingClientRect().bottom + window.scrollY"


class NoPicture(Exception):
    """The page is not fit to be taken."""


class Photographer:
    """One browser with one page. `base` is the address of the server."""

    def __init__(self, base):
        self.base = base
        self._chromium = Chromium()

    def __enter__(self):
        self._chromium.__enter__()
        return self

    def __exit__(self, *exception):
        self._chromium.__exit__(*exception)

    def take(self, picture, facts):
        """Return the PNG that `picture` describes.

        :param Picture picture: see `devtools.gallery`
        :param dict facts: what the scene left behind; fills in addresses
        :raise Trouble: if it cannot be made, with words that name it
        """
        try:
            return self._take(picture, facts)
        except (OSError, NoPicture, ProtocolError, WebSocketException) as error:
            raise Trouble(f"no picture {picture.name}: {error}") from error

    def open(self, picture, facts):
        """Have the browser show what `picture` is of.

        :raise NoPicture: if the page is not fit to be taken
        """
        self._set_up_screen(picture)
        self._log_in(picture.login, facts["database"])
        self._open(picture.path.format(**facts))
        if picture.html:
            self._show_html(picture.html(facts))
        for selector in picture.clicks:
            self.click(selector)
        self.wait_for(picture.shows, picture.idle)
        if picture.top:
            target = f"document.querySelector({json.dumps(picture.top)})"
            self._chromium.evaluate(f"{target}.scrollIntoView()")
        unasked = UNASKED if picture.dialog else f"{UNASKED}, .modal"
        if faults := self._chromium.evaluate(FAULTS % (unasked, picture.width)):
            raise NoPicture("; ".join(faults))

    def evaluate(self, code):
        """Return what `code` is on the page that is open."""
        return self._chromium.evaluate(code)

    def wait_for(self, selectors, idle=0):
        """Return once all `selectors` are on the page and it stopped loading.

        :param int idle: milliseconds in which no answer is to have come any more
        """
        end = time.monotonic() + PATIENCE
        ready = f"{IS_SHOWN % json.dumps(selectors)} && {IS_IDLE % idle}"
        while not self._chromium.evaluate(ready):
            if time.monotonic() > end:
                raise NoPicture(f"{', '.join(selectors)} did not show up")
            time.sleep(0.1)

    def click(self, selector, text=""):
        """Click the first that `selector` finds with `text` in it, once it is there."""
        self.wait_for([selector])
        self._chromium.evaluate(CLICK % (json.dumps(selector), json.dumps(text)))

    def upload(self, selector, file):
        """Choose a file of this computer, as a user does."""
        document = self._chromium.command("DOM.getDocument")["root"]["nodeId"]
        node = self._chromium.command(
            "DOM.querySelector", nodeId=document, selector=selector
        )["nodeId"]
        self._chromium.command("DOM.setFileInputFiles", nodeId=node, files=[str(file)])

    def press(self, key):
        """Press a key, and let it go."""
        event = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
        text = {"text": "\r"} if key == "Enter" else {}
        self._chromium.command(
            "Input.dispatchKeyEvent", type="keyDown", **event, **text
        )
        self._chromium.command("Input.dispatchKeyEvent", type="keyUp", **event)

    def _take(self, picture, facts):
        self.open(picture, facts)
        return self._shoot(picture)

    def _set_up_screen(self, picture):
        self._chromium.command(
            "Emulation.setDeviceMetricsOverride",
            width=picture.width,
            height=picture.height,
            deviceScaleFactor=2 if picture.phone else 1,
            mobile=picture.phone,
        )
        self._chromium.command(
            "Emulation.setTouchEmulationEnabled", enabled=picture.phone
        )
        self._chromium.command("Emulation.setEmulatedMedia", features=CALM)

    def _log_in(self, login, database):
        """Be this user from now on, whose password is his login; None is nobody."""
        self._chromium.command("Network.clearBrowserCookies")
        if not login:
            return
        self._open("/web/health")
        self.wait_for(["body"])
        words = {"db": json.dumps(database), "login": json.dumps(login)}
        if not self._chromium.evaluate(LOG_IN % words):
            raise NoPicture(f"{login} cannot log in")

    def _open(self, path):
        answer = self._chromium.command("Page.navigate", url=urljoin(self.base, path))
        if problem := answer.get("errorText"):
            raise NoPicture(f"{path} does not open ({problem})")

    def _show_html(self, html):
        frame = self._chromium.command("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.wait_for(["body"])
        self._chromium.command("Page.setDocumentContent", frameId=frame, html=html)

    def _shoot(self, picture):
        """Return the PNG of what is seen, or of the page up to `picture.until`."""
        options = {}
        if picture.until:
            bottom = self._chromium.evaluate(BOTTOM % json.dumps(picture.until))
            height = bottom + MARGIN
            area = {"x": 0, "y": 0, "width": picture.width, "height": height}
            options = {"captureBeyondViewport": True, "clip": {**area, "scale": 1}}
        answer = self._chromium.command(
            "Page.captureScreenshot", format="png", **options
        )
        return shrink(base64.b64decode(answer["data"]))


def shrink(png):
    """Return the same picture in fewer colours and bytes."""
    small = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()
