"""privacy.py COMMAND PAPERS: what `attachmeter privacy` says, and the papers in
PAPERS, are true: of the settings, of the columns that the database really has,
in both languages.
"""
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

COMMAND, PAPERS = sys.argv[1], pathlib.Path(sys.argv[2])
failures = []

# name, settings, what is said in English, in French, what is not said
ROWS = [
    ("defaults", "", ["for 180 days", "for 60 months", "log_messages = no",
                      "local_domains is empty"],
     ["gardés 180 jours", "gardés 60 mois", "log_messages = no"],
     ["list_sizes"]),
    ("other times", "detail_days = 30\nsum_months = 12\n",
     ["for 30 days", "for 12 months"], ["gardés 30 jours", "gardés 12 mois"],
     ["180", "60 m"]),
    ("a line a message", "log_messages = yes\nsyslog_facility = local3\n",
     ["log_messages = yes", "queue id", "syslog, local3"],
     ["log_messages = yes", "numéro de file"], ["no line for a message"]),
    ("domains", "local_domains = {example.org, example.net}\n",
     ["one of example.org, example.net"], ["l'un de example.org, example.net"],
     ["local_domains is empty"]),
    ("domains of a file", 'local_domains = {"@/etc/domains"}\n',
     ["one of those in @/etc/domains"], ["@/etc/domains"], []),
    ("lists", 'list_sizes = "/etc/lists"\n', ["list_sizes"], ["list_sizes"],
     []),
    ("other places", 'database = "/srv/a.db"\nkey_file = "/srv/k"\n',
     ["DATABASE  /srv/a.db", "KEY  /srv/k", "SPOOL  /srv/a.db.spool"],
     ["/srv/a.db", "/srv/a.db.spool"], ["/var/lib"]),
]


def wrong(name, text):
    failures.append(name)
    print(f"FAILED: {name}: {text}", file=sys.stderr)


def run(name, *arguments):
    done = subprocess.run([COMMAND, *arguments], capture_output=True,
                          stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0 or done.stderr:
        wrong(name, f"exit {done.returncode}: {done.stderr}")
    return done.stdout.decode()


def unwrapped(text):
    """Without the line ends that wrapping has put in, and with plain blanks."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("\n    ", " "))


def check_rows(where):
    for name, settings, english, french, unsaid in ROWS:
        config = where / "conf"
        config.write_text(settings)
        for lang, words in (("en", english), ("fr", french)):
            text = run(name, "privacy", "--lang", lang, "--config",
                       str(config))
            if max(map(len, text.splitlines())) > 80:
                wrong(name, f"{lang}: is wider than 80 columns")
            plain = unwrapped(text)
            for word in [*words, str(config)]:
                # two blanks stand between a title and its place
                if re.sub(r"\s+", " ", word) not in plain:
                    wrong(name, f"{lang}: does not say '{word}'")
            for word in unsaid if lang == "en" else []:
                if word in plain:
                    wrong(name, f"says '{word}'")


def columns(where):
    """Those of a database that something was recorded into."""
    (where / "key").write_text("07" * 32 + "\n")
    (where / "key").chmod(0o400)
    (where / "conf").write_text(f'database = "{where}/site.db"\n'
                                f'key_file = "{where}/key"\n')
    (where / "mail").mkdir()
    (where / "mail" / "1").write_text(
        "Message-ID: <a@b>\nContent-Type: application/pdf\n"
        "Content-Disposition: attachment\n\nx\n")
    run("record", "scan", "--record", "--config", str(where / "conf"),
        str(where / "mail"))
    with sqlite3.connect(where / "site.db") as database:
        for (table,) in database.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' "
                "AND name NOT LIKE 'sqlite_%'").fetchall():
            for row in database.execute(f"PRAGMA table_info({table})"):
                yield table, row[1]


def check_papers(where):
    found = list(columns(where))
    sums = re.compile(r"_bytes$|_contents$|^(sightings|copies|messages|"
                      r"deliveries|with_|sis$|digested$|logo$)")
    for lang, names in (
            ("en", ["register", "staff-notice", "works-council",
                    "impact-assessment", "README"]),
            ("fr", ["registre", "information-personnel", "note-cse",
                    "analyse-impact", "README"])):
        texts = {path.stem: path.read_text()
                 for path in (PAPERS / lang).iterdir()}
        if sorted(texts) != sorted(names):
            wrong(lang, f"has {sorted(texts)}")
        assessment = texts[names[3]]
        for table, column in found:
            of_sums = table in ("day_message", "day_sighting")
            if f"`{table}`" not in assessment:
                wrong(lang, f"the table {table} is not told")
            if not (of_sums and sums.search(column)) and not re.search(
                    rf"\b{column}\b", assessment):
                wrong(lang, f"{table}.{column} is not told")
        for name in names[:4]:
            for words in (("180", "60"), ()):
                if not all(word in texts[name] for word in words):
                    wrong(lang, f"{name} does not tell the times")
            for link in re.findall(r"\]\((\S+\.md)\)", texts[name]):
                if not (PAPERS / lang / link).exists():
                    wrong(lang, f"{name} leads to {link}")
        advice = ("not legal advice", "pas un conseil juridique")
        if advice[lang == "fr"] not in texts["README"]:
            wrong(lang, "does not say that it is no advice")
    pairs = zip(sorted(len(re.findall(r"^## |^\| ", path.read_text(), re.M))
                       for path in (PAPERS / "en").iterdir()),
                sorted(len(re.findall(r"^## |^\| ", path.read_text(), re.M))
                       for path in (PAPERS / "fr").iterdir()))
    if any(english != french for english, french in pairs):
        wrong("papers", "one language has other rows than the other")
    for path in (PAPERS / "fr").iterdir():
        for line in path.read_text().splitlines():
            if re.search(r"[^\u202f\u00a0][?!;](\s|$)| [?!;:](\s|$)", line):
                wrong("fr", f"{path.name}: {line[:60]}")


def main():
    with tempfile.TemporaryDirectory() as name:
        check_rows(pathlib.Path(name))
    with tempfile.TemporaryDirectory() as name:
        check_papers(pathlib.Path(name))
    print("passed" if not failures else f"{len(failures)} failed")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
