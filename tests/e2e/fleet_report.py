#!/usr/bin/env python3
"""fleet_report.py COMMAND RELAYS GATHER FILL: a report over a fleet is the report of one relay.

Mail at random comes by three relays, which ship it to two shards of a real
ClickHouse, and all of it by one more (e2e_relays).  What every view says with
--from must be what it says of their databases merged, by name where enough
people send, and what it says of that one, where names and the order of mail of
a day do not matter; and so out of a file into which GATHER brought it by many
small questions, with the rows that the relays have.  Then a shard is missing,
the shards are named in a wrong order, contents are forgotten, a shard more takes
part, a relay has no more of its first days than their sums, and another one none
of all days; and a relay has sums of more than two years (FILL).  Skipped where
clickhouse-server is not installed.
"""
import collections
import datetime
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

import fleet_nodes
from fleet_expect import expect, failures
from fleet_nodes import PASSWORD, Node, write_password
from fleet_relay import KEY

COMMAND, RELAYS = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
SKIPPED = 77
DETAIL_DAYS = 30  # as e2e_relays has it
RANGE = ["--since", "2024-09-01", "--until", "2025-06-01"]
VIEWS = [
    ["report"], ["report", "--by", "day,class"], ["report", "--by", "domain,type"],
    ["report", "--store", "dovecot-sis"], ["report", "--store", "lmtp-hardlink"],
    ["report", "--store", "cyrus"], ["report", "--explain"], ["trend"],
    ["top", "contents"], ["top", "domains"], ["whatif"], ["claims"],
]
FORGETTING = [["report", "--by", "day,class"], ["report", "--store", "dovecot-sis"],
              ["top", "contents"]]
CONTAINERS = "SELECT sighting.content FROM sighting JOIN sighting_part ON sighting = sequence"
INSIDE = "SELECT content FROM sighting_part"
KINDS = {
    "a file": f"SELECT content FROM sighting EXCEPT {CONTAINERS} EXCEPT {INSIDE}",
    "a container": CONTAINERS,
    "a file inside one": INSIDE,
}
# Of a view, what is the same whoever is behind a group, and which of two
# sightings of a day came first; of some, all of it.
NAMELESS = ("totals", "own")
OF_NO_GROUPS = ("trend", "whatif", "claims")
# Rows of a database; a fingerprint's beginning is all that the fleet has of it.
SIGHTINGS = """
SELECT m.day, direction, d.name, local_given, local, external, sent, hops, continuation,
       hex(substr(c.fingerprint, 1, 16)), s.type, s.class, {family}, s.encoding,
       s.disposition, s.has_name, s.has_content_id, s.size_bytes, s.stored_bytes,
       s.wire_bytes, s.layout,
       (SELECT group_concat(p.ordinal || hex(substr(i.fingerprint, 1, 16)))
          FROM sighting_part p JOIN content i ON i.id = p.content
         WHERE p.sighting = s.sequence)
  FROM sighting s JOIN message m ON m.id = s.message
  JOIN domain d ON d.id = m.domain LEFT JOIN content c ON c.id = s.content"""
SEEN = """
SELECT c.fingerprint, m.day, e.relay_id, s.sequence, seen.ordinal, c.family
  FROM (SELECT sequence, 0 AS ordinal, content FROM sighting
         UNION ALL SELECT sighting, ordinal, content FROM sighting_part) seen
  JOIN content c ON c.id = seen.content
  JOIN sighting s ON s.sequence = seen.sequence
  JOIN message m ON m.id = s.message JOIN epoch e ON e.id = s.epoch"""
CONTENTS = """
SELECT hex(substr(fingerprint, 1, 16)), size_bytes, family, first_day, last_day,
       last_own_day, senders
  FROM content"""


class Fleet:
    def __init__(self, directory, nodes):
        self.dir = directory
        self.urls = [node.url for node in nodes]
        self.hosts = [f"127.0.0.1:{node.http}" for node in nodes]
        self.password = write_password(directory)
        self.detail_days = DETAIL_DAYS

    def configure(self, name, urls=None):
        words = ", ".join(f'"{url}"' for url in urls or self.urls)
        path = self.dir / f"{name}.conf"
        path.write_text(
            f'database = "{self.dir}/{name}.db"\nfleet_url = {{{words}}}\n'
            f'fleet_user = default\nfleet_password_file = "{self.password}"\n'
            f"detail_days = {self.detail_days}\ndelivery_limit = 3\nstore_partitions = 2\n")
        return path

    def run(self, name, *words, urls=None):
        return subprocess.run(
            [COMMAND, *words, "--config", str(self.configure(name, urls))],
            capture_output=True, text=True, timeout=300, check=False)

    def must(self, name, *words):
        done = self.run(name, *words)
        if done.returncode != 0:
            sys.exit(f"{name}: {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout

    def view(self, words, *source, days=RANGE, name="all"):
        told = json.loads(self.must(name, *words, *days, "--format", "json", *source))
        return {key: told[key] for key in told if key not in ("generated", "source")}


def differences(path, one, other):
    """Where two JSON values differ, as texts."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from differences(f"{path}.{key}", one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other)):
            yield from differences(f"{path}[{i}]", a, b)
    elif one != other:
        yield f"{path}: {str(other)[:80]}, not {str(one)[:80]}"


def middle(fleet):
    """A range with mail before and behind it, and on both of its ends."""
    with sqlite3.connect(fleet.dir / "all.db") as db:
        days = [day for (day,) in db.execute("SELECT DISTINCT day FROM message ORDER BY day")]
    third = len(days) // 3
    return ["--since", text_of(days[third]), "--until", text_of(days[-third])]


def rows_of(path, query):
    with sqlite3.connect(path) as db:
        return db.execute(query).fetchall()


def merge(fleet):
    """As merged.db.  A content's family and first day are those of its first
    sighting by (day, relay, sequence), also where it was new again later: its old
    rows are not gone here."""
    paths = [fleet.dir / f"{relay}.db" for relay in "012"]
    subprocess.run([COMMAND, "merge", "-o", fleet.dir / "merged.db", *paths], check=True,
                   stdout=subprocess.DEVNULL)
    seen = sorted((row for path in paths for row in rows_of(path, SEEN)), reverse=True)
    first = {fingerprint: (family, day) for fingerprint, day, *_, family in seen}
    with sqlite3.connect(fleet.dir / "merged.db") as db:
        db.executemany("UPDATE content SET family = ?, first_day = ? WHERE fingerprint = ?",
                       ((*what, fingerprint) for fingerprint, what in first.items()))


def check_views(fleet):
    merge(fleet)
    for days in (RANGE, middle(fleet)):
        for words in VIEWS:
            what = " ".join([*words, *days])
            other = fleet.view(words, "--from", "fleet", days=days)
            merged = fleet.view(words, days=days, name="merged")
            expect(what, list(differences("", merged, other)), [])
            if words[0] == "top":
                continue
            one = fleet.view(words, days=days)
            for key in one.keys() if words[0] in OF_NO_GROUPS else NAMELESS:
                expect(f"{what}, all by one", list(differences(key, one[key], other[key])), [])
        names = [row["content"] for row in fleet.view(
            ["top", "contents"], days=days, name="merged")["rows"]]
        expect(f"some are named: {names}", len(names) > 4 and names[-1] == "others", True)
    named = f"clickhouse://{','.join(fleet.hosts)}/attachmeter"
    expect("named by a URL", fleet.view(["report"], "--from", named),
           fleet.view(["report"], "--from", "fleet"))
    # Of two sightings of a day the one of the lower relay is the first, here; in
    # one database the one that came first.  So what is new may be of another
    # direction, and no more than that.
    one, other = (fleet.view(["report", "--direction", "inbound"], *source)["totals"]
                  for source in ([], ["--from", "fleet"]))
    for key in ("received", "delivered", "sightings", "copies"):
        expect(f"inbound: {key}", other[key], one[key])
    page = fleet.must("all", "report", *RANGE, "--format", "html", "--from", "fleet")
    expect("the page", page.startswith("<!DOCTYPE html>"), True)


def surplus(found, wanted):
    """Rows that only one of both has, or more often."""
    one, other = (collections.Counter(rows) for rows in (found, wanted))
    return [*(one - other).elements(), *(other - one).elements()]


def check_pieces(fleet):
    """By one question about contents, and by many: the same."""
    answered = []
    attachments = [row for relay in "012" for row in rows_of(
        fleet.dir / f"{relay}.db", SIGHTINGS.format(family="coalesce(c.family, s.family)"))]
    contents = rows_of(fleet.dir / "merged.db", CONTENTS)
    for rows in (1000000, 20):
        path = fleet.dir / f"pieces{rows}.db"
        answered.append(int(subprocess.run(
            [sys.argv[3], fleet.configure("all"), str(rows), "0", "30000", path], check=True,
            capture_output=True, text=True, timeout=300).stdout))
        expect(f"attachments, {rows} rows a question",
               surplus(rows_of(path, SIGHTINGS.format(family="s.family")), attachments), [])
        expect(f"contents, {rows} rows a question", surplus(rows_of(path, CONTENTS), contents), [])
    days = rows_of(path, "SELECT max(day) - min(day) FROM day_message")[0][0]
    expect(f"many questions: {answered}", answered[1] > 10 * answered[0], True)
    expect(f"of {days} days, too: {answered}", answered[1] > 3 * days, True)
    for words in VIEWS:
        one, other = (fleet.view(words, name=name) for name in ("merged", "pieces20"))
        expect(f"{' '.join(words)}, by many questions", list(differences("", one, other)), [])


def refused(fleet, what, words, *said, urls=None):
    done = fleet.run("all", *words, *RANGE, urls=urls)
    expect(f"{what}: exit", done.returncode, 1)
    expect(f"{what}: output", done.stdout, "")
    expect(f"{what}: lines", len(done.stderr.splitlines()), 1)
    for word in said:
        expect(f"{what}: says {word}", word in done.stderr, True)


def check_refusals(fleet, nodes):
    report = ["report", "--from", "fleet"]
    refused(fleet, "another order", report, "fleet_url", urls=fleet.urls[::-1])
    refused(fleet, "one shard of two", report, "fleet_url", urls=fleet.urls[:1])
    refused(fleet, "no fleet", ["report", "--from", "http://127.0.0.1"], "clickhouse://")
    fleet.password.write_text("wrong\n")
    refused(fleet, "a wrong password", report, fleet.urls[0])
    fleet.password.write_text(PASSWORD + "\n")
    nodes[1].kill()
    refused(fleet, "a shard that is down", report, fleet.urls[1])
    nodes[1].start()
    nodes[1].wait()


def adopt(path, number=0):
    """Shipping needs a key; the databases were made without.  A relay of a higher
    number has a lower id, and higher sequences.  As few send as there is little
    mail: each stands for some."""
    with sqlite3.connect(path) as db:
        db.execute("UPDATE epoch SET key_id = ?, relay_id = ?", (KEY, f"{9 - number:032x}"))
        for column in "sighting_part SET sighting = sighting", "sighting SET sequence = sequence", \
                "sqlite_sequence SET seq = seq":
            db.execute(f"UPDATE {column} + {10000 * number}")
        db.execute("UPDATE content SET senders = min(5, 2 * senders)")


def text_of(day):
    return str(datetime.date(1970, 1, 1) + datetime.timedelta(days=day))


def forget_first_days(path, part):
    """As retention does: attachments of that part of the days go, sums stay.
    Returns the first day of which all attachments are left."""
    with sqlite3.connect(path) as db:
        first, last = db.execute("SELECT min(day), max(day) FROM message").fetchone()
        day = first + int((last + 1 - first) * part)
        old = "SELECT id FROM message WHERE day < ?"
        db.execute("DELETE FROM sighting_part WHERE sighting IN (SELECT sequence FROM "
                   f"sighting WHERE message IN ({old}))", (day,))
        db.execute(f"DELETE FROM sighting WHERE message IN ({old})", (day,))
        db.execute("DELETE FROM message WHERE day < ?", (day,))
        return db.execute("SELECT min(day) FROM message").fetchone()[0] or last + 1


def ship_all(fleet, nodes, names="012"):
    for node in nodes:
        node.ask("DROP DATABASE IF EXISTS attachmeter", database="default")
    fleet.must(names[0], "fleet", "init")
    for name in names:
        (fleet.dir / f"{name}.db.ship").unlink(missing_ok=True)
        fleet.must(name, "ship", "--once")


def wait_for_mutations(nodes):
    for node in nodes:
        while node.ask("SELECT count() FROM system.mutations WHERE NOT is_done") != [(0,)]:
            time.sleep(0.05)


def purge(fleet):
    """Of what was forgotten alone: nothing is too old."""
    fleet.detail_days = 3650
    fleet.must("0", "fleet", "purge")
    fleet.detail_days = DETAIL_DAYS


def on_all(nodes, query):
    return [node.ask(query) for node in nodes]


def seen_most(fleet, kind):
    """The content of a kind that most relays know, and how many do."""
    known = collections.Counter()
    for relay in "012":
        with sqlite3.connect(fleet.dir / f"{relay}.db") as db:
            known.update(row[0] for row in db.execute(
                f"SELECT lower(hex(fingerprint)) FROM content WHERE id IN ({kind})"))
    return max((count, content) for content, count in known.items())


def check_same(fleet, what):
    for words in FORGETTING:
        one, other = fleet.view(words, name="merged"), fleet.view(words, "--from", "fleet")
        expect(f"{what}: {' '.join(words)}", list(differences("", one, other)), [])


def check_going(fleet, nodes, what, content):
    """Its rows are deleted, which the engine does after a while."""
    query = f"SELECT count() FROM sighting WHERE fingerprint = unhex('{content[:32]}')"
    before = on_all(nodes, query)
    on_all(nodes, "SYSTEM STOP MERGES")
    purge(fleet)
    expect(f"{what}: rows before they go", on_all(nodes, query), before)
    check_same(fleet, f"{what} is about to go")
    on_all(nodes, "SYSTEM START MERGES")
    wait_for_mutations(nodes)
    expect(f"{what}: rows", on_all(nodes, query), [[(0,)]] * 2)
    check_same(fleet, f"{what} is gone")


def copy(source, target):
    """With what is in its log beside it."""
    one, other = sqlite3.connect(source), sqlite3.connect(target)
    one.backup(other)
    one.close()
    other.close()


def check_forgotten(fleet, nodes):
    """What is forgotten goes, and no sum with it: as in one database."""
    names = ("0", "1", "2", "merged")
    for name in names:
        copy(fleet.dir / f"{name}.db", fleet.dir / f"{name}.kept")
    for what, kind in KINDS.items():
        count, content = seen_most(fleet, kind)
        expect(f"{what}: relays that know it", count > 1, True)
        for name in names:
            fleet.run(name, "forget", "--yes", "--fingerprint", content)
        for name in "012":
            fleet.must(name, "ship", "--once")
        check_going(fleet, nodes, what, content)
    for table in "forgotten", "stand_in":
        on_all(nodes, f"ALTER TABLE {table} UPDATE told = toDateTime(1) WHERE 1")
    wait_for_mutations(nodes)
    purge(fleet)
    wait_for_mutations(nodes)
    for table in "forgotten", "stand_in":
        expect(f"long after: {table}", on_all(nodes, f"SELECT count() FROM {table}"), [[(0,)]] * 2)
    check_same(fleet, "long after")
    for name in names:
        copy(fleet.dir / f"{name}.kept", fleet.dir / f"{name}.db")


def check_days(fleet, what, since, until):
    """New bytes are an upper bound from a day to another one, and exact beside it."""
    one, other = (fleet.view(["report", "--by", "day"], *source)
                  for source in ([], ["--from", "fleet"]))
    expect(f"{what}: bound until", other["unique_bound"]["merged_until"], until)
    expect("one database has none", one["unique_bound"]["merged_until"], None)
    for a, b in zip(one["rows"], other["rows"], strict=True):
        for key in ("unique_size_bytes", "own_unique_size_bytes"):
            is_right = b[key] >= a[key] if since <= a["day"] < until else b[key] == a[key]
            expect(f"{what}: {a['day']}: {key} {b[key]} and {a[key]}", is_right, True)
        expect(f"{what}: {a['day']}: delivered", b["delivered_stored_bytes"],
               a["delivered_stored_bytes"])
    sums = [sum(row["unique_size_bytes"] for row in side["rows"]) for side in (one, other)]
    expect(f"{what}: the bound is above", sums[1] > sums[0], True)


def check_bound(fleet, nodes, relay, part):
    """Without a relay's first attachments."""
    first_left = forget_first_days(fleet.dir / f"{relay}.db", part)
    ship_all(fleet, nodes)
    check_days(fleet, f"{part:.0%} of the attachments of {relay} gone", "",
               text_of(first_left + DETAIL_DAYS))


def check_shard_more(fleet, nodes):
    """Since a shard more takes part, some contents are on two."""
    with sqlite3.connect(fleet.dir / "all.db") as db:
        day = db.execute("SELECT (min(day) + max(day)) / 2 FROM message").fetchone()[0]
    third = Node(fleet.dir / "third")
    urls = fleet.urls
    try:
        third.wait()
        fleet.urls = [*urls, f"{third.url} {text_of(day)}"]
        ship_all(fleet, [*nodes, third])
        expect("contents on two shards", len({row for node in nodes for row in node.ask(
            "SELECT DISTINCT hex(fingerprint) FROM sighting")} & set(third.ask(
                "SELECT DISTINCT hex(fingerprint) FROM sighting"))) > 0, True)
        check_days(fleet, "a shard more", text_of(day), text_of(day + DETAIL_DAYS))
        expect("a shard more: contents", fleet.view(["top", "contents"], "--from", "fleet")["rows"],
               fleet.view(["top", "contents"], name="merged")["rows"])
    finally:
        fleet.urls = urls
        fleet_nodes.stop([third])


def check_years(fleet, nodes):
    """What is claimed of growth reads days before its range."""
    for path in fleet.dir.glob("all.db*"):
        path.unlink()
    fleet.detail_days = 760
    subprocess.run([sys.argv[4], "--sightings", "20000", "--days", "760", "--detail-days", "760",
                    fleet.dir / "all.db"], check=True, stdout=subprocess.DEVNULL)
    adopt(fleet.dir / "all.db")
    ship_all(fleet, nodes, ["all"])
    today = datetime.date.today()
    days = ["--since", str(today - datetime.timedelta(20)), "--until", str(today)]
    one, other = (fleet.view(["claims"], *source, days=days) for source in ([], ["--from", "fleet"]))
    expect("claims of two years", list(differences("", one, other)), [])


def play(check):
    """Give check an empty fleet of two shards and three relays' databases; its status."""
    if not fleet_nodes.is_there():
        print("clickhouse-server is not installed: skipped")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        subprocess.run([RELAYS, "7", "3", directory], check=True, stdout=subprocess.DEVNULL)
        for relay in "012":
            adopt(directory / f"{relay}.db", int(relay))
        nodes = [Node(directory / f"node{i}") for i in range(2)]
        try:
            for node in nodes:
                node.wait()
            check(Fleet(directory, nodes), nodes)
        finally:
            fleet_nodes.stop(nodes)
    print(f"{len(failures)} wrong")
    return 1 if failures else 0


def check_all(fleet, nodes):
    ship_all(fleet, nodes)
    check_views(fleet)
    check_pieces(fleet)
    check_refusals(fleet, nodes)
    check_forgotten(fleet, nodes)
    check_shard_more(fleet, nodes)
    check_bound(fleet, nodes, "0", 1 / 3)
    check_bound(fleet, nodes, "1", 1)
    check_years(fleet, nodes)


if __name__ == "__main__":
    sys.exit(play(check_all))
