"""`make fuzz`: atheris looks for bytes that make relay fail, for a minute each (`make fuzz ARGS="parse 600"`).

What it finds is written to `build/fuzz`, and goes into a test.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "tests" / "data"
LONGEST = 20_000
SLOWEST = 20
"""Seconds for one input, slowed down by counting what it covers."""


def one(name: str, seconds: int) -> None:
    """Fuzz one target in this process; never returns."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - `make fuzz` only

    atheris.instrument_all()
    found, corpus = ROOT / "build" / "fuzz" / "found", ROOT / "build" / "fuzz" / name
    for folder in (found, corpus):
        folder.mkdir(parents=True, exist_ok=True)
    seeds = [str(folder) for folder in (SEEDS / "feeds", SEEDS / "pages") if folder.is_dir()]
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}", "-rss_limit_mb=2048"]
    atheris.Setup(["fuzz", *limits, f"-artifact_prefix={found}/{name}-", str(corpus), *seeds], TARGETS[name])
    atheris.Fuzz()


def main() -> int:
    """All targets, or the one that is named, for so many seconds each."""
    words = sys.argv[1:]
    names = [word for word in words if word in TARGETS] or list(TARGETS)
    seconds = next((int(word) for word in words if word.isdigit()), 60)
    if "--here" in words:
        one(names[0], seconds)
    runs = [[sys.executable, "-m", "tests.fuzz", "--here", name, str(seconds)] for name in names]
    return max(subprocess.run(run, check=False, cwd=ROOT).returncode for run in runs)


if __name__ == "__main__":
    sys.exit(main())
