#!/usr/bin/env python3
"""scan.py BUILD [--scale X] [--rounds N] [--jobs N] - a scan beside openssl dgst.

A: `attachmeter scan --held`, which reads, parses, decodes, digests, and keeps
what it found; B: `openssl dgst -sha256` over the same files in one process.
Both are whole commands, with their start, over files in the cache, by turns.
The ratio is that of bytes a second of CPU, all threads and the system's time
for them, so of the cores used: its median over the rounds, with a 95 % interval.
Exit 1: the whole interval is below the limit.  By the clock, A to B times the
jobs, means something only where nobody else wants the cores.
"""
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from peers import interval

LIMIT = 0.5
MIXES = {"large": 100, "small": 20000}


def run(command, listed=None):
    """Seconds by the clock, and of CPU."""
    with open(listed or os.devnull, "rb") as given, open(os.devnull, "wb") as out:
        began = time.monotonic()
        child = subprocess.Popen(command, stdin=given, stdout=out)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
    if status != 0:
        sys.exit(f"{command}: status {status}")
    return wall, used.ru_utime + used.ru_stime


def compare(scan, digest, jobs, rounds):
    """Pairs of seconds, A and B, by the clock and of CPU."""
    pairs = [(run(scan), run(*digest)) for _ in range(rounds)]
    walls = [b[0] / a[0] / jobs for a, b in pairs]
    cpus = [b[1] / a[1] for a, b in pairs]
    return walls, cpus, median(a[0] for a, _ in pairs), median(b[0] for _, b in pairs)


def show(ratios):
    low, high = interval(ratios)
    return f"{median(ratios):.2f} [{low:.2f} .. {high:.2f}]"


def measure(build, mix, count, options):
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        *_, size = subprocess.run([build / "tests/bench/bench_write", mix, str(count), "1", folder],
                                  capture_output=True, text=True, check=True).stdout.split()
        Path(folder, "list").rename(folder + ".list")
        Path(folder + ".conf").touch()
        print(f"{mix}: {count} messages, {int(size) / 1e6:.0f} MB")
        digest = (["xargs", "-n", "1000000", "-s", "2000000", "openssl", "dgst", "-sha256"],
                  folder + ".list")
        for jobs in sorted({1, options["jobs"]}):
            scan = [build / "lib/cli/attachmeter", "scan", "--config", folder + ".conf", "--held",
                    "--jobs", str(jobs), folder]
            run(scan), run(*digest)  # the files are in the cache then
            walls, cpus, a, b = compare(scan, digest, jobs, options["rounds"])
            is_missed = interval(cpus)[1] < LIMIT
            missed |= is_missed
            print(f"  {jobs} job{'s' * (jobs > 1)}: {show(cpus)} of openssl a core, at least "
                  f"{LIMIT}: {'MISSED' if is_missed else 'ok'}; by the clock {show(walls)} of it "
                  f"times the jobs: {int(size) / 1e6 / a:.0f} MB/s, {int(size) / 1e6 / b:.0f} MB/s",
                  flush=True)
        for name in (".list", ".conf"):
            os.unlink(folder + name)
    return missed


def main():
    given = dict(zip(sys.argv[2::2], sys.argv[3::2]))
    options = {"scale": float(given.get("--scale", 1)), "rounds": int(given.get("--rounds", 15)),
               "jobs": int(given.get("--jobs", os.cpu_count()))}
    missed = False
    for mix, count in MIXES.items():
        missed |= measure(Path(sys.argv[1]), mix, max(1, int(count * options["scale"])), options)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
