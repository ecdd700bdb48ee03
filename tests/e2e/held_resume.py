"""held_resume.py COMMAND KILLS: a scan that is killed goes on, and gives the same.

A scan with --state is killed at random moments, and begun again: what is done
stays done, and in the end it tells what a scan without a state does.  Then the
store changes between the kills: files grow, are touched, replaced, renamed,
linked, removed and added.
"""
import contextlib
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

COMMAND, KILLS = sys.argv[1], int(sys.argv[2])
SEED = 20261127
failures = []


def wrong(text):
    failures.append(text)
    print(f"FAILED: {text}", file=sys.stderr)


class Store:
    """A mail store, and scans of it."""

    def __init__(self, where):
        self.where, self.root = where, where / "store"
        self.state = where / "state"
        self.random = random.Random(SEED)
        self.made = 0
        (where / "key").write_text("07" * 32 + "\n")
        (where / "key").chmod(0o400)
        (where / "conf").write_text(f'key_file = "{where}/key"\n')
        for user in range(20):
            for folder in ("cur", "new"):
                (self.root / f"u{user}/Maildir" / folder).mkdir(parents=True)
        for _ in range(3000):
            self.add()
        with open(self.root / "inbox", "wb") as out:
            for _ in range(500):
                out.write(b"From a@b Mon Jan  1 00:00:00 2024\n"
                          + self.letter() + b"\n")

    def letter(self):
        text = "x" * self.random.randrange(1, 300)
        return (f"Subject: {self.made}\nContent-Type: application/pdf\n\n"
                f"{text}\n").encode()

    def place(self):
        self.made += 1
        return (self.root / f"u{self.random.randrange(20)}/Maildir"
                / self.random.choice(("cur", "new")) / f"{self.made}")

    def add(self):
        self.place().write_bytes(self.letter())

    def change(self):
        """One change, of any sort, of one file."""
        path = self.random.choice(sorted(self.root.glob("*/Maildir/*/*")))
        change = self.random.randrange(7)
        if change == 0:
            with open(path, "ab") as out:
                out.write(b"and more\n")
        elif change == 1:
            path.unlink()
        elif change == 2:
            os.utime(path, ns=(1, self.random.randrange(1 << 60)))
        elif change == 3:
            os.link(path, self.place())
        elif change == 4:
            path.rename(self.place())
        elif change == 5:
            path.unlink()
            path.write_bytes(self.letter())
        else:
            self.add()

    def command(self, *arguments):
        return [COMMAND, "scan", "--config", str(self.where / "conf"),
                "--held", "--format", "json", *arguments, str(self.root)]

    def tell(self, *arguments):
        """What a whole scan tells; blocks on the disk may still move."""
        done = subprocess.run(self.command(*arguments), check=False,
                              capture_output=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0 or done.stderr:
            wrong(f"exit {done.returncode}: {done.stderr}")
            return None
        document = json.loads(done.stdout)
        del document["generated"]
        for files in [document["files"], *document["kinds"]]:
            del files["disk_bytes"]
        return document

    def check(self, about):
        found, wanted = self.tell("--state", str(self.state)), self.tell()
        if found != wanted:
            wrong(f"{about}: not what a scan without a state tells")

    def kill(self, longest_s):
        """Begin a scan and kill it; True: it was faster."""
        with subprocess.Popen(self.command("--state", str(self.state)),
                              stdout=subprocess.DEVNULL) as child:
            try:
                child.wait(self.random.random() * longest_s)
                return True
            except subprocess.TimeoutExpired:
                child.kill()
                return False

    def count_done(self):
        if not self.state.exists():
            return 0
        with contextlib.closing(sqlite3.connect(self.state)) as connection:
            try:
                return connection.execute(
                    "SELECT count(*) FROM file WHERE done").fetchone()[0]
            except sqlite3.OperationalError:
                return 0  # killed before there were tables

    def forget(self):
        for path in self.where.glob("state*"):
            path.unlink()


def check_kills(store, longest_s):
    """The store stays; what is done stays done."""
    halves = last = 0
    whole = len(list(store.root.glob("**/[0-9]*"))) + 1
    for _ in range(KILLS):
        if last == whole:
            store.forget()
            last = 0
        store.kill(longest_s)
        done = store.count_done()
        halves += 0 < done < whole
        if done < last:
            wrong(f"{done} files are done, there were {last}")
        last = done
    store.check("killed")
    print(f"{KILLS} kills, {halves} of them half-way")
    if halves == 0:
        wrong("no kill was half-way")


def check_changes(store, longest_s):
    for turn in range(KILLS // 4):
        for _ in range(20):
            store.change()
        store.kill(longest_s)
        for _ in range(20):
            store.change()
        if turn % 2:
            store.kill(longest_s)
        store.check(f"changed, turn {turn}")


def check_not_read(store):
    """A file whose size and time stay is not read again."""
    before = store.tell("--state", str(store.state))
    path = next(path for path in store.root.glob("*/Maildir/*/*")
                if path.stat().st_nlink == 1)
    text, status = path.read_bytes(), path.stat()
    path.write_bytes(text.replace(b"x\n", b"y\n"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    if store.tell("--state", str(store.state)) != before:
        wrong("what is known is read again")
    if store.tell() == before:
        wrong("the change cannot be seen")
    os.utime(path)
    store.check("touched")


def check_privacy(store):
    """Neither names nor paths are in the state."""
    for path in store.where.glob("state*"):
        data = path.read_bytes()
        for text in (b"Maildir", b"u1/", b"inbox", str(store.root).encode()):
            if text in data:
                wrong(f"{path.name} holds {text}")


def main():
    with tempfile.TemporaryDirectory() as name:
        store = Store(pathlib.Path(name))
        began = time.monotonic()
        store.tell("--state", str(store.state))
        longest_s = 1.2 * (time.monotonic() - began)
        store.forget()
        check_kills(store, longest_s)
        check_changes(store, longest_s)
        store.forget()
        store.tell("--state", str(store.state))
        check_privacy(store)
        check_not_read(store)
        shutil.rmtree(store.root / "u3")
        store.check("a user is gone")
    print("passed" if not failures else f"{len(failures)} failed")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
