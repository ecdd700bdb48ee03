"""held.py COMMAND SCHEMAS WRITE_MAIL: what `scan --held` tells of mail stores.

The figures are added up again from `scan --parts`, file by file, and stat(2):
names, inodes, mailboxes.  All formats, against a relay, and files that are no
mail, cannot be read, change or go away while they are read.
"""
import collections
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import formats
from formats import COMMAND, NO_DATA, check_csv, check_json, failures, wrong

WRITE_MAIL = sys.argv[3]
MEASURED = ("message", "mbox", "sdbox")
NOBODY = 65534


def scan(name, where, *arguments, status=0, user=None):
    """Standard output and error of a scan, as bytes."""
    done = subprocess.run(
        [COMMAND, "scan", "--config", str(where / "conf"), *arguments],
        capture_output=True, stdin=subprocess.DEVNULL, check=False, user=user,
        **({"group": user, "extra_groups": []} if user else {}))
    if done.returncode != status:
        wrong(name, f"exit {done.returncode}, not {status}: {done.stderr}")
    return done.stdout, done.stderr


def held(name, where, *arguments, **options):
    out, _ = scan(name, where, "--held", "--format", "json", *arguments,
                  **options)
    return check_json(name, out, False) if out else None


def expect(name, what, found, wanted):
    if found != wanted:
        wrong(name, f"{what}: {found}, not {wanted}")


# ---- the figures, added up again ----

def mailbox_of(path, root, kind):
    """The mailbox that a file is in; see the manual page."""
    folders = list(path.relative_to(root).parents)[::-1]
    for folder in folders:
        top = root / folder
        if (top / "cur").is_dir() and (top / "new").is_dir():
            return top
    if path.parent.name == "dbox-Mails":
        for parent in path.parents:
            if parent.name == "mailboxes":
                return parent
    return path if kind == "mbox" else path.parent


def add_up(where, root, kinds):
    """kinds: the kind of each name below root that is mail."""
    out, _ = scan("parts", where, "--parts", *map(str, kinds))
    parts = collections.defaultdict(list)
    for line in out.splitlines():
        part = json.loads(line)
        parts[part["file"]].append(part)
    copies = collections.defaultdict(list)
    files = {}
    for path, kind in kinds.items():
        status = path.stat()
        files[status.st_ino] = parts[str(path)]
        for part in parts[str(path)]:
            copies[part["sha256"]].append((part, mailbox_of(path, root, kind)))
    size = {digest: held[0][0]["size_bytes"] for digest, held in copies.items()}
    boxes = {digest: len({box for _, box in held})
             for digest, held in copies.items()}
    stored = [part["stored_bytes"] for held in files.values() for part in held]
    every = [part for held in copies.values() for part, _ in held]
    names = sum(part["stored_bytes"] for part in every)
    return {
        "contents": len(copies),
        "unique_size_bytes": sum(size.values()),
        "by_names": {"attachments": len(every), "stored_bytes": names},
        "by_files": {"attachments": len(stored), "stored_bytes": sum(stored)},
        "linked_bytes": names - sum(stored),
        "avoidable_bytes": sum(stored) - sum(size.values()),
        "across_bytes": sum(size[d] * (boxes[d] - 1) for d in copies),
        "within_bytes": sum(size[d] * (len(copies[d]) - boxes[d])
                            for d in copies),
        "encoding_bytes": names - sum(part["size_bytes"] for part in every),
    }, copies, boxes


def check_rows(name, document, copies, boxes):
    counts = collections.Counter()
    for digest, held_in in copies.items():
        for by, number in (("copies", len(held_in)),
                           ("mailboxes", boxes[digest])):
            counts[by, 1 << number.bit_length() - 1] += 1
    expect(name, "rows", {(row["by"], row["from"]): row["contents"]
                          for row in document["rows"]}, dict(counts))


def check_figures(name, where, root, kinds):
    document = held(name, where, str(root))
    wanted, copies, boxes = add_up(where, root, kinds)
    expect(name, "attachments", document["attachments"], wanted)
    check_rows(name, document, copies, boxes)
    expect(name, "mailboxes", document["mailboxes"],
           len({mailbox_of(path, root, kind) for path, kind in kinds.items()}))
    stats = {path: path.stat() for path in kinds}
    by_inode = {s.st_ino: s for s in stats.values()}
    files = [row for row in document["kinds"] if row["kind"] in MEASURED]
    for what, found, right in (
            ("names", "names", len(stats)),
            ("name_bytes", "name_bytes",
             sum(s.st_size for s in stats.values())),
            ("files", "files", len(by_inode)),
            ("file_bytes", "file_bytes",
             sum(s.st_size for s in by_inode.values())),
            ("disk_bytes", "disk_bytes",
             sum(512 * s.st_blocks for s in by_inode.values()))):
        expect(name, what, sum(row[found] for row in files), right)
    return document


# ---- stores ----

def letter(text, file="a.pdf"):
    return (f"Subject: x\nContent-Type: application/pdf; name={file}\n\n"
            f"{text}\n").encode()


def dbox(message):
    return (b"2 M1e C6b099b58\n\x01\x02N          %016X\n" % len(message)
            + message + b"\n\x01\x03\nR6b099b58\n\n")


def make_store(root):
    """Maildirs, one in another, an mbox, sdbox, MH, links; name: kind."""
    mail = root / "made"
    mail.mkdir(parents=True)
    subprocess.run([WRITE_MAIL, str(mail), "40", "11"], check=True)
    (mail / "truth.jsonl").unlink()
    made = sorted(mail.iterdir())
    kinds = {path: "message" for path in made}
    for box in ("anne/Maildir", "bob/Maildir", "bob/Maildir/.Sent",
                "bob/Maildir/Deep/Box", "cora/Maildir"):
        for folder in ("cur", "new", "tmp"):
            (root / box / folder).mkdir(parents=True)

    def copy(source, target):
        shutil.copy(source, root / target)
        kinds[root / target] = "message"

    def link(source, target):
        os.link(source, root / target)
        kinds[root / target] = "message"

    for path in made[:20]:
        copy(path, f"anne/Maildir/cur/{path.stem}:2,S")
        copy(path, f"bob/Maildir/new/{path.stem}")
    for path in made[10:30]:
        link(path, f"cora/Maildir/cur/{path.stem}")
        copy(path, f"bob/Maildir/.Sent/cur/{path.stem}")
    for path in made[15:25]:
        link(path, f"bob/Maildir/Deep/Box/cur/{path.stem}")
        link(path, f"cora/Maildir/new/{path.stem}")
    shutil.copy(made[0], root / "anne/Maildir/tmp/1")
    for name in ("old", "older"):
        with open(root / name, "wb") as out:
            for path in made[:5]:
                out.write(b"From a@b Mon Jan  1 00:00:00 2024\n"
                          + path.read_bytes() + b"\n")
        kinds[root / name] = "mbox"
    for folder in ("INBOX", "Sent"):
        folder = root / "dora/sdbox/mailboxes" / folder / "dbox-Mails"
        folder.mkdir(parents=True)
        for number, path in enumerate(made[:3]):
            (folder / f"u.{number}").write_bytes(dbox(path.read_bytes()))
            kinds[folder / f"u.{number}"] = "sdbox"
        (folder / "dovecot.index.log").write_bytes(b"\x01\x02\x03")
    return kinds


def check_store(where):
    root = where / "store"
    kinds = make_store(root)
    os.sync()
    document = check_figures("a store", where, root, kinds)
    linked = document["files"]["linked_bytes"]
    expect("a store", "links save", linked > 0, True)
    for jobs in range(1, 9):
        again = held("jobs", where, "--jobs", str(jobs), str(root))
        again["generated"] = document["generated"]
        expect("jobs", f"with {jobs}", again, document)
    again = held("paths below others", where, str(root / "anne"), str(root),
                 str(root), str(root / "old"))
    expect("paths below others", "files", again["files"], document["files"])
    for name in ("pdf", "no"):
        klass = {"pdf": "attachment", "no": "opaque"}[name]
        part = held(klass, where, "--class", klass, str(root))
        expect(klass, "class", part["class"], klass)
        expect(klass, "files", part["files"], document["files"])
    return kinds


def check_formats(where):
    name = "formats"
    root = str(where / "store")
    out, _ = scan(name, where, "--held", "--format", "json", root)
    document = check_json(name, out, True)
    for separator, option in ((",", ["--format", "csv"]),
                              (";", ["--csv-excel-fr"])):
        out, _ = scan(name, where, "--held", *option, root)
        rows = check_csv(name, out, separator)
        expect(name, "rows", len(rows), len(document["rows"]) + 1)
        for row, right in zip(rows, document["rows"] + [
                dict(document["attachments"], by="total")]):
            expect(name, "a row", (row["by"], int(row["avoidable_bytes"]),
                                   int(row["stored_by_names_bytes"])),
                   (right["by"], right["avoidable_bytes"],
                    right["by_names"]["stored_bytes"]))
    out, err = scan(name, where, "--held", root)
    if b"nan" in out or err or max(map(len, out.decode().split("\n"))) > 90:
        wrong(name, f"the table: {out.decode()} {err}")
    empty = where / "empty"
    empty.mkdir()
    held("nothing", where, str(empty), status=NO_DATA)


# ---- a relay ----

def check_against(where):
    name = "against"
    mail, store = where / "mail", where / "delivered/Maildir"
    mail.mkdir()
    for folder in ("cur", "new"):
        (store / folder).mkdir(parents=True)

    def message(number, people, text):
        head = "".join(f"Delivered-To: p{i}@example.org\n"
                       for i in range(people))
        return f"{head}Message-ID: <{number}@a>\n".encode() + letter(text)

    (mail / "1").write_bytes(message(1, 3, "x" * 1000))
    (mail / "2").write_bytes(message(2, 60, "y" * 2000))
    (mail / "3").write_bytes(message(3, 2, "gone"))
    scan(name, where, "--record", str(mail))
    for i in range(2):
        shutil.copy(mail / "1", store / f"cur/1{i}")
    for i in range(61):
        if i in (0, 50):
            shutil.copy(mail / "2", store / f"cur/2{i}")
        else:
            os.link(store / "cur/20", store / f"new/2{i}")
    (store / "cur/4").write_bytes(letter("drafted"))
    database = str(where / "site.db")
    root = str(store.parent)
    out, _ = scan(name, where, "--held", "--format", "json", "--against",
                  database, root)
    document = check_json(name, out, True)
    against = document["against"]
    figures = {key: (against[key]["contents"],
                     against[key]["by_names"]["attachments"],
                     against[key]["by_names"]["stored_bytes"],
                     against[key]["by_files"]["attachments"],
                     against[key]["unique_size_bytes"])
               for key in ("predicted", "found", "missing", "extra")}
    expect(name, "figures", figures, {
        "predicted": (2, 63, 3 * 1001 + 60 * 2001, 3, 3004),
        "found": (2, 63, 2 * 1001 + 61 * 2001, 4, 3004),
        "missing": (1, 2, 2 * 5, 1, 6),
        "extra": (1, 1, 8, 1, 9)})
    expect(name, "copies", (against["fewer_copies"], against["more_copies"]),
           (1, 1))
    found, predicted = 2 * 1001 + 61 * 2001, 3 * 1001 + 60 * 2001
    expect(name, "ratios", (against["ratio_of_both"], against["ratio_of_all"]),
           (found / predicted, found / (predicted + 10)))
    out, _ = scan(name, where, "--against", database, root)
    if b"both: predicted" not in out or b"nan" in out:
        wrong(name, out)
    none = held("against a relay of another class", where, "--against",
                database, "--class", "signature", root)
    expect(name, "no ratio", none["against"]["ratio_of_all"], None)
    other = where / "other"
    other.mkdir()
    (other / "conf").write_text(
        (where / "conf").read_text().replace(f"{where}/key", f"{other}/key"))
    (other / "key").write_text("08" * 32 + "\n")
    (other / "key").chmod(0o400)
    _, err = scan("another key", other, "--against", database, root, status=1)
    expect("another key", "lines", (err.count(b"\n"), b"under key" in err),
           (1, True))
    scan("no relay", where, "--against", str(where / "none.db"), root,
         status=1)
    (other / "key").unlink()
    _, err = scan("no key", other, "--state", str(other / "state"), root,
                  status=1)
    expect("no key", "how to make one", b"openssl rand" in err, True)


# ---- bad input ----

def check_bad_files(where):
    name = "bad files"
    root = where / "bad"
    (root / "deep").mkdir(parents=True)
    (root / "mail").write_bytes(letter("x"))
    (root / "closed").write_bytes(letter("y"))
    (root / "closed").chmod(0)
    (root / "shut").mkdir()
    (root / "shut/mail").write_bytes(letter("z"))
    (root / "shut").chmod(0)
    os.mkfifo(root / "pipe")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(root / "deep/socket"))
    for target, link in (("..", "loop"), ("self", "self"), ("gone", "dead"),
                         ("../mail", "link")):
        os.symlink(target, root / "deep" / link)
    (root / "packed.gz").write_bytes(b"\x1f\x8b\x08\x00xxxx")
    (root / "note.txt").write_bytes(b"no mail\n")
    user = NOBODY if os.getuid() == 0 else None
    for path in (where, where / "conf"):
        path.chmod(0o755)
    out, err = scan(name, where, "--held", "--format", "json", str(root),
                    status=1, user=user)
    document = check_json(name, out, False)
    expect(name, "not read", document["not_read"],
           {"unread": 2, "changed": 0, "vanished": 0, "special": 4})
    kinds = {row["kind"]: row["names"] for row in document["kinds"]
             if row["names"]}
    expect(name, "kinds", kinds, {"message": 2, "compressed": 1, "none": 1})
    expect(name, "attachments", document["attachments"]["by_names"],
           {"attachments": 2, "stored_bytes": 4})
    expect(name, "links are seen",
           document["attachments"]["by_files"]["attachments"], 1)
    lines = sorted(err.decode().splitlines())
    expect(name, "what is told", [line.split(":")[1] for line in lines],
           [f" {root}/closed", f" {root}/shut"])
    for path in (root / "closed", root / "shut"):
        path.chmod(0o755)
    listener.close()


def threads(pid):
    """The states of a process's threads; the first one is the main."""
    states = []
    for task in sorted(os.listdir(f"/proc/{pid}/task"), key=int):
        text = pathlib.Path(f"/proc/{pid}/task/{task}/stat").read_text()
        states.append(text.rpartition(")")[2].split()[0])
    return states


def is_reading(pid, path):
    """Has it the file open, and a main thread that waits?"""
    try:
        names = [os.readlink(f"/proc/{pid}/fd/{fd}")
                 for fd in os.listdir(f"/proc/{pid}/fd")]
        return str(path) in names and threads(pid)[0] == "S"
    except OSError:
        return False


def stop_while_reading(child, path):
    """Stop the process while it reads; False: it was faster."""
    while child.poll() is None:
        if all(is_reading(child.pid, path) for _ in range(5)):
            os.kill(child.pid, 19)
            if is_reading(child.pid, path) or threads(child.pid)[0] == "T":
                return True
            os.kill(child.pid, 18)
    return False


def check_moving_files(where):
    """A large file grows while it is read, and others, found by then, go."""
    name = "moving files"
    large, rest = where / "large", where / "rest"
    command = [COMMAND, "scan", "--config", str(where / "conf"), "--held",
               "--jobs", "1", "--format", "json", str(large), str(rest)]
    for gigabytes in (1, 4, 16):
        shutil.rmtree(rest, ignore_errors=True)
        rest.mkdir()
        for number in range(600):
            (rest / f"{number}").write_bytes(letter(number))
        large.write_bytes(letter("x"))
        os.truncate(large, gigabytes << 30)
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            is_stopped = stop_while_reading(child, large)
            if is_stopped:
                with open(large, "ab") as out:
                    out.write(b"more\n")
                shutil.rmtree(rest)
                os.kill(child.pid, 18)
            out = child.stdout.read()
        if is_stopped:
            break
        large.unlink()
    document = check_json(name, out, False)
    expect(name, "exit", child.returncode, 0)
    expect(name, "changed", document["not_read"]["changed"], 1)
    vanished = document["not_read"]["vanished"]
    # The main thread waits when all the room for names is in use.
    expect(name, "vanished", vanished >= 500, True)
    expect(name, "messages", document["files"]["messages_by_files"], 1)
    expect(name, "bytes", document["files"]["file_bytes"], gigabytes << 30)
    large.unlink()


def check_progress(where):
    """Something on a terminal, nothing else where."""
    name = "progress"
    command = (f"{COMMAND} scan -c {where}/conf --held {where}/store "
               f">{where}/out")
    done = subprocess.run(["script", "-qec", command, "/dev/null"],
                          env={**os.environ, "TERM": "xterm"}, capture_output=True, check=False,
                          stdin=subprocess.DEVNULL)
    if not (done.stdout.startswith(b"\rscan: ") and b"/s" in done.stdout):
        wrong(name, f"on a terminal: {done.stdout}")


def check_usage(where):
    for arguments in (["--held", "--parts", "a"], ["--state", "x", "--record",
                                                  "a"],
                      ["--held", "-"], ["--held"], ["--state"]):
        _, err = scan("usage", where, *arguments, status=2)
        if b"--help" not in err:
            wrong("usage", err)


def main():
    began = time.time()
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name)
        (where / "key").write_text("07" * 32 + "\n")
        (where / "key").chmod(0o400)
        (where / "conf").write_text(
            f'database = "{where}/site.db"\nkey_file = "{where}/key"\n'
            f'socket = "unix:{where}/socket"\n')
        check_store(where)
        check_formats(where)
        check_against(where)
        check_bad_files(where)
        check_moving_files(where)
        check_progress(where)
        check_usage(where)
    print("passed" if not failures else f"{len(failures)} failed",
          f"in {time.time() - began:.1f} s")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
