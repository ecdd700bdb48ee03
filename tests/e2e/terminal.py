"""terminal.py COMMAND FILL: what the command shows on a terminal, and that it
shows nothing of it anywhere else.

Widths, colours, bars, the pager: on real pseudo-terminals.  FILL makes the
database (bench_fill).
"""
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata

import pty_run

COMMAND, FILL = (os.path.abspath(word) for word in sys.argv[1:3])
COLOURS = re.compile(rb"\x1b\[(?:0|1|2|33|36)m")  # all that there are
BLOCKS = "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉"
WIDTHS = (40, 80, 132, 200)
failures = []

VIEWS = [
    ["report", "--last", "1y"],
    ["report", "--last", "1y", "--by", "domain,type", "--explain"],
    ["report", "--balance", "LAST_YEAR"],
    ["trend", "--last", "1y", "--by", "week"],
    ["top", "contents"],
    ["top", "types"],
    ["top", "domains"],
    ["histogram"],
    ["histogram", "size"],
    ["whatif"],
    ["claims", "--last", "1y"],
]


def check(is_right, name, what):
    if not is_right:
        failures.append(name)
        print(f"not ok: {name}: {what}", file=sys.stderr)


def plain(arguments, **changes):
    """What is printed into a pipe."""
    return subprocess.run([COMMAND, *arguments], capture_output=True,
                          env=pty_run.environment(**changes), check=False)


def shown(arguments, columns=80, rows=1000, **changes):
    return pty_run.run([COMMAND, *arguments], pty_run.environment(**changes),
                       columns, rows)


# ---- width ----

def width_of(line):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else
               not unicodedata.combining(char) for char in line)


def without_pictures(text):
    """The figures alone: no bars, no course of a trend."""
    text = re.sub(rf"^delivered +[{BLOCKS}.]+\n\n", "", text, flags=re.M)
    return [line.rstrip(BLOCKS + "# ") for line in text.splitlines()]


def check_widths(view, where):
    name = " ".join(view)
    arguments = [*view, "--database", where, "--no-pager"]
    wanted = plain(arguments)
    longest = []
    for columns in WIDTHS:
        seen = shown(arguments, columns)
        text = COLOURS.sub(b"", seen.out).decode()
        check(seen.status == wanted.returncode == 0, name, seen.status)
        check(without_pictures(text) ==
              without_pictures(wanted.stdout.decode()), f"{name}, {columns}",
              f"other figures than in a pipe: {text}")
        pictured = [line for line in text.splitlines()
                    if line and line[-1] in BLOCKS]
        longest.append(max(map(bar_of, pictured), default=0))
        check(all(width_of(line) <= columns for line in pictured),
              f"{name}, {columns}", f"wider than the terminal: {text}")
    check(longest == sorted(longest), name, f"bars: {longest}")
    return longest


def bar_of(line):
    return len(line) - len(line.rstrip(BLOCKS))


def check_views(where):
    bars = {" ".join(view): check_widths(view, where) for view in VIEWS}
    for name in ("report --last 1y", "top types", "histogram"):
        narrow, usual, wide, widest = bars[name]
        check(narrow < usual < wide <= widest <= 60, name, bars[name])


def check_size_of_terminal(where):
    arguments = ["histogram", "--database", where, "--no-pager"]
    at_132 = shown(arguments, 132).out
    check(shown(arguments, 0, 0).out == shown(arguments, 80).out,
          "a terminal of no size", "is not as one of 80")
    check(shown(arguments, 80, COLUMNS="132").out == at_132,
          "COLUMNS", "is not heeded")
    for wrong in ("", "0", "-5", "12x", "99999999999999999999"):
        check(shown(arguments, 132, COLUMNS=wrong).out == at_132,
              f"COLUMNS={wrong}", "is taken")
    check(plain(arguments, COLUMNS="132").stdout == plain(arguments).stdout,
          "COLUMNS in a pipe", "changes what is printed")


# ---- colour and charset ----

# name, more arguments, environment, is coloured on a terminal and in a pipe
COLOURED = [
    ("as it is", [], {}, True, False),
    ("NO_COLOR", [], {"NO_COLOR": "1"}, False, False),
    ("NO_COLOR, empty", [], {"NO_COLOR": ""}, True, False),
    ("a dumb terminal", [], {"TERM": "dumb"}, False, False),
    ("no TERM", [], {"TERM": None}, False, False),
    ("auto", ["--color=auto"], {"NO_COLOR": "1"}, False, False),
    ("never", ["--color", "never"], {}, False, False),
    ("always", ["--color", "always"], {}, True, True),
    ("always, NO_COLOR", ["--color=always"], {"NO_COLOR": "1"}, True, True),
    ("the last one counts", ["--color=always", "--color=never"], {}, False,
     False),
]


def check_colours(where):
    for view in VIEWS:
        for name, more, env, on_terminal, in_pipe in COLOURED:
            name = f"{' '.join(view)}: {name}"
            arguments = [*view, "--database", where, "--no-pager"]
            seen = shown([*arguments, *more], **env)
            check((b"\x1b" in seen.out) == on_terminal, name, seen.out)
            piped = plain([*arguments, *more], **env).stdout
            check((b"\x1b" in piped) == in_pipe, f"{name}, piped", piped)
            check(COLOURS.sub(b"", piped) == plain(arguments).stdout,
                  f"{name}, piped", "other text than without colour")


def check_other_outputs(where, folder):
    """A file, JSON and CSV are data, also where a terminal looks on."""
    arguments = ["trend", "--last", "1y", "--database", where]
    path = pathlib.Path(folder, "out.txt")
    seen = shown([*arguments, "-o", str(path)], PAGER="false")
    check(seen.out == b"" and path.read_bytes() == plain(arguments).stdout,
          "a file from a terminal", "is not plain")
    for form in ("json", "csv"):
        data = shown([*arguments, "--format", form, "--color=always",
                      "--no-pager"]).out
        check(b"\x1b" not in data, form, "has escapes")
    check(plain([*arguments, "--color=blue"]).returncode == 2, "--color=blue",
          "is taken")


# name, environment, are there blocks on a terminal
CHARSETS = [
    ("C.UTF-8", {}, True),
    ("C", {"LANG": "C"}, False),
    ("no locale", {"LANG": None}, False),
    ("utf8 of a locale that is not here", {"LANG": "xx_YY.utf8"}, True),
    ("Latin 1", {"LANG": "fr_CH.ISO-8859-1"}, False),
    ("LC_ALL before LANG", {"LC_ALL": "C"}, False),
    ("LC_CTYPE before LANG", {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
]


def check_charsets(where):
    for view in (["trend", "--last", "1y"], ["histogram"]):
        arguments = [*view, "--database", where, "--no-pager"]
        for name, env, has_blocks in CHARSETS:
            text = shown(arguments, 132, **env).out.decode()
            check(any(char in BLOCKS for char in text) == has_blocks,
                  f"{view[0]}: {name}", text)
            check(("##" in text) != has_blocks, f"{view[0]}: {name}", text)
            check(not any(char in BLOCKS
                          for char in plain(arguments, **env).stdout.decode()),
                  f"{view[0]}: {name}", "blocks in a pipe")


HOSTILE = ["\x1b[31mred.example", "\x1b]0;title\x07.example", "a\rb.example",
           "\u202egnp.example", "\x9b31m.example", "例え.テスト.example"]


def check_hostile(where):
    """A domain cannot bring escapes of its own in between ours."""
    with sqlite3.connect(where) as connection:
        domains = [row[0] for row in connection.execute(
            "SELECT id FROM domain WHERE name <> ''")]
        for number, domain in enumerate(domains):
            connection.execute(
                "UPDATE domain SET name = ? WHERE id = ?",
                (HOSTILE[number % len(HOSTILE)] + "." * (number //
                                                         len(HOSTILE)), domain))
        connection.execute("UPDATE small_group SET senders = 5")
    for view in (["report", "--last", "1y", "--by", "domain"],
                 ["top", "domains", "--last", "1y"]):
        for columns in WIDTHS:
            seen = shown([*view, "--database", where, "--no-pager",
                          "--color=always"], columns)
            rest = COLOURS.sub(b"", seen.out).decode()
            name = f"hostile: {' '.join(view)}, {columns}"
            check("\\x1b[31mred" in rest, name, f"nothing hostile: {rest}")
            check(not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", rest),
                  name, f"{rest!a}")


# ---- the pager ----

class Pager:
    """A pager that keeps what it was given, and then does something."""

    def __init__(self, folder, then="true", reads="cat"):
        self.kept = pathlib.Path(folder, "paged")
        self.less = pathlib.Path(folder, "less-was")
        self.kept.unlink(missing_ok=True)
        self.command = (f"printf %s \"$LESS\" >'{self.less}'; "
                        f"{reads} >'{self.kept}'; {then}")

    def text(self):
        return self.kept.read_bytes() if self.kept.exists() else None


# name, rows, environment besides the pager, more arguments, is it started
PAGED = [
    ("longer than the screen", 24, {}, [], True),
    ("shorter than the screen", 2000, {}, [], False),
    ("LINES", 24, {"LINES": "2000"}, [], False),
    ("--no-pager", 24, {}, ["--no-pager"], False),
    ("a dumb terminal", 24, {"TERM": "dumb"}, [], False),
    ("ATTACHMETER_PAGER is none", 24, {"ATTACHMETER_PAGER": ""}, [], False),
    ("ATTACHMETER_PAGER is cat", 24, {"ATTACHMETER_PAGER": "cat"}, [], False),
    ("JSON on a terminal", 24, {}, ["--format", "json"], True),
]


def check_when_paged(where, folder):
    arguments = ["trend", "--last", "1y", "--database", where]
    for name, rows, env, more, is_paged in PAGED:
        pager = Pager(folder)
        env = {"PAGER": pager.command, **env}
        seen = shown([*arguments, *more], 80, rows, **env)
        check((pager.text() is not None) == is_paged, name, pager.text())
        check((seen.out == b"") == is_paged and seen.status == 0, name, seen)
    pager = Pager(folder)
    piped = plain(arguments, PAGER=pager.command)
    check(pager.text() is None and piped.stdout, "piped", "was paged")
    pager = Pager(folder)
    shown(arguments, 80, 24, PAGER="false", ATTACHMETER_PAGER=pager.command)
    check(pager.text() is not None, "ATTACHMETER_PAGER before PAGER", "not so")


def check_what_is_paged(where, folder):
    arguments = ["trend", "--last", "1y", "--database", where]
    pager = Pager(folder)
    shown(arguments, 80, 24, PAGER=pager.command)
    check(pager.text() == shown([*arguments, "--no-pager"]).out,
          "what the pager gets", "is not what a terminal would")
    check(pager.less.read_text() == "FRX", "LESS", pager.less.read_text())
    shown(arguments, 80, 24, PAGER=pager.command, LESS="-i")
    check(pager.less.read_text() == "-i", "LESS of the user",
          pager.less.read_text())


def check_how_it_ends(where, folder):
    """The command's exit status is its own, however the pager ended."""
    long = ["report", "--last", "1y", "--by", "day,type", "--format", "json",
            "--database", where]
    empty = ["report", "--day", "2020-01-01", "--format", "json", "--database",
             where]
    check(len(plain(long).stdout) > 300000, "long", "not beyond a pipe")
    for name, arguments, pager, status in (
            ("quit early", long, Pager(folder, reads="head -c 10"), 0),
            ("ends with 7", long, Pager(folder, "exit 7"), 0),
            ("is killed", long, Pager(folder, "kill -9 $$"), 0),
            ("no data", empty, Pager(folder), 3)):
        pager.kept.unlink(missing_ok=True)
        seen = pty_run.run([COMMAND, *arguments],
                           pty_run.environment(PAGER=pager.command), 80, 24, err=False)
        check(pager.text(), name, "the pager was not started")
        check(seen.status == status, name, seen.status)
        check(seen.err == b"" or status == 3, name, seen.err)
    for name, env in (
            ("a pager that is not there", {"PAGER": "/nonexistent/pager"}),
            ("a pager that cannot be run", {"PAGER": folder}),
            ("no less", {"PATH": folder})):
        seen = pty_run.run([COMMAND, *long], pty_run.environment(**env), 80,
                           24, err=False)
        check(seen.out == plain(long).stdout or
              seen.out[:100] != b"" and seen.status == 0, name, seen.out[:200])
        check((seen.err == b"") == (name == "no less"), name, seen.err)


def check_interrupt(where, folder):
    """^C is the pager's: the command waits for it, and both end well."""
    pager = Pager(folder, "echo reading; read -r key </dev/tty; "
                          "echo \"got $key\"")
    pager.command = f"trap '' INT; {pager.command}"
    typed = []

    def on_output(text, master, _child):
        if b"reading" in text and not typed:
            typed.append(os.write(master, b"\x03"))
        elif b"^C" in text and len(typed) == 1:
            typed.append(os.write(master, b"q\n"))

    seen = pty_run.run([COMMAND, "trend", "--last", "1y", "--database", where],
                       pty_run.environment(PAGER=pager.command), 80, 24,
                       on_output=on_output)
    check(b"got q" in seen.out and seen.status == 0, "^C in the pager", seen)


def check_shell(where, folder):
    """Only the pager's command comes to the shell."""
    odd = pathlib.Path(folder, "$(touch INJECTED);`touch INJECTED`.db")
    odd.write_bytes(pathlib.Path(where).read_bytes())
    pager = Pager(folder)
    shown(["report", "--last", "1y", "--format", "json", "--database",
           str(odd)], 80, 24, PAGER=pager.command)
    check(b"touch INJECTED" in (pager.text() or b""), "shell", "not shown")
    check(not pathlib.Path("INJECTED").exists(), "shell", "something was run")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        where = str(pathlib.Path(folder, "relay.db"))
        subprocess.run([FILL, "--sightings", "4000", where], check=True,
                       stdout=subprocess.DEVNULL)
        year = subprocess.run(["date", "+%Y"], capture_output=True, text=True,
                              check=True).stdout.strip()
        for view in VIEWS:
            view[:] = [year if word == "LAST_YEAR" else word for word in view]
        check_views(where)
        check_size_of_terminal(where)
        check_colours(where)
        check_other_outputs(where, folder)
        check_charsets(where)
        check_when_paged(where, folder)
        check_what_is_paged(where, folder)
        check_how_it_ends(where, folder)
        check_interrupt(where, folder)
        check_shell(where, folder)
        check_hostile(where)
    print(f"terminal: {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
