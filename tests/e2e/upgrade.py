"""upgrade.py COMMAND SCHEMAS: databases as older releases left them (N.sql in
SCHEMAS) are brought up to date and report what expected.json holds; one of a
newer release is refused; copies of all of them are whole.

expected.json is what the release of the newest of these files said of them.
"""
import json
import os
import pathlib
import sqlite3
import stat
import subprocess
import sys
import tempfile

COMMAND, SCHEMAS = sys.argv[1], pathlib.Path(sys.argv[2])
DAY = "2026-11-27"  # of the mail in them
failures = []


def wrong(name, text):
    failures.append(name)
    print(f"FAILED: {name}: {text}", file=sys.stderr)


def run(name, status, *arguments, umask=-1):
    done = subprocess.run([COMMAND, *arguments], capture_output=True,
                          stdin=subprocess.DEVNULL, check=False, timeout=60,
                          umask=umask, text=True)
    if done.returncode != status:
        wrong(name, f"exit {done.returncode}, not {status}: {done.stderr}")
    return done


def refused(name, words, *arguments):
    done = run(name, 1, *arguments)
    if done.stderr.count("\n") != 1 or words not in done.stderr:
        wrong(name, f"not one line with '{words}': {done.stderr!r}")


def compare(name, wanted, found):
    """All that is wanted is there; there may be more."""
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            compare(f"{name}/{key}", value, found.get(key))
    elif isinstance(wanted, list):
        if len(wanted) != len(found):
            wrong(name, f"{len(found)} rows, not {len(wanted)}")
        for i, (one, other) in enumerate(zip(wanted, found)):
            compare(f"{name}/{i}", one, other)
    elif wanted != found:
        wrong(name, f"{found} is not {wanted}")


def report(name, config, database):
    done = run(name, 0, "report", "--config", config, "--database", database,
               "--day", DAY, "--by", "type", "--format", "json")
    return json.loads(done.stdout or "{}")


def ask(database, sql):
    with sqlite3.connect(database) as db:
        return db.execute(sql).fetchall()


def upgrade(where, config, text, expected):
    name = f"version {text.stem}"
    database = where / f"{text.stem}.db"
    with sqlite3.connect(database) as db:
        db.executescript(text.read_text())
    refused(f"{name}, not yet", f"has version {text.stem}", "report",
            "--config", config, "--database", database)
    # Whoever writes brings it up to date; of this content there is nothing.
    run(name, 3, "forget", "--yes", "--config", config, "--database", database,
        "--fingerprint", "00" * 32)
    compare(name, expected, report(name, config, database))
    return database


def check_copy(name, copy, mode):
    if stat.S_IMODE(copy.stat().st_mode) != mode:
        wrong(name, f"mode {copy.stat().st_mode:o}")
    if ask(copy, "PRAGMA integrity_check") != [("ok",)]:
        wrong(name, "is damaged")
    if ask(copy, "SELECT is_copy FROM meta") != [(1,)]:
        wrong(name, "does not say that it is a copy")
    left = [path.name for path in copy.parent.iterdir()
            if path.name.startswith(copy.name) and path != copy]
    if left:
        wrong(name, f"beside it is {left}")


def back_up(where, config, database, expected):
    name = f"backup of {database.name}"
    copy = where / f"copy-{database.name}"
    arguments = ("backup", "--config", config, "--database", database)
    done = run(name, 0, *arguments, copy, umask=0o022)
    if str(where / "key") not in done.stdout:
        wrong(name, f"does not name the key: {done.stdout}")
    check_copy(name, copy, 0o640)
    compare(name, expected, report(name, config, copy))
    before = copy.read_bytes()
    refused(f"{name}, again", "--force", *arguments, copy)
    if copy.read_bytes() != before:
        wrong(name, "what was refused has changed it")
    done = run(f"{name}, by force", 0, *arguments, "--force", "--json", copy,
               umask=0o077)
    check_copy(name, copy, 0o600)
    said = json.loads(done.stdout or "{}")
    compare(name, {"schema": "attachmeter.backup/1", "last_sequence": 45,
                   "first_sequence": 1, "bytes": copy.stat().st_size}, said)
    return said


def check_refusals(where, config, database):
    arguments = ("backup", "--config", config, "--database")
    run("no file", 2, *arguments, database)
    run("two files", 2, *arguments, database, "a", "b")
    refused("no database", "no database", *arguments, where / "none",
            where / "copy")
    refused("no directory", "none", *arguments, database, where / "none/copy")
    refused("a device", "/dev/null", *arguments, database, "--force",
            "/dev/null")
    if not stat.S_ISCHR(os.stat("/dev/null").st_mode):
        wrong("a device", "was replaced")
    before = os.stat(database).st_ino
    refused("onto itself", "-wal is there", *arguments, database, "--force",
            database)
    if os.stat(database).st_ino != before:
        wrong("onto itself", "was replaced")
    for suffix in ("-wal", "-journal"):
        left = where / f"copy{suffix}"
        left.write_bytes(b"of another one")
        refused(f"a {suffix} is left", f"{suffix} is there", *arguments,
                database, where / "copy")
        left.unlink()
    with sqlite3.connect(database) as db:
        db.execute("PRAGMA user_version = 99")
    refused("a newer release", "install the newer one", "report", "--config",
            config, "--database", database)
    refused("copy of a newer release", "install the newer one", *arguments,
            database, where / "copy")
    if (where / "copy").exists():
        wrong("refused", "has left a file")


def main():
    expected = json.loads((SCHEMAS / "expected.json").read_text())
    texts = sorted(SCHEMAS.glob("*.sql"))
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name)
        config = where / "conf"
        config.write_text(f'database = "{where}/db"\nkey_file = "{where}/key"\n'
                          'country = FRA\n')
        for text in texts:
            database = upgrade(where, config, text, expected)
            back_up(where, config, database, expected)
        check_refusals(where, config, database)
    print(f"{len(texts)} versions, {len(failures)} failures")
    return 1 if failures or len(texts) < 5 else 0


sys.exit(main())
