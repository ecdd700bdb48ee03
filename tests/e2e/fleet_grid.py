#!/usr/bin/env python3
"""fleet_grid.py COMMAND FILL [SIGHTINGS]: two shards of two servers each, of which
one of each shard is killed in the middle of shipping.

Rows go on to the ones that are left, reports and deletions with them, and when the
others are back each server of a shard has the shard's rows once, and months of
them the same sums.  Skipped where clickhouse-server, Java or ZooKeeper is not
installed.
"""
import json
import random
import sys

from fleet import check_equal, check_one_shard_each
from fleet_expect import expect, failures
from fleet_replicas import (COUNT, MONTHS, REPORT, SKIPPED, is_there, stage, wait_for_equals,
                            wait_for_some, wait_until)

RELAYS = 3


def urls_of(shards):
    return ["|".join(node.url for node in shard) for shard in shards]


def choices(shards):
    """One server of each shard, in all ways."""
    return [[one, other] for one in shards[0] for other in shards[1]]


def check_wrong(relay, shards):
    """Replicas of one shard named as two would each have half of the rows."""
    crossed = [[shards[0][0], shards[1][0]], [shards[0][1], shards[1][1]]]
    relay.configure(urls_of(crossed))
    said = relay.command("fleet", "init")
    expect(f"servers of two shards as replicas {said.stderr}",
           (said.returncode, "macro 'shard'" in said.stderr), (1, True))
    relay.configure(urls_of(shards))


def ship_through_kills(relays, shards):
    chance = random.Random(11)
    for relay in relays:
        relay.ship()
    for shard in shards:
        wait_for_some(shard)
    dead = [shard[chance.randrange(2)] for shard in shards]
    for node in dead:
        expect("shipping is in the middle", max(relay.lag() for relay in relays) > 0, True)
        node.kill()
    wait_until("all goes to the others", lambda: all(
        relay.lag() == 0 for relay in relays))
    left = [node for shard in shards for node in shard if node not in dead]
    report = relays[0].command(*REPORT)
    expect(f"a report from those that are left {report.stderr}", report.returncode, 0)
    said = relays[0].command("fleet", "check")
    expect("check tells which", (said.returncode, [node.url in said.stderr for node in dead]),
           (1, [True] * len(dead)))
    for action in "purge", "rollup":
        wait_until("they are known to be dead", lambda: all(node.ask(
            "SELECT max(active_replicas) FROM system.replicas") == [(1,)] for node in left), 60)
        said = relays[0].command("fleet", action)
        expect(f"{action} on those that are left {said.stderr}", said.returncode, 0)
    for node in dead:
        node.start()
    for node in dead:
        node.wait(90)


def check_all(relays, shards):
    """Each row once, whichever server of a shard is asked."""
    for relay in relays:
        relay.kill()
        expect("the last of it", relay.command("ship", "--once").returncode, 0)
    for shard in shards:
        wait_for_equals(shard)
    totals = []
    for nodes in choices(shards):
        where = " and ".join(node.url for node in nodes)
        check_equal(relays, nodes, f"{where}: ")
        check_one_shard_each(nodes)
        relays[0].configure([node.url for node in nodes])
        report = relays[0].command(*REPORT)
        expect(f"{where}: a report {report.stderr}", report.returncode, 0)
        totals.append(json.loads(report.stdout)["totals"])
    expect("the same reports", totals, totals[:1] * len(totals))
    expect("of all copies", totals[0]["sightings"] > 0, True)
    relays[0].configure(urls_of(shards))
    for relay in relays:
        status, found = relay.audit()
        expect(f"{relay.name}: audit {found}", status, 0)
    expect("rollup", relays[0].command("fleet", "rollup").returncode, 0)
    for shard in shards:
        wait_for_equals(shard)
        built = [[node.ask(query) for query in MONTHS] for node in shard]
        expect("months on both", (built[0], built[0][0][0][0] > 0), (built[1], True))
    said = relays[0].command("fleet", "check")
    expect(f"check {said.stderr}", said.returncode, 0)


def main():
    if not is_there():
        return SKIPPED
    with stage(["one", "two"], RELAYS) as (_, shards, relays):
        for relay in relays:
            relay.configure(urls_of(shards))
        check_wrong(relays[0], shards)
        said = relays[0].command("fleet", "init")
        expect(f"init {said.stderr}", said.returncode, 0)
        ship_through_kills(relays, shards)
        check_all(relays, shards)
        rows = [shard[0].ask(f"{COUNT} FINAL")[0][0] for shard in shards]
        print(f"{' and '.join(map(str, rows))} rows on two servers each, each once")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
