#!/usr/bin/env python3
"""fleet_replicas.py COMMAND FILL [SIGHTINGS]: a shard of two servers that
have the same rows, one of which is killed in the middle of shipping, and the
ZooKeeper by which they know of each other.

Rows go on to the one that is left, the other fetches them when it is back, and
both have each row once.  Without ZooKeeper no row is taken, none is lost, and
what is there can be read.  Skipped where clickhouse-server, Java or ZooKeeper
is not installed.
"""
import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import fleet_nodes
import fleet_zookeeper
from fleet import COMMAND, FILL, TODAY, check_equal
from fleet_expect import expect, failures
from fleet_nodes import Node
from fleet_relay import Relay
from fleet_zookeeper import ZooKeeper

SIGHTINGS = int(sys.argv[3]) if len(sys.argv) > 3 else 30000
SKIPPED = 77
COUNT = "SELECT count() FROM sighting"
MONTHS = ("SELECT count(), sum(sightings), sum(stored_bytes) FROM rollup_day",
          "SELECT count(), sum(sightings), sum(size_bytes) FROM rollup_content")
REPORT = ("report", "--from", "fleet", "--since", "2000-01-01", "--format", "json")


def wait_until(what, is_done, seconds=120):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_done():
            return
        time.sleep(0.2)
    expect(f"{what}, after {seconds} s", False, True)


def wait_for_some(nodes):
    """One that is killed with its first rows, before ZooKeeper knows of them, holds
    more that is unknown than known, and does not start again by itself."""
    wait_until("each has some rows", lambda: all(
        node.ask(COUNT)[0][0] > SIGHTINGS // 20 for node in nodes))


def wait_for_equals(nodes):
    """Replicas fetch from each other on their own."""
    tables = [f"{name} FINAL" if "Replacing" in engine else name
              for name, engine in nodes[0].ask(
                  "SELECT name, engine FROM system.tables WHERE database = "
                  "'attachmeter'")]

    def are_equal():
        return all(nodes[0].ask(query) == nodes[1].ask(query) for query in (
            f"SELECT count() FROM {table}" for table in tables))
    wait_until("both replicas have the same", are_equal)


def check_forms(relay, nodes):
    """What would spread rows over two servers that do not know of each other."""
    urls = [node.url for node in nodes]
    shared = "|".join(urls)
    relay.configure(urls, fleet_database="wrong")
    said = relay.command("fleet", "init", "--replicated")
    expect("two shards by one name", (said.returncode, "macro 'shard'" in
                                      said.stderr), (1, True))
    relay.configure(urls[:1], fleet_database="alone")
    expect("plain tables", relay.command("fleet", "init").returncode, 0)
    relay.configure([shared], fleet_database="alone")
    for action in ("init", "check"):
        said = relay.command("fleet", action)
        expect(f"{action} of replicas on plain tables {said.stderr}",
               (said.returncode, "not replicated" in said.stderr), (1, True))
    expect("ship to them", relay.command("ship", "--once").returncode, 1)
    relay.configure([shared])
    expect("check before init", relay.command("fleet", "check").returncode, 1)
    for action in ("init", "upgrade", "init", "check"):
        said = relay.command("fleet", action)
        expect(f"{action} {said.stderr}", said.returncode, 0)
    relay.configure(urls[:1])
    expect("upgrade keeps the form", relay.command("fleet", "upgrade").returncode, 0)
    for node in nodes:
        expect("the tables' engines", node.ask(
            "SELECT count() > 0, min(engine LIKE 'Replicated%') FROM "
            "system.tables WHERE database = 'attachmeter' AND name NOT LIKE "
            "'%_next'"), [(1, 1)])
    relay.configure([shared])


def ship_through_a_kill(relays, nodes):
    for relay in relays:
        relay.ship()
    first, second = nodes
    wait_for_some(nodes)
    first.kill()
    expect("shipping is in the middle", any(relay.lag() != 0 for relay in relays), True)
    wait_until("all goes to the other", lambda: all(
        relay.lag() == 0 for relay in relays))
    report = relays[0].command(*REPORT)
    expect(f"a report from the other {report.stderr}", report.returncode, 0)
    said = relays[0].command("fleet", "check")
    expect("check tells which", (said.returncode, first.url in said.stderr), (1, True))
    expect("purge", relays[0].command("fleet", "purge").returncode, 0)
    said = relays[0].command("ship", "--audit")  # it may lack what was last
    expect("audit", (said.returncode in (0, 1), said.stderr), (True, ""))
    first.start()
    first.wait()
    wait_for_equals(nodes)
    for relay in relays:
        relay.kill()
        expect("the last of it", relay.command("ship", "--once").returncode, 0)
    wait_for_equals(nodes)
    for node in nodes:
        check_equal(relays, [node], f"{node.url}: ")
    expect("audit of both", relays[0].command("ship", "--audit").returncode, 0)


def check_no_zookeeper(zookeeper, relays, nodes):
    relay = relays[0]
    before = relay.command(*REPORT).stdout
    zookeeper.kill()
    relay.add(200, TODAY)
    relay.ship()
    wait_until("the failure is told", lambda: json.loads(relay.command(
        "ship", "--status", "--format", "json").stdout)["failure"] != "")
    expect("rows that wait", relay.lag(), 200)
    said = relay.command("fleet", "check")
    expect("check", (said.returncode, "read-only" in said.stderr), (1, True))
    report = relay.command(*REPORT)
    expect(f"what is there is read {report.stderr}", report.returncode, 0)
    expect("as before", json.loads(report.stdout)["totals"],
           json.loads(before)["totals"])
    zookeeper.start()
    zookeeper.wait()
    wait_until("all is shipped", lambda: relay.lag() == 0)
    relay.kill()
    expect("the last of it", relay.command("ship", "--once").returncode, 0)
    wait_for_equals(nodes)
    for node in nodes:
        check_equal(relays, [node], f"after ZooKeeper, {node.url}: ")


def check_behind(relay, nodes):
    """A report does not come from a replica that lacks rows."""
    nodes[1].ask("SYSTEM STOP FETCHES")
    relay.configure([nodes[0].url])
    relay.add(150, TODAY)
    expect("ship", relay.command("ship", "--once").returncode, 0)
    wait_until("it knows that it is behind", lambda: nodes[1].ask(
        "SELECT max(absolute_delay) FROM system.replicas")[0][0] > 0)
    whole = json.loads(relay.command(*REPORT).stdout)["totals"]
    relay.configure([f"{nodes[1].url}|{nodes[0].url}"], fleet_user="reader")
    report = relay.command(*REPORT)
    expect(f"a report {report.stderr}", report.returncode, 0)
    expect("of all rows", json.loads(report.stdout)["totals"], whole)
    nodes[1].ask("SYSTEM START FETCHES")
    wait_for_equals(nodes)


def check_sent_again(relay, nodes):
    """A batch that is equal to one of before is taken, where its rows are gone."""
    relay.configure([f"{nodes[0].url}|{nodes[1].url}"])
    query = "SELECT count() FROM code"
    count = nodes[0].ask(query + " FINAL")[0][0]
    nodes[0].ask("ALTER TABLE code DELETE WHERE number >= 0")
    wait_until("they are gone", lambda: all(
        node.ask(query) == [(0,)] for node in nodes))
    expect("upgrade", relay.command("fleet", "upgrade").returncode, 0)
    wait_until("they are there again", lambda: all(
        node.ask(query + " FINAL") == [(count,)] for node in nodes), 20)


def check_rollup(relay, nodes):
    """A month is built on one replica, and fetched by the other; also again."""
    relay.configure([f"{nodes[0].url}|{nodes[1].url}"])
    before = None
    for _ in range(2):
        said = relay.command("fleet", "rollup")
        expect(f"rollup {said.stderr}", (said.returncode, " 0 months" in
                                         said.stdout.split(",")[0]), (0, False))
        wait_for_equals(nodes)
        built = [[node.ask(query) for query in MONTHS] for node in nodes]
        expect("built on both", (built[0], min(built[0])[0][0] > 0), (built[1], True))
        expect("built again, it is the same", built, before or built)
        before = built
        said = relay.command("fleet", "rollup")
        expect("nothing to build", " 0 months built" in said.stdout, True)
        forget_notes(nodes)
    return before


def forget_notes(nodes):
    nodes[0].ask("ALTER TABLE rollup DELETE WHERE month > 0")
    wait_until("nothing is noted", lambda: all(
        node.ask("SELECT count() FROM rollup") == [(0,)] for node in nodes))


def check_rollups(relay, nodes):
    """On both replicas at once: the one that began last goes on.  Where a replica
    that is at work is not asked, another one may be there; none is on a dead one."""
    wanted = check_rollup(relay, nodes)
    beside = ("SELECT count() FROM system.tables WHERE database = 'attachmeter' AND "
              "match(name, '_next_.*[0-9]')")
    first = subprocess.Popen([COMMAND, "fleet", "rollup", "--rows", "20", "--config",
                              relay.conf], stderr=subprocess.PIPE, text=True,
                             stdout=subprocess.DEVNULL)
    wait_until("it is at work", lambda: nodes[0].ask(beside) == [(2,)], 20)
    nodes[0].ask("SYSTEM STOP FETCHES")  # so that the other one is asked next
    nodes[1].ask("INSERT INTO forgotten (relay) SELECT 'nobody'")
    wait_until("it is behind", lambda: nodes[0].ask(
        "SELECT max(absolute_delay) FROM system.replicas")[0][0] > 3, 30)
    said = relay.command("fleet", "rollup")
    expect(f"the one that began last {said.stderr}",
           (said.returncode, said.stdout.startswith(nodes[1].url)), (0, True))
    _, why = first.communicate(timeout=60)
    expect(f"the first one {why}", (first.returncode, "another roll-up began" in why),
           (1, True))
    nodes[0].ask("SYSTEM START FETCHES")
    wait_for_equals(nodes)
    expect("two at once", [[node.ask(query) for query in MONTHS] for node in nodes], wanted)
    relay.configure([nodes[1].url])
    said = relay.command("fleet", "rollup")
    expect(f"one of two replicas {said.stderr}", (said.returncode, "are at work" in
                                                  said.stderr), (1, True))
    relay.configure([f"{nodes[0].url}|{nodes[1].url}"])
    nodes[0].kill()
    wait_until("it is known to be dead", lambda: nodes[1].ask(
        "SELECT max(active_replicas) FROM system.replicas") == [(1,)], 60)
    said = relay.command("fleet", "rollup")
    expect(f"beside a dead one {said.stderr}", said.returncode, 0)
    nodes[0].start()
    nodes[0].wait()
    wait_for_equals(nodes)
    expect("tables that are left", [node.ask(beside) for node in nodes], [[(0,)]] * 2)


def is_there():
    if fleet_nodes.is_there() and fleet_zookeeper.is_there():
        return True
    print("clickhouse-server, Java or ZooKeeper is not installed: skipped")
    return False


@contextlib.contextmanager
def stage(names, relay_count):
    """ZooKeeper, two servers for each name of a shard, and relays for them."""
    nodes = []
    relays = []
    zookeeper = None
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        try:
            zookeeper = ZooKeeper(directory / "zookeeper")
            zookeeper.wait()
            for shard in names:
                nodes += [Node(directory / f"{shard}{i}", zookeeper.configuration(
                    shard, f"r{i}")) for i in range(2)]
            mail = directory / "mail.db"
            subprocess.run([FILL, "--sightings", str(SIGHTINGS), str(mail)],
                           check=True, stdout=subprocess.DEVNULL)
            relays = [Relay(COMMAND, directory, f"relay{i}", mail,
                            max(100, SIGHTINGS // 150)) for i in range(relay_count)]
            for node in nodes:
                node.wait()
            yield zookeeper, [nodes[i:i + 2] for i in range(0, len(nodes), 2)], relays
        finally:
            for relay in relays:
                if relay.process is not None and relay.process.poll() is None:
                    relay.kill()
            fleet_nodes.stop(nodes)
            if zookeeper is not None:
                zookeeper.kill()


def main():
    if not is_there():
        return SKIPPED
    with stage(["one"], 2) as (zookeeper, (nodes,), relays):
        for relay in relays:
            relay.configure(["|".join(node.url for node in nodes)])
        check_forms(relays[0], nodes)
        ship_through_a_kill(relays, nodes)
        check_no_zookeeper(zookeeper, relays, nodes)
        check_behind(relays[0], nodes)
        check_sent_again(relays[0], nodes)
        check_rollups(relays[0], nodes)
        rows = nodes[0].ask(f"{COUNT} FINAL")[0][0]
        print(f"{rows} rows on both replicas, each once")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
