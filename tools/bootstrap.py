"""Fetches what Tillid needs into this folder: `python3 tools/bootstrap.py run|test|lock|clean`.

Runs on the machine's own Python, with its standard library only. What is already there is not fetched again.
"""

import os
import shutil
import subprocess
import sys
import time

if sys.version_info < (3, 11):  # stands before anything that an older Python could stumble over
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        works = [name, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        if shutil.which(name) and subprocess.call(works, stderr=subprocess.DEVNULL) == 0:
            os.execvp(name, [name] + sys.argv)  # noqa: S606, RUF005 - the same script, on a Python that can
    sys.exit(
        "Tillid needs Python 3.11 or newer; this is {}.{} ({}).\n"
        "Install one and say where it is:  make PYTHON=/path/to/python3.11 run".format(
            *sys.version_info[:2], sys.executable
        )
    )

import contextlib
import fcntl
import hashlib
import json
import re
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDED_MB = {"run": 600, "test": 1500}

ADVICE = {  # what the output of a failed part says: what to do about it
    "no space left|ENOSPC|disk quota|EDQUOT": """
The disk is full. Make room in {root} (or in {tmp}) and type the same again.""",
    "hash mismatch|do not match|EINTEGRITY|bad zip|corrupt|unexpected end of|incomplete": """
A download did not arrive whole, or was altered on the way. Type the same again. If it stays so, empty the caches
({local}/cache, ~/.cache/uv, ~/.npm) and ask who runs your network whether it rewrites downloads.""",
    "certificate|\\bSSL\\b|self.signed|UnknownIssuer": """
The network shows a certificate that is not known here. Name its file in SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.""",
    "ensurepip|No module named venv": """
This Python has no venv. On Debian and Ubuntu:  apt install python3-venv""",
    "permission denied|EACCES|EPERM|read-only": """
{root} cannot be written by this user. Give it to the user, or use another folder.""",
    "resolve|connect|timed? ?out|ENOTFOUND|ECONN|EAI_AGAIN|dns|network|unreachable|no matching|40[1347]|50[0234]": """
The packages could not be fetched. Is there a network? Behind a proxy set HTTPS_PROXY; for an index of your own set
PIP_INDEX_URL, and npm_config_registry for npm. Then type the same again: what has arrived is kept.""",
}


class PartError(Exception):
    """A command ended with an error; its output is the message."""


def advice(output):
    words = {"root": ROOT, "local": LOCAL, "tmp": tempfile.gettempdir()}
    found = (text for pattern, text in ADVICE.items() if re.search(pattern, output, re.IGNORECASE))
    return next(found, "\nThe lines above say what stands in the way.").format(**words)


@contextlib.contextmanager
def part(name):
    """Says what is being done, and what it took."""
    began = time.monotonic()
    print(f"  {name:<24}", end="", flush=True)
    try:
        yield
    except (PartError, OSError) as error:
        print("failed", flush=True)
        lines = str(error).strip().splitlines()
        print("\n".join(f"    {line}" for line in lines[-25:]), file=sys.stderr)
        sys.exit(f"\n{name}: failed.{advice(str(error))}")
    print(f"{time.monotonic() - began:5.1f} s")


def run(*command, env=None):
    command = [str(word) for word in command]
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        raise PartError(f"$ {' '.join(command)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def network_env():
    """The environment of uv and npm: works without a home, and takes over what pip was told."""
    env = dict(os.environ)
    home = Path(env.get("HOME") or "/nonexistent")
    if not os.access(home, os.W_OK):
        env["HOME"] = str(LOCAL / "cache" / "home")
        env.setdefault("UV_CACHE_DIR", str(LOCAL / "cache" / "uv"))
        env.setdefault("npm_config_cache", str(LOCAL / "cache" / "npm"))
        Path(env["HOME"]).mkdir(parents=True, exist_ok=True)
    if env.get("PIP_INDEX_URL"):
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    if env.get("PIP_CERT"):
        env.setdefault("SSL_CERT_FILE", env["PIP_CERT"])
    env.update(
        PATH=f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', '')}",
        UV_LINK_MODE=env.get("UV_LINK_MODE", "copy"),
        UV_NO_PROGRESS="1",
    )
    return env


def fingerprint(*paths):
    whole = hashlib.sha256()
    for path in paths:
        whole.update((ROOT / path).read_bytes())
    return whole.hexdigest()


def read_stamp(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def install_python_packages(kind):
    """The locked requirements; those of `test` hold those of `run`."""
    files = {"run": "requirements.txt", "test": "requirements-dev.txt"}
    stamp_file = VENV / "tillid.json"
    stamp = read_stamp(stamp_file)
    wanted = {name: fingerprint(file, "requirements-uv.txt") for name, file in files.items()}
    if stamp.get("test") == wanted["test"] or stamp.get(kind) == wanted[kind]:
        works = subprocess.run(
            [PYTHON, "-c", "import sys, django; assert sys.version_info >= (3, 11)"], capture_output=True
        )
        if works.returncode == 0:
            return
    if (
        not stamp
        or not PYTHON.exists()
        or subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode
    ):
        with part("virtual environment"):
            shutil.rmtree(VENV, ignore_errors=True)
            run(sys.executable, "-m", "venv", VENV)
    env = network_env()
    with part("uv"):
        run(
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            "requirements-uv.txt",
            env=env,
        )
    with part("Python packages"):
        sync_python_packages(files[kind], env)
    stamp_file.write_text(json.dumps({kind: wanted[kind]}))


def sync_python_packages(file, env):
    """Exactly what is locked, so that what a lock has dropped goes."""
    run(
        VENV / "bin" / "uv",
        "pip",
        "sync",
        "-q",
        f"--python={PYTHON}",
        "--require-hashes",
        "requirements-uv.txt",
        file,
        env=env,
    )


def install_npm_packages(kind):
    stamp_file = ROOT / "node_modules" / "tillid.json"
    wanted = fingerprint("package-lock.json", "package.json")
    stamp = read_stamp(stamp_file)
    if wanted in (stamp.get("test"), stamp.get(kind)):
        return
    command = ["ci", "--no-progress", *(["--omit=dev"] if kind == "run" else [])]
    env = network_env()
    with part("npm packages"):
        try:
            if not shutil.which("npm", path=env["PATH"]):
                raise PartError("this machine has no npm")
            run("npm", *command, env=env)
        except PartError as first:  # no npm, or one too old for the lock file
            try:
                run(
                    VENV / "bin" / "uv",
                    "pip",
                    "install",
                    "-q",
                    f"--python={PYTHON}",
                    "--require-hashes",
                    "-r",
                    "requirements-node.txt",
                    env=env,
                )
                run(VENV / "bin" / "npm", *command, env=env)
            except PartError as second:
                raise PartError(f"{first}\n\nAnd with the npm from PyPI:\n{second}") from None
    stamp_file.write_text(json.dumps({kind: wanted}))


def vendor_assets():
    """The part of dkfds that the pages use, and nothing else: collectstatic over all of it takes a minute."""
    source = ROOT / "node_modules" / "dkfds"
    target = ROOT / "static" / "vendor" / "dkfds"
    stamp_file = target / "tillid.json"
    wanted = {"from": fingerprint("package-lock.json", "tools/bootstrap.py")}
    if read_stamp(stamp_file) == wanted:
        return
    with part("design system"):
        shutil.rmtree(target, ignore_errors=True)
        css = without_source_map((source / "dist/css/dkfds.min.css").read_text())
        css = re.sub(r"src:(url\([^}]*?\))(?=[;}])", only_woff2, css)
        named = {path.split("#")[0] for path in re.findall(r"url\(\.\./([^)]+)\)", css)}
        for path in sorted(named | {"img/all-svg-icons.svg"}):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / "dist" / path, target / path)
        for path, text in {
            "css/dkfds.min.css": css,
            "js/dkfds.min.js": without_source_map((source / "dist/js/dkfds.min.js").read_text()),
            "LICENSE.md": (source / "LICENSE.md").read_text(),
        }.items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text(text)
        stamp_file.write_text(json.dumps(wanted))


def without_source_map(text):
    return re.sub(r"(/\*|//)# sourceMappingURL=\S+(\s*\*/)?", "", text)


def only_woff2(match):
    """Every browser that the pages are for takes woff2; the package names older formats first."""
    return "src:" + next(url for url in match[1].split(",") if ".woff2" in url)


def compile_messages():
    sources = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    stale = [
        po
        for po in sources
        if not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime <= po.stat().st_mtime
    ]
    if stale:
        with part("translations"):
            run(PYTHON, "-m", "tools.messages", "compile")


def lock():
    install_python_packages("test")
    uv = [
        VENV / "bin" / "uv",
        "pip",
        "compile",
        "-q",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--upgrade",
    ]
    uv += ["--no-emit-index-url", "--no-emit-find-links", "--no-header"]
    for name in ("requirements", "requirements-dev", "requirements-uv", "requirements-node"):
        with part(name):
            same = ["-c", "requirements.txt"] if name == "requirements-dev" else []
            run(*uv, *same, f"{name}.in", "-o", f"{name}.txt", env=network_env())
    with part("package-lock"):
        run("npm", "update", "--package-lock-only", env=network_env())


def clean():
    for path in (
        ".venv",
        "node_modules",
        "static/vendor",
        "staticfiles",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
        ".import_linter_cache",
    ):
        shutil.rmtree(ROOT / path, ignore_errors=True)
    for pattern in ("locale/*/LC_MESSAGES/*.mo", ".coverage*"):
        for path in ROOT.glob(pattern):
            path.unlink()
    print(f"The data and the keys are kept: {LOCAL}. Remove that folder yourself to begin anew.")


def make(kind):
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    if not VENV.exists() and free_mb < NEEDED_MB[kind]:
        sys.exit(
            f"{ROOT} has {free_mb} MB left and some {NEEDED_MB[kind]} MB are needed. Make room and type the same again."
        )
    install_python_packages(kind)
    install_npm_packages(kind)
    vendor_assets()
    compile_messages()


def main(kind):
    if kind == "clean":
        return clean()
    LOCAL.mkdir(exist_ok=True)
    LOCAL.chmod(0o711)  # the embedded database, which may not be root, passes through
    with (LOCAL / "bootstrap.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return lock() if kind == "lock" else make(kind)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["test"], ["lock"], ["clean"]):
        sys.exit(__doc__)
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("\nStopped. What has arrived is kept.")
    except OSError as error:
        sys.exit(f"{error}{advice(str(error))}")
