#!/usr/bin/env python3
"""fleet.py COMMAND FILL [SIGHTINGS]: relays ship to shards that are
killed, by shippers that are killed, and each row counts once.

Two shards of a real ClickHouse, four relays with the same mail of bench_fill.  Then
what is not there is found and sent, what comes from a backup goes on under
another name, a shard more takes only rows of its days; and who has the wrong
password, the wrong key or a second process is refused.  Skipped where
clickhouse-server is not installed.
"""
import gzip
import json
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import fleet_nodes
from fleet_expect import expect, failures
from fleet_lost import (check_backup, check_days, check_init, check_restored,
                        check_restored_twice)
from fleet_nodes import PASSWORD, Node, added_up, wait_for_mutations, write_password
from fleet_relay import KEY, Relay

COMMAND, FILL = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
SIGHTINGS = int(sys.argv[3]) if len(sys.argv) > 3 else 30000
RELAYS = 4
SERVER_KILLS = 3
SHIPPER_KILLS = 10
SKIPPED = 77
# All of it; below the one of CTest, who leaves the servers running.
LIMIT_S = 280 + SIGHTINGS // 2000
TODAY = int(time.time()) // 86400

# What both sides are asked; the shards' answers are added up.
SUMS = ("count(*)", "sum(sequence)", "sum(size_bytes)", "sum(stored_bytes)",
        "sum(wire_bytes)", "sum(local)", "sum(external)", "sum(sent)",
        "sum(hops)", "sum(continuation)", "sum(type)", "sum(class)",
        "sum(layout % 1000)", "sum(local_given)", "sum(direction)",
        "sum(sequence % 97 * family)", "sum(sequence % 97 * content_family)")
DAY_SUMS = {
    "day_message": ("count(*)", "sum(messages)", "sum(deliveries)",
                    "sum(wire_bytes)"),
    "day_sighting": ("count(*)", "sum(sightings)", "sum(size_hops_bytes)",
                     "sum(new_sis_bytes)", "sum(new_own_contents)"),
    "small_group": ("count(*)", "sum(senders)"),
    "day_flaw": ("count(*)", "sum(times)"),
    "gap": ("count(*)", "sum(messages)"),
}


def by_relay(nodes, columns, rows):
    """What the shards have of each relay, each row once."""
    sums = {}
    for node in nodes:
        for relay, *row in node.ask(
                "SELECT lower(hex(relay)), " + ", ".join(
                    f"toInt64({column})" for column in columns).replace(
                        "count(*)", "count()")
                + f" FROM {rows} GROUP BY relay"):
            known = sums.get(relay, (0,) * len(columns))
            sums[relay] = tuple(map(sum, zip(known, row)))
    return sums


# What of it, sums over it, the rows of a shard, those of a relay.
TABLES = [
    ("rows", SUMS, "sighting FINAL WHERE ordinal = 0",
     "(SELECT *, coalesce(first, family) AS "
     "content_family FROM sighting s JOIN message m ON m.id = message "
     "LEFT JOIN (SELECT id AS own, family AS first FROM content) c ON own = content)"),
    ("parts", ("count(*)", "sum(size_bytes)", "sum(ordinal)",
               "sum(sequence % 97 * family)",
               "sum(sequence % 97 * content_family)"),
     "sighting FINAL WHERE ordinal > 0",
     "(SELECT p.size_bytes, p.ordinal, s.sequence, i.family, c.family AS "
     "content_family FROM sighting_part p JOIN sighting s ON "
     "s.sequence = sighting JOIN content c ON c.id = s.content "
     "JOIN content i ON i.id = p.content)"),
    *((table, sums, f"{table} FINAL", table)
      for table, sums in DAY_SUMS.items())]


def check_equal(relays, nodes, where=""):
    """The shards have each row of each relay once, and nothing else."""
    for what, columns, theirs, ours in TABLES:
        sums = by_relay(nodes, columns, theirs)
        for relay in relays:
            own = relay.ask(f"SELECT {', '.join(columns)} FROM {ours}")[0]
            expect(f"{where}{relay.name}: {what}",
                   sums.get(relay.id(), (0,) * len(columns)),
                   tuple(value or 0 for value in own))


def waits(relay, last):
    """How many of a relay's rows, up to its last sequence, are not acknowledged."""
    try:
        with sqlite3.connect(f"file:{relay.path}.ship?mode=ro", uri=True, timeout=20) as state:
            (acked,), = state.execute("SELECT acked FROM progress")
    except (sqlite3.OperationalError, ValueError):
        return last  # it has not begun
    return last - acked


def wait_for_part(relays, lasts, part):
    """Until so much of all rows is acknowledged; the relays that have more to send."""
    until = time.monotonic() + 60 + SIGHTINGS / 2000
    while time.monotonic() < until:
        waiting = [waits(relay, last) for relay, last in zip(relays, lasts)]
        if sum(waiting) <= sum(lasts) * (1 - part):
            break
        time.sleep(0.005)
    return [relay for relay, rows in zip(relays, waiting) if rows > 0]


def ship_through_kills(relays, nodes):
    chance = random.Random(5)
    lasts = [relay.ask("SELECT max(sequence) FROM sighting")[0][0] for relay in relays]
    for relay in relays:
        relay.ship()
    kills = ["server"] * SERVER_KILLS + ["shipper"] * SHIPPER_KILLS
    chance.shuffle(kills)
    victims = list(nodes)
    for i, kill in enumerate(kills):
        senders = wait_for_part(relays, lasts, (i + chance.random()) / (len(kills) + 1))
        expect(f"kill {i}: rows wait", senders != [], True)
        if kill == "server":
            node = victims.pop(0)
            victims.append(node)
            node.kill()
            time.sleep(0.3)
            node.start()
        else:
            relay = chance.choice(senders or relays)
            relay.kill()
            relay.ship()
    for node in nodes:
        node.wait()
    for relay in relays:  # one that has failed often waits longer than we do
        relay.kill()
        relay.ship()
    until = time.monotonic() + 60 + SIGHTINGS / 2000
    while time.monotonic() < until:
        if all(relay.lag() == 0 for relay in relays):
            break
        time.sleep(0.2)
    expect("rows that wait", [relay.lag() for relay in relays],
           [0] * len(relays))
    for relay in relays:
        relay.kill()
        expect("the last of it", relay.command("ship", "--once").returncode, 0)


def check_one_shard_each(nodes):
    """Rows of a content are on one shard: so contents add up."""
    found = [{row[0] for row in node.ask(
        "SELECT DISTINCT hex(fingerprint) FROM sighting")} for node in nodes]
    expect("contents on two shards", len(found[0] & found[1]), 0)
    for contents in found:
        expect("a shard is empty", not contents, False)


def check_holes(relay, nodes):
    last = relay.ask("SELECT max(sequence) FROM sighting")[0][0]
    a, b = last // 3, last // 3 + 200
    before = nodes[1].ask("SELECT count() FROM sighting FINAL WHERE relay = "
                          f"unhex('{relay.id()}') AND sequence > {a} "
                          f"AND sequence <= {b}")[0][0]
    nodes[1].ask("ALTER TABLE sighting DELETE WHERE relay = "
                 f"unhex('{relay.id()}') AND sequence > {a} AND "
                 f"sequence <= {b}")
    wait_for_mutations(nodes)
    status, found = relay.audit()
    expect("audit of a hole", (status, found["missing"], found["sent"]),
           (1, before, 0))
    expect("the hole", [hole["shard"] for hole in found["holes"]],
           [2] * len(found["holes"]))
    expect("its first", found["holes"][0]["first_sequence"] > a, True)
    expect("its last", found["holes"][-1]["last_sequence"] <= b, True)
    status, found = relay.audit("--repair")
    expect("repair", (status, found["sent"]), (0, before))
    expect("audit of what was repaired", relay.audit()[1]["missing"], 0)


def check_misplaced(relay, nodes):
    """A row on a shard where it does not belong is told, and no hole."""
    content, sequence = nodes[1].ask(
        "SELECT hex(fingerprint), sequence FROM sighting WHERE ordinal = 0 AND "
        f"relay = unhex('{relay.id()}') ORDER BY sequence LIMIT 1")[0]
    row = (f"relay = unhex('{relay.id()}') AND sequence = {sequence} AND "
           f"fingerprint = unhex('{content}')")
    nodes[0].ask(
        f"INSERT INTO sighting SELECT * FROM remote('127.0.0.1:{nodes[1].tcp}', "
        f"'attachmeter', 'sighting', 'default', '{PASSWORD}') WHERE {row} "
        "AND ordinal = 0")
    status, found = relay.audit()
    expect("audit of a row on a wrong shard",
           (status, found["missing"], found["misplaced"]), (1, 0, 1))
    nodes[0].ask(f"ALTER TABLE sighting DELETE WHERE {row}")
    wait_for_mutations(nodes)
    expect("audit without it", relay.command("ship", "--audit").returncode, 0)


def check_forgotten(relay, nodes):
    """What a relay forgets goes from the shards, as far as it is that relay's."""
    content = relay.ask(
        "SELECT lower(hex(fingerprint)) FROM content JOIN sighting ON "
        "content.id = content GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0][0]
    query = ("SELECT count() FROM sighting FINAL WHERE fingerprint = "
             f"unhex('{content[:32]}')")
    own = f"{query} AND relay = unhex('{relay.id()}')"
    others = added_up(nodes, query)[0] - added_up(nodes, own)[0]
    expect("there is something", added_up(nodes, own)[0] > 0, True)
    said = relay.command("forget", "--yes", "--fingerprint", content)
    expect(f"forget {said.stderr}", said.returncode, 0)
    notes = pathlib.Path(f"{relay.path}.ship.forgotten")
    expect("a note", len(list(notes.iterdir())), 1)
    expect("ship", relay.command("ship", "--once").returncode, 0)
    expect("no note", len(list(notes.iterdir())), 0)
    expect("purge", relay.command("fleet", "purge").returncode, 0)
    wait_for_mutations(nodes)
    expect("its rows", added_up(nodes, own)[0], 0)
    expect("rows of others", added_up(nodes, query)[0], others)
    expect("audit", relay.command("ship", "--audit").returncode, 0)


def check_refusals(relay, urls):
    relay.ship()
    relay.wait()
    said = relay.command("ship", "--once")
    expect("a second process", (said.returncode, "another process" in
                                said.stderr), (1, True))
    relay.kill()
    relay.configure(urls, fleet_password_file=write_password(
        relay.dir, "sesame-not-open", "wrong"))
    said = relay.command("ship", "--once")
    expect("a wrong password", said.returncode, 1)
    expect("it is told", "sesame" in said.stdout + said.stderr, False)
    expect("why", "401" in said.stderr or "403" in said.stderr, True)
    found = relay.command("ship", "--status", "--format", "json")
    expect("its status", (found.returncode, json.loads(found.stdout)["failure"]
                          in said.stderr), (1, True))
    relay.configure(urls)
    expect("the right one, with nothing to ship", relay.command(
        "ship", "--once").returncode, 0)
    expect("its status then", relay.command("ship", "--status").returncode, 0)
    relay.run("UPDATE epoch SET key_id = 'ffff223344556677'")
    said = relay.command("ship", "--once")
    expect("another key", (said.returncode, "under key" in said.stderr),
           (1, True))
    relay.run(f"UPDATE epoch SET key_id = '{KEY}'")
    relay.configure(urls[::-1])
    said = relay.command("ship", "--once")
    expect("shards in another order", (said.returncode, "fleet_url" in
                                       said.stderr), (1, True))
    relay.configure(urls)


def check_cut_body(node):
    """The reason for gzip: a body that is cut leaves nothing behind."""
    cells = b"\x04kind", b"\x01\x00", b"\x04name"
    block = b"\x03\xd0\x86\x03" + b"".join(
        head + cell * 50000 for head, cell in zip(
            (b"\x04kind\x06String", b"\x06number\x06UInt16", b"\x04name\x06String"), cells))
    for form, body, blocks in (("RowBinary", b"".join(cells) * 50000, 1), ("Native", block, 1),
                               ("Native", block, 3)):
        packed = gzip.compress(body * blocks)
        for size in (len(packed) - 20, len(packed) - 1):
            status, _ = node.post(f"INSERT INTO code (kind, number, name) FORMAT {form}",
                                  packed[:size], {"Content-Encoding": "gzip"})
            expect(f"a cut body in {form}", (status != 200, node.ask(
                "SELECT count() FROM code WHERE kind = 'kind'")[0][0]), (True, 0))
    status, _ = node.post("INSERT INTO code (kind, number, name) FORMAT Native",
                          gzip.compress(block), {"Content-Encoding": "gzip"})
    expect("a whole one", (status, node.ask("SELECT count() FROM code WHERE kind = 'kind'")[0][0]),
           (200, 50000))
    node.ask("ALTER TABLE code DELETE WHERE kind = 'kind'")


def check_metrics(relay):
    """How far shipping is, for Prometheus."""
    def told(name):
        found = re.search(rf"^attachmeter_{name} (\d+)$",
                          relay.command("metrics").stdout, re.M)
        return found and int(found.group(1))

    relay.add(30, TODAY)
    expect("metrics: rows that wait", told("shipping_lag_rows"), 30)
    expect("ship", relay.command("ship", "--once").returncode, 0)
    expect("metrics: none", told("shipping_lag_rows"), 0)
    expect("metrics: it works", told("shipping_failing_seconds"), 0)
    hour = told("shipping_last_success_timestamp_seconds")
    expect("metrics: when", 0 <= time.time() - hour < 7200, True)


def check_shard_more(relay, nodes, directory):
    urls = [node.url for node in nodes]
    third = Node(directory / "n3")
    nodes.append(third)
    third.wait()
    relay.configure([*urls, f"{third.url} 2020-01-01"])
    expect("a shard more since long", relay.command("fleet",
                                                    "init").returncode, 1)
    day = time.strftime("%Y-%m-%d", time.gmtime((TODAY + 2) * 86400))
    relay.configure([*urls, f"{third.url} {day}"])
    said = relay.command("fleet", "init")
    expect(f"a shard more {said.stderr}", said.returncode, 0)
    expect("check", relay.command("fleet", "check").returncode, 0)
    relay.add(90, TODAY + 2)
    pathlib.Path(f"{relay.path}.ship").unlink()  # all is sent once more
    expect("ship", relay.command("ship", "--once").returncode, 0)
    days = third.ask("SELECT min(toUInt16(day)), count() > 0 FROM sighting")[0]
    expect("days on the third shard", days, (TODAY + 2, 1))
    check_equal([relay], nodes, "with a shard more: ")
    relay.configure(urls)
    expect("fleet_url of before", relay.command("ship", "--once").returncode, 1)


def tell_all(nodes):
    """How much that was, by the shards."""
    stored = added_up(nodes, "SELECT count() FROM sighting")[0]
    once, copies, size = added_up(
        nodes, "SELECT count(), sum(local + external + sent), "
        "toInt64(sum(stored_bytes * (local + external + sent))) "
        "FROM sighting FINAL")
    print(f"{once} rows, {copies} copies, {size} bytes delivered; {stored - once} "
          f"rows twice on the disk, each counted once; {SERVER_KILLS} servers "
          f"and {SHIPPER_KILLS} shippers killed", flush=True)


def give_up(*_):
    raise TimeoutError(f"not done in {LIMIT_S} s")


def main():
    if not fleet_nodes.is_there():
        print("clickhouse-server is not installed: skipped")
        return SKIPPED
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT_S)
    nodes = []
    relays = []
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        try:
            nodes = [Node(directory / "n1"), Node(directory / "n2")]
            urls = [node.url for node in nodes]
            mail = directory / "mail.db"
            subprocess.run([FILL, "--sightings", str(SIGHTINGS), str(mail)],
                           check=True, stdout=subprocess.DEVNULL)
            relays = [Relay(COMMAND, directory, f"relay{i}", mail,
                            max(100, SIGHTINGS // 150)) for i in range(RELAYS)]
            for relay in relays:
                relay.configure(urls)
            for node in nodes:
                node.wait()
            said = relays[0].command("fleet", "check")
            expect("check before init", said.returncode, 1)
            check_init(relays[0], nodes)
            ship_through_kills(relays, nodes)
            check_equal(relays, nodes)
            tell_all(nodes)
            check_one_shard_each(nodes)
            check_holes(relays[0], nodes)
            check_days(relays[0], nodes)
            check_misplaced(relays[0], nodes)
            check_equal(relays, nodes, "repaired: ")
            check_refusals(relays[1], urls)
            check_cut_body(nodes[0])
            check_metrics(relays[2])
            check_backup(relays[2], nodes)
            check_restored(relays[3], nodes)
            check_restored_twice(relays[3], nodes)
            check_forgotten(relays[1], nodes)
            check_shard_more(relays[0], nodes, directory)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            for log in [relay.log for relay in relays] + [
                    node.dir / "err" for node in nodes]:
                if log.exists():
                    print(f"{log}: {log.read_text()[-1000:]}", file=sys.stderr)
            raise
        finally:
            signal.alarm(0)
            for relay in relays:
                if relay.process is not None and relay.process.poll() is None:
                    relay.kill()
            fleet_nodes.stop(nodes)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
