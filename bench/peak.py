"""Run kvbot and print its peak memory in KiB last: python -m bench.peak who KOSME --json."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from kvbot.cli.main import run

_STATUS = Path("/proc/self/status")


def peak_kib() -> int:
    """The most memory that this process has had so far.

    Linux hands a new process the peak of its parent in ru_maxrss, so its own is read
    from /proc there (see proc(5), VmHWM). macOS counts ru_maxrss in bytes.
    """
    if not _STATUS.exists():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak // 1024 if sys.platform == "darwin" else peak
    lines = _STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    status = run(sys.argv[1:])
    print(peak_kib())
    sys.exit(status)
