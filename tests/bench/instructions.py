#!/usr/bin/env python3
"""instructions.py BENCH_COUNT [-v] - limits that no noise touches.

Runs bench_count under callgrind and holds, in instructions outside libcrypto:
- what a byte of ordinary mail costs, with the kernel of base64 that is used and
  with the portable one (twice the portable one where valgrind has no AVX2),
- that twice the bytes of a hostile shape cost no more than twice as much,
- what a byte of the worst of them costs.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PER_BYTE = {"large": 0.9, "small": 2.0}  # with a vector kernel of base64
PER_BYTE_PORTABLE = 5.5
GROWTH = 2.2
WORST_PER_BYTE = 380


def outside_libcrypto(dump):
    """The sum of the costs of a dump's functions, but for those of libcrypto."""
    total, ours, is_call = 0, False, False
    for line in dump.read_text().splitlines():
        if line.startswith("ob="):
            ours = "libcrypto" not in line
        elif line.startswith("calls="):
            is_call = True
        elif line[:1].isdigit():
            if ours and not is_call:
                total += int(line.split()[1])
            is_call = False
    return total


def run(bench, folder):
    out = Path(folder, "out")
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--instr-atstart=no", "--combine-dumps=no",
         "--compress-strings=no", "--compress-pos=no", f"--callgrind-out-file={out}", bench],
        capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    for number, line in enumerate(done.stdout.splitlines(), 1):
        what, chunk, size, name, kernel = line.split("\t")
        count = outside_libcrypto(Path(f"{out}.{number}"))
        yield what, int(chunk), int(size), name, kernel, count


def judge(figures, verbose):
    bad, worst, once = 0, 0, 0
    for what, chunk, size, name, kernel, count in figures:
        per_byte, wrong = count / size, ""
        if what == "mix":
            limit = PER_BYTE_PORTABLE if kernel == "portable" else PER_BYTE[name]
            if per_byte > limit:
                wrong = f"more than {limit} instructions a byte"
            print(f"{name}, {kernel}: {per_byte:.2f} instructions a byte, limit {limit}")
        elif what == "once":
            once = count
            continue
        else:
            growth = count / once
            if growth > GROWTH:
                wrong = "grows faster than its bytes"
            if chunk > 1000:
                worst = max(worst, per_byte)
            if verbose or wrong:
                print(f"{name}, chunks of {chunk}: {per_byte:.2f} a byte, "
                      f"twice the bytes x{growth:.2f}")
        if wrong:
            print(f"WRONG: {name}, chunks of {chunk}: {wrong}")
            bad = 1
    print(f"worst shape: {worst:.1f} instructions a byte, limit {WORST_PER_BYTE}")
    return bad or worst > WORST_PER_BYTE


def main():
    if shutil.which("valgrind") is None:
        print("skipped: no valgrind")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        return judge(run(sys.argv[1], folder), "-v" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
