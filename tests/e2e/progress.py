"""progress.py BUILD: what long work tells on a terminal while it lasts.

A line of progress is for somebody who waits: nothing of it in a pipe, nothing
left of it at the end, never wider than the terminal.  Work is made long by
stopping the command again and again.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import pty_run

BUILD = pathlib.Path(sys.argv[1]).resolve()
COMMAND = str(BUILD / "lib/cli/attachmeter")
FILL = str(BUILD / "tests/bench/bench_fill")
ESCAPES = re.compile(r"\r|\x1b\[K")
failures = []


def check(is_right, name, what):
    if not is_right:
        failures.append(name)
        print(f"not ok: {name}: {what}", file=sys.stderr)


def screen(data):
    """What can be seen at the end: lines, without empty ones."""
    lines, column = [""], 0
    for token in re.findall(r"\x1b\[K|.", data.decode(), re.S):
        if token == "\r":
            column = 0
        elif token == "\n":
            lines.append("")
            column = 0
        elif token == "\x1b[K":
            lines[-1] = lines[-1][:column]
        else:
            lines[-1] = lines[-1][:column].ljust(column) + token + \
                lines[-1][column + 1:]
            column += 1
    return [line for line in map(str.rstrip, lines) if line]


def told(data, command):
    """The lines of progress."""
    return [line for line in ESCAPES.split(data.decode())
            if line.startswith(f"{command}: ")]


def slow(stops=8, until=None):
    """Let it run for a moment only, so many times, or until it tells that."""
    left = [stops]

    def on_output(text, _master, child):
        if left[0] == 0 or until and re.search(until, text.decode()):
            return
        left[0] -= 1
        try:
            os.kill(child, signal.SIGSTOP)
            time.sleep(0.25)
            os.kill(child, signal.SIGCONT)
        except ProcessLookupError:
            pass

    return on_output


def run(arguments, columns=80, on_output=None, **changes):
    """Standard error is a terminal, output a pipe."""
    return pty_run.run([COMMAND, *arguments], pty_run.environment(**changes),
                       columns, out=False, on_output=on_output, tick_s=0.004)


# ---- scan ----

def make_store(folder):
    store = pathlib.Path(folder, "store")
    store.mkdir()
    for number in range(400):
        (store / f"{number}.eml").write_bytes(
            b"Subject: x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n" +
            b"%d\r\n" % number * 2000)
    return str(store)


def check_scan(store):
    arguments = ["scan", "-c", "/dev/null", store]
    seen = run(arguments, on_output=slow(200, r"\d left"))
    check(seen.status == 0, "scan", seen.err)
    check(any(re.search(r"^scan: [0-9,]+ files, .*B, .*B/s, "
                        r"(\d+:\d\d:\d\d|\?) left$", line)
              for line in told(seen.err, "scan")), "scan", seen.err)
    check(screen(seen.err) == [], "scan", f"left: {screen(seen.err)}")
    check(seen.err.endswith(b"\r\x1b[K"), "scan", seen.err[-20:])
    check(any(re.search(r" \d+:\d\d:\d\d left$", line)
              for line in told(seen.err, "scan")), "scan", "no time told")
    piped = subprocess.run([COMMAND, *arguments], capture_output=True,
                           env=pty_run.environment(), check=False)
    check(piped.stderr == b"", "scan in a pipe", piped.stderr)
    check(piped.stdout == seen.out, "scan", "another report on a terminal")


QUIET = [
    ("--no-progress", ["--no-progress"], {}),
    ("--quiet", ["--quiet"], {}),
    ("-q", ["-q"], {}),
    ("a dumb terminal", [], {"TERM": "dumb"}),
]


def check_quiet(store, database):
    for name, more, env in QUIET:
        for arguments in (["scan", "-c", "/dev/null", store],
                          ["top", "-D", database]):
            seen = run([*arguments, *more], on_output=slow(), **env)
            check(seen.err == b"" and seen.out, f"{arguments[0]} {name}",
                  seen.err)
    remark = ["report", "-D", database, "--country", "XYZ"]
    check(run(remark).err != b"", "a remark", "is not made")
    check(run([*remark, "--quiet"]).err == b"", "a remark", "is made quietly")
    seen = run(["report", "--quiet", "-D", "/nonexistent"])
    check(b"/nonexistent" in seen.err and seen.status == 1, "an error",
          "is not told quietly")


def check_widths(store):
    for columns in (1, 10, 20, 40, 132):
        seen = run(["scan", "-c", "/dev/null", store], columns, slow())
        lines = ESCAPES.split(seen.err.decode())
        check(all(len(line) < columns or columns == 1 and not line
                  for line in lines), f"scan, {columns} columns", seen.err)


def check_resize(store):
    sizes = []
    slower = slow(200, r"(scan: .*){4}")

    def shrink(text, master, child):
        if b"scan: " in text and not sizes:
            pty_run.resize(master, 20, 24)
            sizes.append(len(text))
        slower(text, master, child)

    seen = run(["scan", "-c", "/dev/null", store], 100, shrink)
    check(sizes, "resize", "no line was told")
    later = ESCAPES.split(seen.err[sizes[0]:].decode())
    check(any(later) and all(len(line) < 20 for line in later), "resize",
          seen.err)


def check_complaint(store):
    """A complaint has a line of its own."""
    seen = run(["scan", "-c", "/dev/null", store, "/nonexistent", store + "/1.eml"],
               on_output=slow(200, "scan: "))
    check(told(seen.err, "scan") != [], "complaint", "no progress")
    lines = screen(seen.err)
    check(len(lines) == 1 and re.match("attachmeter: .*/nonexistent", lines[0]),
          "complaint", lines)


# ---- the database ----

def check_views(database):
    attachments = r"[0-9,]+ of [0-9,]+ attachments read, [0-9,]+/s, .* left"
    for arguments, wanted in (
            (["top", "--last", "1y"], attachments),
            (["whatif", "--last", "1y"], attachments),
            (["histogram", "--last", "1y"], attachments),
            (["report", "--last", "2y", "--by", "day,type"],
             r"reading for \d+ s")):
        name = arguments[0]
        arguments = [*arguments, "-D", database]
        seen = run(arguments, on_output=slow(600, wanted))
        lines = told(seen.err, name)
        check(any(re.fullmatch(f"{name}: {wanted}", line) for line in lines),
              name, lines)
        check(screen(seen.err) == [], name, f"left: {screen(seen.err)}")
        fast = subprocess.run([COMMAND, *arguments], capture_output=True,
                              env=pty_run.environment(), check=False)
        check(fast.stdout == seen.out and fast.stderr == b"", name,
              "other output than in a pipe")
    check(run(["config"]).err == b"", "short work", "is told")


def check_purge(folder):
    old = str(pathlib.Path(folder, "old.db"))
    subprocess.run([FILL, "--sightings", "20000", "--until", "2023-01-01", old],
                   check=True, stdout=subprocess.DEVNULL)
    seen = run(["purge", "-c", "/dev/null", "-D", old],
               on_output=slow(200, "rows deleted"))
    check(any(re.fullmatch(r"purge: [0-9,]+ of [0-9,]+ rows deleted, [0-9,]+/s,"
                           r" .* left", line)
              for line in told(seen.err, "purge")), "purge", seen.err)
    check(screen(seen.err) == [] and seen.status == 0, "purge", seen)


def check_demo():
    seen = run(["demo", "--daemon", str(BUILD / "milter/attachmeterd"),
                "--messages", "400"], on_output=slow(200, "messages sent"))
    check(any(re.fullmatch(r"demo: \d+ of 400 messages sent, \d+/s, .* left",
                           line) for line in told(seen.err, "demo")),
          "demo", seen.err)
    check(screen(seen.err) == [] and seen.status == 0, "demo", seen)


def main():
    with tempfile.TemporaryDirectory() as folder:
        database = str(pathlib.Path(folder, "relay.db"))
        subprocess.run([FILL, "--sightings", "200000", database], check=True,
                       stdout=subprocess.DEVNULL)
        store = make_store(folder)
        check_scan(store)
        check_quiet(store, database)
        check_widths(store)
        check_resize(store)
        check_complaint(store)
        check_views(database)
        check_purge(folder)
        check_demo()
    print(f"progress: {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
