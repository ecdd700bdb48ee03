"""killed.py COMMAND KILL_AT: scan --record and backup are killed, before each of
their changes of the disk and at moments between: what is stored is whole messages,
each once, and under the name of a copy is a whole copy or nothing.  The same asked for
again is done.

KILL_AT is e2e_kill_at.
"""
import contextlib
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

COMMAND, KILL_AT = sys.argv[1:]
SKIPPED, KILLED = 77, 137
MAIL, BATCH = 250, 200  # messages; those of one transaction of a scan
RANDOM_KILLS = 4
failures = []


def wrong(name, text):
    failures.append(name)
    print(f"FAILED: {name}: {text}", file=sys.stderr)


def number(path, sql):
    """Of a copy: it is the command that must mend what is left behind."""
    with tempfile.TemporaryDirectory() as where:
        for end in ("", "-wal"):
            if os.path.exists(f"{path}{end}"):
                shutil.copy(f"{path}{end}", f"{where}/db{end}")
        with contextlib.closing(sqlite3.connect(f"{where}/db")) as db:
            return db.execute(sql).fetchone()[0]


def check_whole(name, path):
    """Rows that contradict each other, or a damaged file."""
    for sql, wanted in (
            ("PRAGMA integrity_check", "ok"),
            ("SELECT count(*) FROM pragma_foreign_key_check", 0),
            ("SELECT count(*) FROM message WHERE id NOT IN (SELECT message FROM sighting)", 0),
            ("SELECT (SELECT coalesce(sum(sightings), 0) FROM day_sighting) - "
             "(SELECT count(*) FROM sighting)", 0),
            ("SELECT (SELECT coalesce(sum(messages), 0) FROM day_message) - "
             "(SELECT count(*) FROM message)", 0),
            ("SELECT (SELECT coalesce(sum(new_all_bytes), 0) FROM day_sighting) - "
             "(SELECT coalesce(sum(size_bytes), 0) FROM content)", 0)):
        found = number(path, sql)
        if found != wanted:
            wrong(name, f"{sql}: {found}")


class Site:
    def __init__(self, where):
        self.dir = where
        self.database, self.copy = where / "db", where / "copy"
        self.mail = where / "mail"
        (where / "key").write_text("07" * 32 + "\n")
        (where / "key").chmod(0o400)
        (where / "conf").write_text(f'database = "{self.database}"\nkey_file = "{where}/key"\n'
                                    'local_domains = {example.org}\n')
        self.mail.mkdir()
        for i in range(MAIL):
            (self.mail / f"{i}.eml").write_text(
                f"Message-ID: <{i}@example.org>\nDelivered-To: a@example.org\n"
                f"Content-Type: application/pdf; name={i}\n\n{'x' * i}{i}\n")

    def words(self, *arguments):
        return [COMMAND, arguments[0], "--config", str(self.dir / "conf"), *map(str, arguments[1:])]

    def run(self, name, *arguments):
        done = subprocess.run(self.words(*arguments), check=False, capture_output=True, text=True)
        if done.returncode != 0:
            wrong(name, f"exit {done.returncode}: {done.stderr}")

    def begin_anew(self):
        for path in self.dir.glob("db*"):
            path.unlink()

    def messages(self):
        return number(self.database, "SELECT count(*) FROM message")


def run_killed(site, step, arguments):
    """Its exit status, killed before a step; or at a moment, when step is 0."""
    words = site.words(*arguments)
    if step > 0:
        return subprocess.run([KILL_AT, str(step), *words], check=False, capture_output=True).returncode
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as child:
        time.sleep(random.random() * site.took_s)
        child.kill()
        return KILLED if child.wait() != 0 else 0


def each_kill(site, arguments):
    """Run it killed at each step, as far as it has steps, and at moments."""
    step, status = 0, KILLED
    while status == KILLED:
        step += 1
        status = run_killed(site, step, arguments)
        if status == SKIPPED:
            sys.exit(SKIPPED)
        yield f"{arguments[0]} killed at {step}", status
    if status != 0:
        wrong(arguments[0], f"exit {status}")
    for i in range(RANDOM_KILLS):
        yield f"{arguments[0]} killed at moment {i}", run_killed(site, 0, arguments)
    print(f"{arguments[0]}: {step - 1} steps")


def check_scans(site):
    site.begin_anew()
    began = time.monotonic()
    site.run("scan", "scan", "--record", site.mail)
    site.took_s = time.monotonic() - began
    site.begin_anew()
    for name, status in each_kill(site, ("scan", "--record", site.mail)):
        before = site.messages() if has_tables(site.database) else 0
        if before not in ((MAIL,) if status == 0 else (*range(0, MAIL, BATCH), MAIL)):
            wrong(name, f"{before} messages, which is no whole batch")
        site.run(f"{name}, again", "scan", "--record", site.mail)
        check_whole(name, site.database)
        if site.messages() != before + MAIL:
            wrong(name, f"{site.messages()} messages after {before} and {MAIL}")
        if number(site.database, "SELECT count(*) FROM content") != MAIL:
            wrong(name, "a content is there twice, or not")
        site.begin_anew()


def has_tables(path):
    return path.exists() and number(
        path, "SELECT count(*) FROM sqlite_schema WHERE name = 'sighting'") == 1


def check_copies(site):
    began = time.monotonic()
    site.run("backup", "backup", site.copy)
    site.took_s = time.monotonic() - began
    site.copy.unlink()
    for name, status in each_kill(site, ("backup", site.copy)):
        if status == 0 and not site.copy.exists():
            wrong(name, "done without a copy")
        for again in range(2):
            if site.copy.exists():
                check_whole(name, site.copy)
                if number(site.copy, "SELECT count(*) FROM message") != site.messages():
                    wrong(name, "the copy has other messages")
            elif again:
                wrong(name, "no copy, when asked for again")
            if not again:
                site.run(f"{name}, again", "backup", "--force", site.copy)
        site.copy.unlink(missing_ok=True)
        check_whole(name, site.database)


def main():
    # In memory: it syncs some hundred times.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as where:
        site = Site(pathlib.Path(where))
        check_scans(site)
        site.run("scan", "scan", "--record", site.mail)
        check_copies(site)
    return 1 if failures else 0


sys.exit(main())
