"""How much memory this process has needed. Standard library only: it runs in the environment of any peer."""

import resource
import sys
from pathlib import Path


def peak_megabytes() -> float:
    """Peak of this program alone; ``ru_maxrss`` begins with the size of the process that started it."""
    if sys.platform == "linux":
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        return int(status["VmHWM"].split()[0]) / 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
