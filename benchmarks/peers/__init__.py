"""This project beside the programs that one would otherwise take: ``python -m benchmarks.peers``."""
