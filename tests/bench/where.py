#!/usr/bin/env python3
"""where.py BUILDDIR [SCALE] - where the measurer's time goes, by perf's samples.

Shares of the time of user code: SHA-256 (libcrypto), decoding (lib/codec), the
scan for lines, headers and boundaries (lib/mime), the rest of the library, and
the C library under all of them.  Skipped by name where perf cannot sample.
"""
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path


def layers_of(library):
    """symbol -> lib/codec, lib/mime, ..."""
    listed = subprocess.run(["nm", "-l", "--defined-only", library],
                            capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^\S+ \w (\S+)\t.*/(lib/\w+)/[^/]+$", listed, re.M)
    return dict(found)


def sample(program, folder, listed):
    data = Path(folder, "perf.data")
    recorded = subprocess.run(["perf", "record", "-q", "-e", "cpu-clock:u", "-F", "4000",
                               "-o", data, program, listed], capture_output=True, text=True)
    if recorded.returncode != 0:
        return None
    # One line a sample: instruction, symbol, object.
    return subprocess.run(["perf", "script", "-i", data, "-F", "ip,sym,dso"],
                          capture_output=True, text=True, check=True).stdout


def shares(samples, layers):
    shares = Counter()
    for symbol, library in re.findall(r"^\s*[0-9a-f]+ (.*) \((.*)\)$", samples, re.M):
        symbol = symbol.split("+")[0]
        if "libcrypto" in library:
            shares["SHA-256"] += 1
        elif "libattachmeter" in library:
            shares[layers.get(symbol, "lib/?")] += 1
        elif "libc." in library:
            shares["libc " + symbol.strip("_").split("_")[0]] += 1
        else:
            shares["the rest"] += 1
    return shares


def main():
    build, scale = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1
    layers = layers_of(build / "lib/libattachmeter.so")
    for mix, count in (("large", 100), ("small", 20000)):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([build / "tests/bench/bench_write", mix, str(int(count * scale)), "1",
                            folder], stdout=subprocess.DEVNULL, check=True)
            samples = sample(build / "tests/bench/peer_meter", folder, Path(folder, "list"))
        if samples is None:
            print("where the time goes: skipped, perf cannot sample here")
            return 0
        found = shares(samples, layers)
        total = sum(found.values())
        print(f"{mix}, {total} samples: " + ", ".join(
            f"{name} {100 * n / total:.1f} %" for name, n in found.most_common(9)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
