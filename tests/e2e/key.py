"""key.py COMMAND KILL_AT: the site's key is shown, checked, replaced, taken out and
brought in, by the command; a change that is killed anywhere ends well when it
is asked for again; what was recorded under each key is found, or is not any
more.

KILL_AT is e2e_kill_at.
"""
import json
import os
import pathlib
import pty
import sqlite3
import stat
import subprocess
import sys
import tempfile

COMMAND, KILL_AT = sys.argv[1:]
SKIPPED = 77
failures = []


def wrong(name, text):
    failures.append(name)
    print(f"FAILED: {name}: {text}", file=sys.stderr)


def hold(name, found, wanted):
    if found != wanted:
        wrong(name, f"{found!r} is not {wanted!r}")


class Site:
    """A relay: a directory with configuration, key and database."""

    def __init__(self, where, name):
        self.dir = where / name
        self.dir.mkdir()
        self.key = self.dir / "key"
        self.database = self.dir / "db"
        (self.dir / "conf").write_text(
            f'database = "{self.database}"\nkey_file = "{self.key}"\n'
            f'socket = "unix:{self.dir}/socket"\n'
            'local_domains = {example.org}\n')

    def run(self, name, status, *arguments, **more):
        more.setdefault("stdin", subprocess.DEVNULL)
        done = subprocess.run(
            [COMMAND, arguments[0], "--config", self.dir / "conf",
             *arguments[1:]], capture_output=True, check=False, timeout=60,
            text=True, **more)
        if done.returncode != status:
            wrong(name, f"exit {done.returncode}, not {status}: {done.stderr}")
        return done

    def refused(self, name, words, *arguments, **more):
        done = self.run(name, 1, *arguments, **more)
        if done.stderr.count("\n") != 1 or words not in done.stderr:
            wrong(name, f"not one line with '{words}': {done.stderr!r}")

    def record(self, name, *contents):
        """A message with these contents as attachments."""
        mail = self.dir / "mail" / name
        mail.parent.mkdir(exist_ok=True)
        mail.write_text(
            f"Message-ID: <{name}@example.org>\nDelivered-To: a@example.org\n"
            "Content-Type: multipart/mixed; boundary=b\n\n" + "".join(
                f"--b\nContent-Type: application/pdf; name={i}\n\n{content}\n"
                for i, content in enumerate(contents)) + "--b--\n")
        self.run(f"record {name}", 0, "scan", "--record", mail)

    def show(self):
        done = self.run("show", 0, "key", "show", "--format", "json")
        return json.loads(done.stdout or "{}")

    def lookup(self, name, status, content):
        path = self.dir / "file"
        path.write_text(content)
        done = self.run(name, status, "lookup", path, "--format", "json")
        document = json.loads(done.stdout or '{"files": [{}]}')
        return document["files"][0]

    def ask(self, sql):
        with sqlite3.connect(self.database) as db:
            return db.execute(sql).fetchall()

    def new_key(self, digit):
        self.key.write_text(digit * 64 + "\n")
        self.key.chmod(0o400)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(site):
    """The key, and the old ones beside it."""
    found = [*site.dir.glob("key*"), *site.dir.glob("key.old/*")]
    return sorted(str(path.relative_to(site.dir)) for path in found
                  if path.is_file())


def check_rotation(where):
    site = Site(where, "rotation")
    site.refused("nothing to rotate", "no database", "key", "rotate")
    site.new_key("1")
    site.record("one", "the first file", "both")
    before = site.show()
    hold("show", (before["fits"], len(before["epochs"])), (True, 1))
    first = before["key"]
    done = site.run("rotate", 0, "key", "rotate")
    after = site.show()
    hold("rotated", (after["fits"], after["epochs"][0]["key"],
                     after["epochs"][1]["key"] == after["key"],
                     after["key"] != first), (True, first, True, True))
    hold("the old key is told", first in done.stdout, True)
    hold("names", names(site), ["key", f"key.old/{first}"])
    hold("modes", (mode(site.key), mode(site.dir / f"key.old/{first}")),
         (0o400, 0o400))
    hold("out of sight", mode(site.dir / "key.old"), 0o700)
    hold("the old key", (site.dir / f"key.old/{first}").read_text(),
         "1" * 64 + "\n")
    site.run("check", 0, "key", "check")

    site.record("two", "both", "the second file")
    hold("contents", [(e["contents"], e["attachments"])
                      for e in site.show()["epochs"]], [(2, 2), (2, 2)])
    for content, times in (("the first file", 1), ("both", 2),
                           ("the second file", 1)):
        found = site.lookup(f"lookup {content}", 0, content)
        hold(f"times of {content}", found["attached"]["times"], times)
    site.lookup("lookup of what was not seen", 3, "neither")

    path = site.dir / "file"
    path.write_text("both")
    done = site.run("forget", 0, "forget", "--yes", path, "--format", "json")
    hold("forgotten", [(c["seen"], c["attachments"])
                       for c in json.loads(done.stdout)["contents"]],
         [(True, 1), (True, 1)])
    site.lookup("lookup of what was forgotten", 3, "both")
    done = site.run("forget again", 3, "forget", "--yes", path, "--format",
                    "json")
    hold("not seen", [c["seen"] for c in json.loads(done.stdout)["contents"]],
         [False])

    site.run("no terminal to ask", 2, "key", "rotate", "--destroy-old")
    site.run("destroy", 0, "key", "rotate", "--destroy-old", "--yes")
    hold("after that", names(site), ["key"])
    site.run("check", 0, "key", "check")
    site.lookup("lookup after that", 3, "the first file")
    site.lookup("lookup after that", 3, "the second file")
    hold("what was recorded stays", site.ask("SELECT count(*) FROM sighting"),
         [(2,)])
    hold("places", [e["key_file"] for e in site.show()["epochs"]],
         [None, None, str(site.key)])
    return site


def check_many(where):
    """However many keys are kept: those without contents are not asked."""
    site = Site(where, "many")
    site.new_key("9")
    site.record("one", "a file")
    for _ in range(9):
        site.run("rotate", 0, "key", "rotate")
    hold("kept", len(names(site)), 10)
    hold("found under the first of many",
         site.lookup("lookup", 0, "a file").get("seen"), True)


def check_reports(where):
    """From a rotation on what was known is new once more, and reports say so."""
    site = Site(where, "reports")
    site.new_key("2")
    site.record("one", "a file")
    report = ("report", "--since", "today", "--format", "json")
    document = json.loads(site.run("report", 0, *report).stdout)
    hold("no rotation", document["unique_bound"]["key_changed"], None)
    site.run("rotate", 0, "key", "rotate")
    site.record("two", "a file")
    document = json.loads(site.run("report", 0, *report).stdout)
    hold("since a rotation", document["unique_bound"]["key_changed"],
         site.show()["epochs"][1]["since"])
    hold("new once more", document["totals"]["contents"], 2)
    table = site.run("report", 0, "report", "--since", "today").stdout
    hold("said", "under another key" in table, True)


def check_lost(where):
    site = Site(where, "lost")
    site.new_key("3")
    site.record("one", "a file")
    site.key.rename(site.dir / "away")
    site.refused("lost", "no key", "key", "check")
    hold("lost, shown", site.show()["fits"], False)
    site.new_key("4")
    site.refused("another", "key rotate", "key", "check")
    other = site.show()["key"]
    site.run("rotate without the key", 0, "key", "rotate")
    hold("names", names(site), ["key", f"key.old/{other}"])
    site.key.unlink()
    site.run("rotate without any", 0, "key", "rotate")
    site.run("check", 0, "key", "check")
    site.key.chmod(0o600)
    site.refused("mode", "chmod 0400", "key", "check")
    site.refused("mode", "chmod 0400", "key", "rotate")


def check_sharing(where):
    one, two = Site(where, "share-1"), Site(where, "share-2")
    one.new_key("5")
    one.record("one", "a file")
    out = where / "exported"
    one.run("export", 0, "key", "export", out)
    hold("exported", (mode(out), out.read_text()), (0o400, "5" * 64 + "\n"))
    one.refused("export over it", "a key already", "key", "export", out)
    done = one.run("export into a pipe", 0, "key", "export", "-")
    hold("exported into a pipe", done.stdout, "5" * 64 + "\n")
    hold("its id is told", one.show()["key"] in done.stderr, True)

    two.run("import before the first start", 0, "key", "import", out)
    hold("imported", (mode(two.key), two.key.read_text()),
         (0o400, "5" * 64 + "\n"))
    two.record("one", "a file")
    prints = [site.ask("SELECT fingerprint FROM content") for site in (one, two)]
    hold("they recognise each other's files", prints[0], prints[1])
    two.run("import it again", 0, "key", "import", "-",
            stdin=open(out, encoding="ascii"))

    three = Site(where, "share-3")
    three.new_key("6")
    three.record("one", "a file")
    three.refused("contents under another", "--rotate", "key", "import", out)
    hold("refused", three.key.read_text(), "6" * 64 + "\n")
    three.run("import and rotate", 0, "key", "import", "--rotate", out)
    hold("rotated", (three.key.read_text(), len(names(three))),
         ("5" * 64 + "\n", 2))
    three.run("check", 0, "key", "check")
    three.record("two", "a file")
    hold("under the same key",
         three.ask("SELECT fingerprint FROM content WHERE epoch = 2"),
         prints[0])

    junk = where / "junk"
    junk.write_text("no key\n")
    junk.chmod(0o400)
    three.refused("no key", "not a key", "key", "import", junk)
    junk.chmod(0o444)
    three.refused("for all to read", "chmod 0400", "key", "import", junk)


def check_usage(site):
    for arguments in (["nonsense"], ["show", "x"], ["export"], ["import"],
                      ["import", "a", "b"], ["check", "--format", "json"],
                      ["rotate", "--rotate"], ["show", "--destroy-old"],
                      ["rotate", "x"]):
        done = site.run(f"usage: {arguments}", 2, "key", *arguments)
        hold(f"usage: {arguments}: stdout", done.stdout, "")


def check_terminal(site):
    """A key never goes to a terminal."""
    primary, secondary = pty.openpty()
    done = subprocess.run(
        [COMMAND, "key", "--config", site.dir / "conf", "export", "-"],
        stdout=secondary, stderr=subprocess.PIPE, check=False, text=True)
    os.close(secondary)
    os.set_blocking(primary, False)
    try:
        shown = os.read(primary, 1000)
    except OSError:
        shown = b""
    os.close(primary)
    hold("on a terminal", (done.returncode, shown), (1, b""))


def check_running(where):
    """Beside a daemon, which has the lock, nothing is changed."""
    site = Site(where, "running")
    site.new_key("7")
    site.record("one", "a file")
    lock = site.dir / "socket.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", "import fcntl, sys, time\n"
         "f = open(sys.argv[1], 'w')\nfcntl.lockf(f, fcntl.LOCK_EX)\n"
         "print('locked', flush=True)\ntime.sleep(60)", lock],
        stdout=subprocess.PIPE, text=True)
    holder.stdout.readline()
    site.refused("while it runs", "is running", "key", "rotate")
    site.refused("while it runs", "is running", "key", "import",
                 "--rotate", site.key)
    site.run("show while it runs", 0, "key", "show")
    hold("nothing changed", (names(site), len(site.show()["epochs"])),
         (["key"], 1))
    holder.kill()
    holder.wait()
    site.run("when it has ended", 0, "key", "rotate")


def check_kills(where):
    """Killed at each of its changes of a file, and asked for again."""
    kills = 0
    for step in range(1, 100):
        site = Site(where, f"kill-{step}")
        site.new_key("8")
        site.record("one", "a file")
        first = site.show()["key"]
        done = subprocess.run(
            [KILL_AT, str(step), COMMAND, "key", "--config",
             site.dir / "conf", "rotate"], check=False, capture_output=True)
        if done.returncode == SKIPPED:
            print("kills: skipped, tracing is not allowed")
            return 0
        killed = done.returncode == 137
        kills += killed
        hold(f"kill {step}: there is a key", site.key.exists(), True)
        if not site.show()["fits"]:
            site.refused(f"kill {step}: told", "key rotate", "key", "check")
        site.run(f"kill {step}: again", 0, "key", "rotate")
        document = site.show()
        hold(f"kill {step}: fits", document["fits"], True)
        hold(f"kill {step}: every key is kept", names(site), sorted(
            ["key", *{f"key.old/{e['key']}" for e in document["epochs"][:-1]}]))
        site.lookup(f"kill {step}: lookup", 0, "a file")
        hold(f"kill {step}: first", document["epochs"][0]["key"], first)
        if not killed:
            hold("the last one", done.returncode, 0)
            break
    if kills < 8:
        wrong("kills", f"only {kills}")
    return kills


def main():
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name)
        site = check_rotation(where)
        check_usage(site)
        check_terminal(site)
        check_many(where)
        check_reports(where)
        check_lost(where)
        check_sharing(where)
        check_running(where)
        kills = check_kills(where)
    print(f"{kills} kills, {len(failures)} failures")
    return 1 if failures else 0


sys.exit(main())
