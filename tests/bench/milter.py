#!/usr/bin/env python3
"""milter.py BUILD STAGE NAME=VALUE... [OPTION...] - for tests/bench/milter, which tells of the options.

Rounds of smtp-source to a Postfix that asks no milter, one that does nothing (quiet: with the steps
and replies of attachmeterd; default: libmilter's), or attachmeterd, in an order of its own each.
The message is a file with a real attachment in base64, so that it is decoded and digested, and
without a Message-ID, so that each is recorded as a new one; its content is always the same.  Ratios
are taken in each round; told are medians and a 95 % interval.  A figure is missed only if the
whole interval is.  Exit 1: one is.
"""
import base64
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from peers import interval

CONTENDERS = ("none", "quiet", "default", "ours")
# name, bytes of the message, messages a round, sessions
LOADS = (("4 KB", 4000, 1200, 4), ("60 KB", 60000, 900, 4), ("1 MB", 1000000, 200, 4),
         ("4 KB, one session", 4000, 400, 1))
# what, over what, for each load: the least or the most
SPEED = {"quiet": (0.95, 0.88, 0.88, None), "default": (1.1, 1.05, 0.95, None),
         "none": (0.52, None, None, 0.70)}
CPU_MOST = (1.25, 1.5, 1.7, None)
missed = []


def read_arguments():
    words = sys.argv[3:]
    named = dict(word.split("=", 1) for word in words if "=" in word and not word.startswith("--"))
    rest = [word for word in words if "=" not in word]
    quick = "--quick" in rest
    value = {word: rest[i + 1] for i, word in enumerate(rest)
             if word in ("--rounds", "--only", "--contents")}
    contents = int(value.get("--contents", 100000 if quick else 10000000))
    return named, quick, int(value.get("--rounds", 5 if quick else 15)), value.get("--only", ""), contents


def judge(what, values, least=None, most=None):
    low, high = interval(values)
    bad = (least is not None and high < least) or (most is not None and low > most)
    limit = f">= {least}" if least is not None else f"<= {most}" if most is not None else ""
    word = "MISSED" if bad else "ok" if limit else ""
    print(f"  {what:44} {median(values):8.2f} [{low:.2f} .. {high:.2f}]  {limit:8} {word}", flush=True)
    if bad:
        missed.append(what)


def cpu_s(pid):
    """CPU time of all threads of another process, by its clock (clock_getcpuclockid(3))."""
    return time.clock_gettime((~int(pid) << 3) | 2)


def settled_cpu_s(pid):
    """When what it does behind the answers is done as well."""
    last = cpu_s(pid)
    while True:
        time.sleep(0.15)
        now = cpu_s(pid)
        if now - last < 0.002:
            return now
        last = now


def write_message(path, size):
    text = "Good morning,\n\nhere is the file.\n\n"
    head = ("From: <c1@example.com>\nTo: <p1@example.org>\nSubject: bench\n"
            "Date: Fri, 27 Nov 2026 12:00:00 +0000\nMIME-Version: 1.0\n"
            'Content-Type: multipart/mixed; boundary="=_bench"\n\n--=_bench\n'
            f"Content-Type: text/plain; charset=utf-8\n\n{text}\n--=_bench\n"
            'Content-Type: application/pdf; name="file.pdf"\nContent-Transfer-Encoding: base64\n'
            'Content-Disposition: attachment; filename="file.pdf"\n\n')
    tail = "\n--=_bench--\n"
    room = size - len(head) - len(tail)
    lines = base64.encodebytes(b"%PDF-1.7\n" + random.Random(1).randbytes(room * 57 // 78 - 9)).decode()
    path.write_text(head + lines + tail)


def send(port, path, messages, sessions):
    """Messages in a second."""
    began = time.monotonic()
    subprocess.run(["smtp-source", "-s", str(sessions), "-m", str(messages), "-f", "c1@example.com",
                    "-t", "p1@example.org", "-F", path, f"inet:127.0.0.1:{port}"], check=True)
    return messages / (time.monotonic() - began)


def play_round(named, path, messages, sessions):
    """Contender: (messages in a second, CPU seconds of the milter a message)."""
    pids = {"quiet": named["quiet_pid"], "ours": named["daemon_pid"]}
    found = {}
    for who in random.sample(CONTENDERS, len(CONTENDERS)):
        before = cpu_s(pids[who]) if who in pids else 0
        speed = send(named[who], path, messages, sessions)
        used = settled_cpu_s(pids[who]) - before if who in pids else 0
        found[who] = speed, used / messages
    return found


def measure_mail(named, stage, rounds, scale):
    reached = 0
    for i, (name, size, messages, sessions) in enumerate(LOADS):
        path = Path(stage, "message")
        write_message(path, size)
        messages = max(40, int(messages * scale))
        for who in CONTENDERS:
            send(named[who], path, messages // 4, sessions)
        found = [play_round(named, path, messages, sessions) for _ in range(rounds)]
        print(f"{name}: {rounds} rounds of {messages} messages in {sessions} sessions; messages/s: " +
              ", ".join(f"{who} {median(r[who][0] for r in found):.0f}" for who in CONTENDERS) +
              "; CPU of the milter: " + ", ".join(
                  f"{who} {1e6 * median(r[who][1] for r in found):.0f} us" for who in ("quiet", "ours")) +
              f"; load average {os.getloadavg()[0]:.1f}")
        for who, least in SPEED.items():
            judge(f"messages/s against {who}", [r["ours"][0] / r[who][0] for r in found], least[i])
        judge("CPU of the milter against quiet", [r["ours"][1] / r["quiet"][1] for r in found],
              most=CPU_MOST[i])
        reached = max(reached, median(r["none"][0] for r in found))
    return reached


def measure_memory(build, named, quick):
    limits = {"idle": 1, "in a body": 32, "peak": 128}
    for who, socket in (("quiet", "quiet.sock"), ("daemon", "attachmeter.sock")):
        print(f"memory of {'attachmeterd' if who == 'daemon' else 'the milter that does nothing'}")
        for _ in range(1 if quick else 3):
            out = subprocess.run([build / "tests/bench/bench_crowd", f"unix:{named['sockets']}/{socket}",
                                  named[who + "_pid"]], capture_output=True, text=True, check=True).stdout
            for line in out.splitlines():
                what, value = line.split("\t")
                judge(what, [float(value)], most=limits.get(what) if who == "daemon" else None)


def measure_recorder(build, contents, reached):
    with tempfile.TemporaryDirectory(dir=build) as folder:
        out = subprocess.run([build / "tests/bench/bench_record", folder, str(contents)],
                             capture_output=True, text=True, check=True).stdout
    figures = dict(line.split("\t") for line in out.splitlines())
    pairs, size = [float(v) for v in figures["pairs a CPU second"].split()], float(figures["bytes"])
    print(f"recorder, {contents} contents; {figures['also']}; load average {os.getloadavg()[0]:.1f}")
    judge("1000 pairs in a CPU second", [p / 1000 for p in pairs])
    if reached:
        judge(f"against {reached:.0f} attachments/s of Postfix", [p / reached for p in pairs], 20)
    judge("bytes of a content with its sighting", [size], most=130)


def main():
    build, stage = Path(sys.argv[1]), Path(sys.argv[2])
    named, quick, rounds, only, contents = read_arguments()
    reached = 0
    if only in ("", "mail"):
        reached = measure_mail(named, stage, rounds, 0.3 if quick else 1)
    if only in ("", "memory"):
        measure_memory(build, named, quick)
    if only == "shipping":
        from milter_shipping import measure_shipping
        measure_shipping(build, stage, named, rounds, 0.3 if quick else 1)
    if only in ("", "recorder"):
        measure_recorder(build, contents, reached)
    print("missed: " + ", ".join(missed) if missed else "none missed")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
