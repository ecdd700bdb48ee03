#!/usr/bin/env python3
"""peers.py BENCHDIR [--scale X] [--rounds N] - other readers of MIME beside ours.

Each reads the same files and decodes and digests the parts with a file name, in
one process; what it costs is user and system time of that process, less that
of the same program with nothing to read.  Rounds by turns; the ratio to ours is
taken in each round; told are its median and a 95 % interval.  What is not installed is skipped by
name.  mailparser is installed by npm into a temporary directory.
"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median

HERE = Path(__file__).resolve().parent

# name, messages large and small, least ratios that are right (None: no limit)
FULL, SUBSET = (100, 20000), (20, 2000)
LIMITS = {
    "GMime, its checksum": (FULL, 5, 6),
    "GMime + EVP": (FULL, 2.5, 4.5),
    "Python email + hashlib": (SUBSET, None, 25),
    "MIME::Parser + Digest::SHA": (SUBSET, None, 35),
    "mailparser": (SUBSET, None, 35),
}


def installed(*command, **more):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, **more).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def find_mailparser(folder):
    """The environment in which node finds it, and its version."""
    if installed("npm", "install", "--no-audit", "--no-fund", "mailparser", cwd=folder) is None:
        return None, None
    environment = dict(os.environ, NODE_PATH=str(Path(folder, "node_modules")))
    return environment, installed(
        "node", "-p", "require('mailparser/package.json').version+', node '+process.version",
        env=environment)


def find_peers(bench, folder):
    """name -> (command, environment, version), None if it is not there."""
    peers = {name: None for name in LIMITS}
    if (bench / "peer_gmime").exists():
        version = installed("pkg-config", "--modversion", "gmime-3.0")
        peers["GMime, its checksum"] = ([bench / "peer_gmime"], None, version)
        peers["GMime + EVP"] = ([bench / "peer_gmime"], None, version)
    peers["Python email + hashlib"] = (
        [sys.executable, HERE / "peer_email.py"], None, sys.version.split()[0])
    version = installed("perl", "-MMIME::Parser", "-MDigest::SHA", "-e",
                        "print MIME::Parser->VERSION, ', perl ', $^V")
    if version is not None:
        peers["MIME::Parser + Digest::SHA"] = (["perl", HERE / "peer_mime_parser.pl"], None, version)
    environment, version = find_mailparser(folder)
    if version is not None:
        peers["mailparser"] = (["node", HERE / "peer_mailparser.js"], environment, version)
    return peers


def cpu(command, environment, listed, *more):
    """CPU seconds and what it printed."""
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen([*command, listed, *more], stdout=out, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = status
        out.seek(0)
        printed = out.read().split()
    return used.ru_utime + used.ru_stime, printed if status == 0 else []


def verdict(printed, truth):
    if printed == truth:
        return "all digests right"
    if printed[:1] == truth[:1] and printed[2:] == truth[2:]:
        return "digests right but those of text"
    return f"{printed[:1]} of {truth[0]} parts, digests differ"


def interval(ratios):
    """95 %, by bootstrap: medians of samples drawn with replacement."""
    random = Random(1)
    medians = sorted(median(random.choices(ratios, k=len(ratios))) for _ in range(2000))
    return medians[50], medians[1949]


def compare(name, peer, ours, listed, truth, rounds):
    command, environment, _ = peer
    more = ["evp"] if name.endswith("EVP") else []
    begin = [median(cpu(*who, os.devnull, *extra)[0] for _ in range(3))
             for who, extra in ((ours, []), ((command, environment), more))]
    ratios, seconds = [], []
    for _ in range(rounds):
        mine, _ = cpu(*ours, listed)
        its, printed = cpu(command, environment, listed, *more)
        ratios.append((its - begin[1]) / (mine - begin[0]))
        seconds.append((mine - begin[0], its - begin[1]))
    return (median(ratios), *interval(ratios), median(s[0] for s in seconds),
            median(s[1] for s in seconds), begin[1], verdict(printed, truth))


def run_all(bench, folder, scale, rounds):
    missed = 0
    peers = find_peers(bench, folder)
    ours = ([bench / "peer_meter"], None)
    for column, mix in enumerate(("large", "small")):
        for sets in (FULL, SUBSET):
            mail = Path(folder, f"{mix}-{sets[column]}")
            mail.mkdir()
            count = max(1, int(sets[column] * scale))
            *truth, size = subprocess.run([bench / "bench_write", mix, str(count), "1", mail],
                                          capture_output=True, text=True, check=True).stdout.split()
            _, printed = cpu(*ours, mail / "list")
            print(f"{mix}: {count} messages, {int(size) / 1e6:.1f} MB; ours: {verdict(printed, truth)}")
            missed |= printed != truth
            for name, (wanted, *limits) in LIMITS.items():
                if wanted != sets:
                    continue
                if peers[name] is None:
                    print(f"  {name}: skipped, not installed")
                    continue
                ratio, low, high, mine, its, begin, right = compare(
                    name, peers[name], ours, mail / "list", truth, rounds)
                limit = limits[column]
                wrong = limit is not None and high < limit
                missed |= wrong
                print(f"  {name} {peers[name][2]}: x{ratio:.1f} [{low:.1f} .. {high:.1f}], "
                      f"{its:.2f} s to {mine:.3f} s, start {begin:.2f} s; {right}"
                      + (f"; at least {limit}: {'MISSED' if wrong else 'ok'}" if limit else ""),
                      flush=True)
            shutil.rmtree(mail)
    return int(missed)


def main():
    options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
    with tempfile.TemporaryDirectory() as folder:
        return run_all(Path(sys.argv[1]).resolve(), folder, float(options.get("--scale", 1)),
                       int(options.get("--rounds", 15)))


if __name__ == "__main__":
    sys.exit(main())
