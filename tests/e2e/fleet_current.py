#!/usr/bin/env python3
"""fleet_current.py COMMAND RELAYS WORK: all of sql/fleet/ on a current ClickHouse.

Its engine comes from npm as a library, into WORK (chdb/package-lock.json), and is
a shard behind fleet_embedded.py.  Tables are made, three relays ship, and
every view over them must be what it is of one relay by which all mail came, as
fleet_report.py has it of Debian's 18.16.  Then holes are found and filled, contents
forgotten, old rows deleted.  Every statement of sql/fleet/ must have run; those
for users are looked at by the parser alone, since a library has none.  Skipped
where npm, the registry or the machine's kind of library is missing.
"""
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from fleet_embedded import EmbeddedNode
from fleet_expect import expect, failures
from fleet_report import DETAIL_DAYS, RELAYS, SKIPPED, Fleet, adopt, check_views
from fleet_rollup import check_figures, rollup

HERE = pathlib.Path(__file__).resolve().parent
SQL = HERE.parent.parent / "sql" / "fleet"
WORK = pathlib.Path(sys.argv[3])
LIBRARY = WORK / "node_modules/@chdb/lib-linux-x64-gnu/libchdb.so"
AWAY = ("ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|"
        "ERR_SOCKET|_CERT|E403|E5[0-9][0-9]|EBADPLATFORM")


def why_not():
    """Have the library in WORK; what is missing for it, or None."""
    if shutil.which("npm") is None:
        return "no npm"
    WORK.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "chdb/package-lock.json").read_text()
    kept = WORK / "package-lock.json"
    if LIBRARY.exists() and kept.exists() and kept.read_text() == lock:
        return None
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "chdb" / name, WORK)
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--cache",
         str(WORK / "npm"), "--fetch-retries", "1"], cwd=WORK, capture_output=True,
        text=True, check=False)
    shutil.rmtree(WORK / "npm", ignore_errors=True)
    if done.returncode == 0 and LIBRARY.exists():
        return None
    kept.unlink()
    if done.returncode != 0 and re.search(AWAY, done.stderr) is None:
        sys.exit(done.stderr)
    return "npm registry not reachable, or no library for this machine"


def check_tables(fleet, node):
    fleet.must("0", "fleet", "init")
    fleet.must("0", "fleet", "upgrade")
    said = fleet.must("0", "fleet", "check")
    expect(f"a current release in {said!r}", "ClickHouse 2" in said, True)
    made = node.ask("SHOW CREATE TABLE sighting")[0][0]
    expect(f"TTL in {made}", "TTL day + toIntervalDay(31)" in made, True)
    for path in (SQL / "insert").iterdir():
        made = node.ask(f"SHOW CREATE TABLE {path.stem}")[0][0]
        expect(f"fsync in {made}", "fsync_after_insert = 1" in made, True)
    node.ask("ALTER TABLE sighting REMOVE TTL")  # the mail is older than it


def check_rollup(fleet, node):
    expect("months are built", rollup(fleet)[0][0] > 0, True)
    check_figures(fleet, [node], "a current engine")
    expect("nothing has changed", rollup(fleet), [(0, 0)])
    expect("contents go", rollup(fleet, DETAIL_DAYS)[0][1] > 0, True)


def check_holes(fleet, node):
    node.ask("ALTER TABLE sighting DELETE WHERE sequence % 5 = 0 SETTINGS "
             "mutations_sync = 2")
    done = fleet.run("0", "ship", "--audit")
    expect(f"audit of holes {done.stderr}", done.returncode, 1)
    for name in "012":
        fleet.must(name, "ship", "--repair")
        fleet.must(name, "ship", "--audit")
    expect("a report of what was sent again", fleet.view(["report"], "--from", "fleet"),
           fleet.view(["report"]))


def check_other_rows(fleet, node):
    """Rows of days that the mail at random has none of."""
    rows = {"gap": (20000, 1, 7), "day_flaw": (20000, 1, 9)}
    with sqlite3.connect(fleet.dir / "0.db") as db:
        for table, row in rows.items():
            db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    fleet.must("0", "ship", "--once")
    found = node.ask("SELECT (SELECT sum(messages) FROM gap FINAL), "
                     "(SELECT sum(times) FROM day_flaw FINAL)")
    expect("rows of other tables", found, [(7, 9)])


def check_replicas(fleet, node):
    """A library has no macros, and its tables are its own."""
    urls = [f"{node.url}|http://localhost:{node.http}"]
    for words, why in ((("fleet", "check"), "no macro"),
                       (("report", "--from", "fleet"), "not replicated")):
        done = fleet.run("0", *words, urls=urls)
        expect(f"{words}: {done.stderr!r}", (done.returncode, why in done.stderr), (1, True))


def whole_of(fleet, half):
    """The engine has half of each fingerprint."""
    with sqlite3.connect(fleet.dir / "0.db") as db:
        return db.execute("SELECT lower(hex(fingerprint)) FROM content WHERE "
                          "lower(hex(fingerprint)) LIKE ? || '%'", (half,)).fetchone()[0]


def check_deletions(fleet, node):
    """What is forgotten goes, then, for all of it is, what is old."""
    with sqlite3.connect(fleet.dir / "0.db") as db:
        relay = db.execute("SELECT relay_id FROM epoch ORDER BY id DESC").fetchone()[0]
    content = node.ask("SELECT lower(hex(fingerprint)) FROM sighting WHERE relay = "
                       f"unhex('{relay}') AND digested = 1 AND ordinal = 0 LIMIT 1")[0][0]
    fleet.must("0", "forget", "--yes", "--fingerprint", whole_of(fleet, content))
    fleet.must("0", "ship", "--once")
    expect("a note", node.ask("SELECT count() FROM forgotten")[0][0], 1)
    fleet.must("0", "fleet", "purge")
    node.ask("ALTER TABLE sighting DELETE WHERE 0 SETTINGS mutations_sync = 2")
    expect("rows that are left", node.ask("SELECT count() FROM sighting"), [(0,)])
    commands = {row[0] for row in node.ask(
        "SELECT extract(command, 'WHERE .*') FROM system.mutations WHERE is_done")}
    expect(f"deletions {commands}", len(commands) >= 4, True)


def statement_of(path):
    text = re.sub(r"^--.*\n", "", path.read_text(), flags=re.M)
    return text.strip()


def check_all_ran(node):
    """Each file's statement, with something in the place of each {word}."""
    ran = node.statements()
    for path in sorted(SQL.rglob("*.sql")):
        if path.parent.name == "rights":
            statement = re.sub(r"{(\w+)}", "attachmeter", statement_of(path))
            node.ask(f"EXPLAIN AST {statement}")
            continue
        words = re.split(r"{\w+}", path.read_text().split("\n", 1)[1])
        head = re.sub(r"^(--.*\n)*", "", "{}".join(words), count=1).strip()
        pattern = ".*".join(re.escape(piece) for piece in head.split("{}"))
        expect(f"{path.relative_to(SQL)} ran", any(
            re.fullmatch(pattern, text.strip(), re.S) for text in ran), True)


def main():
    missing = why_not()
    if missing is not None:
        print(f"a current engine: {missing}: skipped")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        subprocess.run([RELAYS, "7", "3", directory], check=True,
                       stdout=subprocess.DEVNULL)
        for relay in "012":
            adopt(directory / f"{relay}.db", int(relay))
        node = EmbeddedNode(str(LIBRARY), directory / "node")
        try:
            node.wait()
            fleet = Fleet(directory, [node])
            check_tables(fleet, node)
            for relay in "012":
                fleet.must(relay, "ship", "--once")
            check_views(fleet)
            check_rollup(fleet, node)
            check_holes(fleet, node)
            check_other_rows(fleet, node)
            check_replicas(fleet, node)
            check_deletions(fleet, node)
            check_all_ran(node)
            print(f"ClickHouse {node.ask('SELECT version()')[0][0]}: "
                  f"{len(set(node.statements()))} statements, {len(failures)} wrong")
        finally:
            node.kill()
            if failures:
                print((directory / "node" / "out").read_text(), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
