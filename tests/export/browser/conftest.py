"""Chromium over its debugging pipe, with nothing but the standard library."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --remote-debugging-pipe"
)


PATIENCE = 60  # seconds


class Browser:
    """One page of one browser."""

    def __init__(self, folder: Path) -> None:
        to_read, to_write = os.pipe()
        from_read, from_write = os.pipe()

        def place() -> None:  # the browser reads from 3 and writes to 4; 200 and up are surely free
            os.dup2(to_read, 203)
            os.dup2(from_write, 204)
            os.dup2(203, 3)
            os.dup2(204, 4)

        self.process = subprocess.Popen(
            [str(PROGRAM), *FLAGS.split(), f"--user-data-dir={folder}", "about:blank"],
            preexec_fn=place,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(from_write)
        self.out, self.inp = to_write, from_read
        self.buffer, self.count, self.session = b"", 0, None
        self.events: list[Any] = []

    def start(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def message(self) -> Any:
        while b"\0" not in self.buffer:
            if not select.select([self.inp], [], [], PATIENCE)[0]:
                raise RuntimeError("the browser does not answer")
            read = os.read(self.inp, 1 << 20)
            if not read:
                raise RuntimeError("the browser went away")
            self.buffer += read
        line, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(line)

    def call(self, method: str, **params: Any) -> Any:
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data) :]
        while (answer := self.message()).get("id") != self.count:
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def open(self, url: str, width: int = 1280, height: int = 900, *, dark: bool = False) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Page.navigate", url="about:blank")
        self.events.clear()
        self.call("Page.navigate", url=url)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.run(
            f"document.readyState == 'complete' && location.href == {json.dumps(url)}"
        ):
            time.sleep(0.05)
        self.settle()

    def settle(self) -> None:
        self.run("new Promise(r => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(r)), 150))")

    def run(self, script: str) -> Any:
        """The value of a script run from outside the page (the page itself may run none)."""
        made = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in made:
            raise RuntimeError(made["exceptionDetails"]["exception"]["description"])
        return made["result"].get("value")

    def asked_for(self) -> set[str]:
        """Every address the page made the browser ask for."""
        requests = (e for e in self.events if e.get("method") == "Network.requestWillBeSent")
        return {e["params"]["request"]["url"] for e in requests}

    def complaints(self) -> list[str]:
        return [e["params"]["entry"]["text"] for e in self.events if e.get("method") == "Log.entryAdded"]

    def close(self) -> None:
        os.close(self.out)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.inp)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not PROGRAM:
        pytest.skip("no Chromium is installed")
    made = Browser(tmp_path_factory.mktemp("profile"))
    try:
        made.start()
        yield made
    finally:
        made.close()
