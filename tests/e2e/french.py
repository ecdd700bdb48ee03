#!/usr/bin/env python3
"""french.py COMMAND DAEMON: what people read is French, what programs read is not.

Every view and every help is printed in both languages: figures are in the right
words and marks, no English is left over, help has 80 columns, and JSON and CSV
are the same to the byte.
"""
import base64
import os
import pathlib
import re
import subprocess
import sys
import tempfile

COMMAND, DAEMON = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
GAP, NARROW = "\u00a0", "\u202f"
failures = []

VIEWS = [
    ["report", "--since", "today"],
    ["report", "--since", "today", "--by", "domain,class"],
    ["report", "--since", "today", "--by", "direction"],
    ["top", "--since", "today"],
    ["top", "--since", "today", "types"],
    ["histogram", "--since", "today"],
    ["histogram", "--since", "today", "size"],
    ["trend", "--since", "today"],
    ["whatif", "--since", "today"],
    ["claims", "--since", "today"],
    ["scan", "--held", "mail"],
    ["status"],
    ["config", "--defaults"],
    ["purge", "--dry-run"],
    ["lookup", "file.pdf"],
    ["forget", "--dry-run", "file.pdf"],
    ["estimate", "--size", "1M", "--recipients", "20", "--mailboxes", "5",
     "--period-days", "30"],
]
# Without a database, or a table of factors, which are data.
NO_JSON = {"status", "purge", "config"}

# Words that no French has; those that options take are none of them.
ENGLISH = re.compile(
    r"\b(the|of|and|with|from|into|that|which|bytes|received|delivered|"
    r"avoidable|saved|others|seen|found|attachments|recipients|"
    r"days?|weeks?|share|only|over|not|none|unknown|measured|established)\b")
HELP_ENGLISH = re.compile(
    r"\b(the|of|and|with|that|which|print|read|write|are|is|not)\b")

# Rows as they are, in both languages: blanks are taken together.
ROWS = [
    (["report", "--since", "today"],
     ["own bytes 5.44 MB 5.44 MB 2.03 MB 3.41 MB x2.7",
      "coverage 100 % of 3 messages",
      "total 3 3.41 MB 3 3.41 MB 100 %"],
     ["nos octets 5,44 Mo 5,44 Mo 2,03 Mo 3,41 Mo x2,7",
      "couverture 100 % de 3 messages",
      "total 3 3,41 Mo 3 3,41 Mo 100 %"]),
    (["trend", "--since", "today"],
     ["delivered", "total 3 3 5.44 MB 3.41 MB x2.7 100.0 %"],
     ["remis", "total 3 3 5,44 Mo 3,41 Mo x2,7 100,0 %"]),
    (["estimate", "--size", "1M", "--recipients", "1"],
     ["1.00 MB to 1 recipient: sent by mail, or shared as one file"],
     ["1,00 Mo à 1 destinataire : envoyé par courrier, ou partagé en un "
      "fichier"]),
]


def wrong(what):
    failures.append(what)
    print(what, file=sys.stderr)


def run(arguments, lang=None, program=COMMAND, **environment):
    clean = {k: v for k, v in os.environ.items()
             if not k.startswith("LC_") and k not in ("LANG", "LANGUAGE")}
    command = [program] + (["--lang", lang] if lang else []) + arguments
    return subprocess.run(command, capture_output=True, text=True,
                          encoding="utf-8", check=False,
                          env={**clean, **environment})


def configured(view):
    if view[0] in ("estimate",):
        return view
    return view[:1] + ["--config", "conf"] + view[1:]


def plain(text):
    return re.sub(r"[ \u00a0\u202f]+", " ", text)


def make_mail():
    """Three messages: two with the same file."""
    os.mkdir("mail")
    pathlib.Path("key").write_text(f"{7:064}\n")
    os.chmod("key", 0o400)
    pathlib.Path("conf").write_text(
        f'database = {os.getcwd()}/db\nkey_file = {os.getcwd()}/key\n'
        'local_domains = {example.org}\n'
        'socket = unix:/nonexistent/socket\n')
    pathlib.Path("file.pdf").write_bytes(b"%PDF" + b"x" * 2_000_000)
    for i in range(3):
        body = pathlib.Path("file.pdf").read_bytes()
        if i == 2:
            body = b"other" * 6_000
        pathlib.Path(f"mail/{i}").write_bytes(
            b"Delivered-To: p%d@example.org\nFrom: a@example.org\n"
            b"Message-ID: <%d@example.org>\nContent-Type: application/pdf\n"
            b"Content-Disposition: attachment; filename=a.pdf\n"
            b"Content-Transfer-Encoding: base64\n\n" % (i, i)
            + base64.encodebytes(body))
    done = run(["scan", "--record", "--config", "conf", "mail"])
    if done.returncode != 0:
        sys.exit(f"scan: {done.stderr}")


def check_views():
    for view in VIEWS:
        name = " ".join(view)
        done = run(configured(view), "fr")
        text = done.stdout
        if not text or done.returncode not in (0, 1):
            wrong(f"{name}: {done.returncode}: {done.stderr}")
            continue
        # Sources of claims are quoted, and formulas are of symbols.
        told = re.sub(r"\n  (source|formule) .*\n(           .*\n)*", "\n", text)
        for line in told.split("\n"):
            found = ENGLISH.search(re.sub(r"\S+[._/]\S+|--\S+", "", line))
            if found:
                wrong(f"{name}: '{found[0]}' is English: {line}")
        if re.search(r"\d\.\d\d? ?[%kMGT]?[Bo]\b", text):
            wrong(f"{name}: a size with a point: {text}")


def check_programs():
    for view in VIEWS:
        for form in ("json", "csv"):
            if view[0] in NO_JSON or (view[:2] == ["scan", "--held"] and
                                      form == "csv"):
                continue
            out = [run(configured(view) + ["--format", form], lang).stdout
                   for lang in ("en", "fr")]
            out = [re.sub(r'"(generated|time)": "[^"]*"', "", o) for o in out]
            if not out[0] or out[0] != out[1]:
                wrong(f"{' '.join(view)}: {form} differs, or is not there")


def check_rows():
    for view, english, french in ROWS:
        for lang, rows in (("en", english), ("fr", french)):
            text = plain(run(configured(view), lang).stdout)
            for row in rows:
                if row not in text:
                    wrong(f"{' '.join(view)} ({lang}): no '{row}':\n{text}")
    text = run(configured(ROWS[0][0]), "fr").stdout
    if f"5,44{GAP}Mo" not in text or f"100{NARROW}%" not in text:
        wrong("blanks of numbers may break")


def check_help():
    names = re.findall(r"^  ([a-z]+)  ", run(["--help"], "en").stdout, re.M)
    if len(names) < 15:
        wrong(f"commands: {names}")
    for name in [None] + names:
        text = run(([name] if name else []) + ["--help"], "fr").stdout
        for line in text.split("\n"):
            if len(line) > 80:
                wrong(f"{name} --help: {len(line)} columns: {line}")
            found = HELP_ENGLISH.search(re.sub(r"\S+[._/-]\S+", "", line))
            if found:
                wrong(f"{name} --help: '{found[0]}' is English: {line}")


def check_daemon():
    for environment, wanted in (({}, "usage:"),
                                ({"LANG": "fr_FR.UTF-8"}, f"usage{GAP}:")):
        text = run(["--help"], program=DAEMON, **environment).stdout
        if not text.startswith(wanted) or max(map(len, text.split("\n"))) > 80:
            wrong(f"attachmeterd --help, {environment}: {text}")


def check_environment():
    for environment, wanted in (
            ({}, "usage:"), ({"LANG": "fr_FR.UTF-8"}, f"usage{GAP}:"),
            ({"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "de"}, f"usage{GAP}:"),
            ({"LANG": "fr_FR.ISO-8859-1"}, "usage:"),
            ({"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "usage:")):
        text = run(["--help"], **environment).stdout
        if not text.startswith(wanted):
            wrong(f"{environment}: {text[:40]}")
    for arguments, status in ((["report", "--lang", "fr", "--help"], 0),
                              (["--lang=fr", "report", "--help"], 0),
                              (["--lang", "de", "report"], 2),
                              (["report", "--lang", "de"], 2),
                              (["report", "--lang"], 2), (["--lang"], 2)):
        done = run(arguments)
        if done.returncode != status:
            wrong(f"{arguments}: {done.returncode}, not {status}")
        if status == 0 and "Que co" not in done.stdout + "Que co" * (
                f"usage{GAP}:" in done.stdout):
            wrong(f"{arguments}: {done.stdout[:60]}")
    said = run(["report", "--database", "nowhere"], "fr").stderr
    if f"nowhere{GAP}: pas encore de base de données" not in said:
        wrong(f"an error: {said}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        make_mail()
        for check in (check_views, check_programs, check_rows, check_help,
                      check_daemon, check_environment):
            check()
        os.chdir("/")
    print(f"{len(VIEWS)} views, {len(failures)} wrong")
    sys.exit(1 if failures else 0)


main()
