#!/usr/bin/env python3
"""manual.py COMMAND DAEMON BENCH_FILL SOURCE: the manual pages are true.

Each command has a page, with its one line of help, its options, its exit
statuses and sections; attachmeter.conf(5) has the settings with defaults and
bounds, attachmeter-factors(5) the factors, attachmeter(3) the program of
lib/README.md.  Command lines in examples are right, and print what stands below
them; what only a running daemon or an MTA would print is not run.  mandoc has
nothing to say, where it is installed.
"""
import base64
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

COMMAND, DAEMON, FILL = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:4])
SOURCE = pathlib.Path(sys.argv[4]).resolve()
PAGES = {p.name: p.read_text(encoding="utf-8") for p in [
    *sorted((SOURCE / "lib/cli/man").glob("*.[0-9]")),
    SOURCE / "lib/attachmeter.3", SOURCE / "milter/attachmeterd.8"]}
SKIPPED = 77

# Pages of others that ours may name.
OTHERS = {"du 1", "git 1", "less 1", "local 8", "machine-id 5", "pflogsumm 1",
          "pkg-config 1", "postconf 1", "postconf 5", "postmap 1",
          "postmulti 1", "sd_listen_fds 3", "sendmail 1", "systemd 1",
          "unix2dos 1"}
MACROS = ("Fl", "Ar", "Cm", "Op", "Ns", "Li", "Va", "Pa", "Xr", "Nm", "No",
          "Pq", "Dq", "Em", "Ev", "It")
# Their output is of this machine and moment; serve never ends.
NOT_RUN = {"backup", "demo", "doctor", "fleet", "metrics", "serve", "setup",
           "ship", "status"}
# Built by an option only.
MAY_LACK = {"serve"}
# Of these the examples are of mail, not of the database that bench_fill makes.
OF_MAIL = {"forget", "lookup", "privacy", "purge"}
WITHOUT_CONFIG = {"estimate", "factors"}
# What every command with --format takes, but those that attachmeter(1) names.
OF_TERMINAL = {"color", "no-pager", "no-progress", "quiet"}

failures = []


def wrong(what):
    failures.append(what)
    print(what, file=sys.stderr)


def same(page, what, manual, program):
    for name in sorted(set(manual) - set(program)):
        wrong(f"{page}: {what} {name}: the program has none")
    for name in sorted(set(program) - set(manual)):
        wrong(f"{page}: {what} {name} is missing")
    for name in sorted(set(program) & set(manual)):
        if manual[name] != program[name]:
            wrong(f"{page}: {what} {name} is {program[name]!r}, "
                  f"not {manual[name]!r}")


def run(program, *arguments, status=(0,)):
    clean = {k: v for k, v in os.environ.items()
             if not k.startswith("LC_") and k not in ("LANG", "LANGUAGE")}
    done = subprocess.run([program, *arguments], capture_output=True,
                          text=True, encoding="utf-8", check=False, env=clean)
    if done.returncode not in status:
        wrong(f"{' '.join(arguments)}: {done.returncode}: {done.stderr}")
    return done


def plain(text):
    """What a reader sees of a line of roff."""
    return re.sub(r"\\(?:e|&|-)", lambda m: {"e": "\\", "&": "", "-": "-"}
                  [m[0][1]], text)


def section(text, title):
    found = re.search(rf"^\.Sh {title}\n(.*?)(?=^\.Sh |\Z)", text, re.M | re.S)
    return found[1] if found else ""


def flags(line):
    """The options of a line, each long one with its letter, or ''."""
    found, letter, macro = {}, "", ""
    for word in line.lstrip(".").split():
        if word in MACROS:
            macro = word
        elif macro == "Fl" and re.fullmatch(r"-[a-z][a-z-]+", word):
            found[word[1:]] = letter
            letter = ""
        elif macro == "Fl" and re.fullmatch(r"\w", word):
            letter = word
    return found


def listed(text):
    """The options that have an item of a list."""
    found = {}
    for line in re.findall(r"^\.It Fl .*", section(text, "OPTIONS"), re.M):
        found.update(flags(line))
    return found


def help_of(program, *command):
    text = run(program, *command, "--help").stdout
    options = re.findall(r"^  (?:-(\w), |    )--([a-z-]+)", text, re.M)
    return text, {name: letter for letter, name in options}


def check_sections():
    for page, text in PAGES.items():
        titles = ["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "SEE ALSO"]
        if page[-1] in "18":
            titles += ["OPTIONS", "EXIT STATUS"]
        for title in titles:
            if not section(text, title).strip():
                wrong(f"{page}: no {title}")
        name, number = page.rsplit(".", 1)
        if not re.search(rf"^\.Dt {re.escape(name.upper())} {number}$\n\.Os$"
                         rf"\n\.Sh NAME\n\.Nm {re.escape(name)}$", text, re.M):
            wrong(f"{page}: its head is not that of {name}({number})")


def check_exits(page, text, told):
    told = re.search(r"^exit: (.*)", told, re.M | re.S)
    codes = set(re.findall(r"^\.It (\d+)$", section(text, "EXIT STATUS"), re.M))
    if told and codes != set(re.findall(r"(?:^|[,:\n])\s*(\d+) ", told[1])):
        wrong(f"{page}: exit statuses are {sorted(codes)}, help has {told[1]}")


def check_commands():
    """Pages against the help; returns the commands."""
    text, common = help_of(COMMAND)
    commands = dict(re.findall(r"^  ([a-z]+)  +(.*)", text.split("options:")[0],
                               re.M))
    shared = listed(PAGES["attachmeter.1"])
    every = set(common)
    plain_ones = set()
    for name, summary in commands.items():
        page = f"attachmeter-{name}.1"
        if page not in PAGES:
            wrong(f"no page {page} for the command {name}: lib/cli/man/")
            continue
        told, options = help_of(COMMAND, name)
        every |= set(options)
        if "format" in options and not OF_TERMINAL <= set(options):
            plain_ones.add(name)
        # A letter may be left to attachmeter(1).
        ours = {o: letter or (shared.get(o, "") if o in shared else "")
                for o, letter in listed(PAGES[page]).items()}
        same(page, "option --", ours, options)
        if f".Nd {summary}\n" not in PAGES[page]:
            wrong(f"{page}: does not say '{summary}', as the help does")
        if not re.search(rf"^\.It Xr attachmeter-{name} 1\n{re.escape(summary)}$",
                         PAGES["attachmeter.1"], re.M):
            wrong(f"attachmeter.1: no attachmeter-{name} 1, '{summary}'")
        check_exits(page, PAGES[page], told)
    rule = section(PAGES["attachmeter.1"], "ON A TERMINAL").split(".Bl")[0]
    named = re.findall(r"^\.Xr attachmeter-(\w+) 1", rule, re.M)
    same("attachmeter.1", "without what is for a terminal:",
         dict.fromkeys(named), dict.fromkeys(plain_ones))
    for page in PAGES:
        name = re.fullmatch(r"attachmeter-(.*)\.1", page)
        if name and name[1] not in set(commands) | MAY_LACK:
            wrong(f"{page}: there is no such command")
    told, options = help_of(DAEMON)
    same("attachmeterd.8", "option --", listed(PAGES["attachmeterd.8"]), options)
    check_exits("attachmeterd.8", PAGES["attachmeterd.8"], told)
    for option in sorted(set(shared) - every):
        wrong(f"attachmeter.1: no command takes --{option}")
    for page, text in PAGES.items():
        for line in re.findall(r"^\..*\bFl .*", text, re.M):
            for option in sorted(set(flags(line)) - every - set(options)):
                wrong(f"{page}: nothing takes --{option}")
    return commands


def check_settings():
    page = "attachmeter.conf.5"
    items = {name: (plain(value), text) for name, value, text in re.findall(
        r"^\.It Va (\w+) No = Li (.*)\n((?:(?!\.It |\.El).*\n)*)", PAGES[page],
        re.M)}
    defaults = dict(re.findall(r"^(\w+) = (.*)$",
                               run(COMMAND, "config", "--defaults").stdout, re.M))
    same(page, "setting", {n: v for n, (v, _) in items.items()}, defaults)
    for name, (default, text) in items.items():
        if not default[0].isdigit():
            continue
        for value in ("9" * 18, "99999w", "9" * 15 + ".1", "1.001"):
            pathlib.Path("bounds").write_text(f"{name} = {value}\n",
                                              encoding="utf-8")
            said = run(COMMAND, "config", "--check", "bounds", status=(0, 1))
            bounds = re.search(r"must be (\S+ to \S+?)(?: \w+)?, not", said.stderr)
            if bounds:
                break
        if not bounds or bounds[1] not in text:
            wrong(f"{page}: {name} is {bounds}, its item does not say so")
    samples = re.findall(r"^\.Dl (.* = .*)", PAGES[page], re.M)
    samples += section(PAGES[page], "EXAMPLES").split(
        ".Bd -literal\n")[1].split(".Ed")[0].strip().split("\n")
    pathlib.Path("domains").write_text("example.org\n", encoding="utf-8")
    for sample in samples:
        sample = plain(sample).replace("/etc/attachmeter/", os.getcwd() + "/")
        pathlib.Path("sample").write_text(sample + "\n", encoding="utf-8")
        run(COMMAND, "config", "--check", "sample")


def check_factors():
    rows = json.loads((SOURCE / "conf/factors.json").read_text(
        encoding="utf-8"))["factors"]
    page = "attachmeter-factors.5"
    manual = dict(re.findall(r"^\.It Va (\S+) No = Li (.*)$", PAGES[page], re.M))
    same(page, "factor", manual,
         {r["id"]: f"{r['low']:g}, {r['central']:g}, {r['high']:g} No {r['unit']}"
          for r in rows if not r["id"].startswith("grid.")})


def check_library():
    readme = (SOURCE / "lib/README.md").read_text(encoding="utf-8")
    program = re.search(r"^```c\n(.*?)^```", readme, re.M | re.S)[1]
    page = section(PAGES["attachmeter.3"], "EXAMPLES")
    if program not in "\n".join(map(plain, page.split("\n"))):
        wrong("attachmeter.3: its program is not that of lib/README.md")
    header = "".join((SOURCE / f"lib/{name}").read_text(encoding="utf-8")
                     for name in re.findall(r'^#include "(.*)"', (
                         SOURCE / "lib/attachmeter/report.h").read_text(
                             encoding="utf-8"), re.M))
    for name in re.findall(r"^\.F[on] (am_\w+)", PAGES["attachmeter.3"], re.M):
        if f"{name}(" not in header and name != "am_language_use":
            wrong(f"attachmeter.3: {name}() is not in <attachmeter/report.h>")
    for code in set(re.findall(r"\bAM_E[A-Z]+\b", header)) ^ set(
            re.findall(r"^\.It Dv (\w+)", PAGES["attachmeter.3"], re.M)):
        wrong(f"attachmeter.3: {code} is on one side only")


def check_references():
    known = {f"{p.rsplit('.', 1)[0]} {p[-1]}" for p in PAGES}
    for page, text in PAGES.items():
        for name in re.findall(r"\bXr (\S+ \d)", text):
            if name not in known | OTHERS:
                wrong(f"{page}: no page {name}")
    for name in sorted(known - {"attachmeter 1"}):
        if f"Xr {name}" not in PAGES["attachmeter.1"]:
            wrong(f"attachmeter.1: does not name {name}")


def check_lint():
    """False: there is nothing to ask."""
    if shutil.which("mandoc") is None:
        print("mandoc is not installed: the form of the pages is not looked at")
        return False
    for page, text in PAGES.items():
        pathlib.Path(page).write_text(text, encoding="utf-8")
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page],
                              capture_output=True, text=True, check=False)
        if done.stdout + done.stderr or done.returncode != 0:
            wrong(f"{page}: {done.stdout}{done.stderr}")
    return True


def make_mail(name, people, data):
    head = "".join(f"Delivered-To: {p}@example.org\n" for p in people)
    pathlib.Path(name).write_bytes(
        f"{head}Return-Path: <a@example.org>\nMessage-ID: <{name}>\n"
        "Content-Type: application/pdf\n"
        "Content-Disposition: attachment; filename=a.pdf\n"
        "Content-Transfer-Encoding: base64\n\n".encode()
        + base64.encodebytes(data))


def make_files():
    """What the examples are of."""
    report = b"%PDF-1.4\n" + b"report" * 100_000
    for folder in ("cur", "new", "tmp"):
        os.makedirs(f"Maildir/{folder}")
    make_mail("Maildir/cur/1:2,S", [f"p{i}" for i in range(6)], report)
    make_mail("Maildir/cur/2:2,S", ["p1"], report)
    make_mail("Maildir/cur/3:2,S", ["p2"], b"%PDF-1.4\n" + b"other" * 3_000)
    pathlib.Path("report.pdf").write_bytes(report)
    shutil.copy(SOURCE / "conf/factors.json", "own.json")
    pathlib.Path("key").write_text(f"{7:064}\n", encoding="utf-8")
    os.chmod("key", 0o400)
    base = f"key_file = {os.getcwd()}/key\nsocket = unix:/nonexistent/socket\n"
    pathlib.Path("filled.conf").write_text(
        f"{base}database = {os.getcwd()}/filled.db\ncountry = FRA\n"
        "mailboxes = 400\n", encoding="utf-8")
    pathlib.Path("mail.conf").write_text(
        f"{base}database = {os.getcwd()}/mail.db\n"
        "local_domains = {example.org}\n", encoding="utf-8")
    shutil.copy("mail.conf", "new.conf")
    run(FILL, "--sightings", "20000", "--days", "90", "--until", "2026-11-01",
        "filled.db")
    run(COMMAND, "scan", "--record", "--config", "mail.conf", "Maildir")


def examples(text):
    """Command lines, each with the lines below it."""
    for block in re.findall(r"^\.Bd -literal\n(.*?)^\.Ed", text, re.M | re.S):
        for line, below in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block,
                                      re.M):
            yield plain(line), [plain(b) for b in below.split("\n")[:-1]]


def holds(printed, wanted):
    """Does '...' stand for all that is not there?"""
    printed, wanted = ([re.sub(r"\d{4}-\d\d-\d\d", "DAY", x) for x in lines]
                       for lines in (printed, wanted))
    pattern = "".join("(?:.*\n)*" if w == "..." else re.escape(w) + "\n"
                      for w in wanted)
    return re.fullmatch(pattern, "".join(p + "\n" for p in printed)) is not None


def check_example(page, line, below):
    words = shlex.split(line, comments=False)
    program = {"attachmeter": COMMAND, "attachmeterd": DAEMON}[words[0]]
    words = words[1:]
    said = run(program, *words, "--help").stdout
    if not said.startswith("usage"):
        wrong(f"{page}: '{line}' is not taken")
    if not below or program == DAEMON or words[0] in NOT_RUN:
        return
    if words[0] not in WITHOUT_CONFIG and "--check" not in words:
        mail = words[0] in OF_MAIL or "--held" in words
        words[1:1] = ["--config", "mail.conf" if mail else "filled.conf"]
    printed = run(COMMAND, *words).stdout.rstrip("\n").split("\n")
    if not holds(printed, below):
        wrong(f"{page}: '{line}' does not print that, but:\n"
              + "\n".join(printed))


def check_examples():
    count = 0
    for page, text in PAGES.items():
        for line, below in examples(text):
            for part in re.split(r" (?:\||&&|;) ", line):
                part = re.sub(r" [<>] \S+", "", part)
                if part.startswith(("attachmeter ", "attachmeterd ")):
                    check_example(page, part, below)
                    count += 1
    if count < 2 * len(PAGES):
        wrong(f"only {count} examples")
    return count


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        make_files()
        check_sections()
        commands = check_commands()
        check_settings()
        check_factors()
        check_library()
        check_references()
        count = check_examples()
        linted = check_lint()
        os.chdir("/")
    print(f"{len(PAGES)} pages, {len(commands)} commands, {count} examples, "
          f"{len(failures)} wrong")
    sys.exit(1 if failures else 0 if linted else SKIPPED)


main()
