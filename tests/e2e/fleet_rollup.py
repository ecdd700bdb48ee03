#!/usr/bin/env python3
"""fleet_rollup.py COMMAND RELAYS: what `fleet rollup` builds is what reports say.

The mail of fleet_report.py on two shards whose tables are of version 1, which
are brought up to date in place.  One relay's rows come late, all of them come
twice, some are lost and repaired, one content is forgotten, and a month goes:
each time the months that changed are built anew, and no others.  At last old
sums go.  Skipped where
clickhouse-server is not installed.
"""
import collections
import datetime
import pathlib
import re
import sqlite3
import subprocess
import sys
import time

import fleet_report
from fleet_expect import expect
from fleet_report import RANGE, RELAYS

VERSIONS = pathlib.Path(__file__).resolve().parents[2] / "sql" / "fleet"
TABLES = ("rollup_day", "rollup_content")
SUMS = ("day_message", "day_sighting", "small_group", "gap", "day_flaw", "rollup_day")
ALL_DAYS = 3650  # detail_days, so that the mail's days are not too old

# What a month's contents are, of a relay by which all mail came.
CONTENTS = """
WITH seen AS (
    SELECT m.day, m.local + m.sent > 0 AS own, s.content,
           EXISTS (SELECT 1 FROM sighting_part p WHERE p.sighting = s.sequence)
               AS is_container
      FROM sighting s JOIN message m ON m.id = s.message
     WHERE s.content IS NOT NULL
    UNION ALL
    SELECT m.day, m.local + m.sent > 0, p.content, 0
      FROM sighting_part p JOIN sighting s ON s.sequence = p.sighting
      JOIN message m ON m.id = s.message)
SELECT month, count(*), sum(size), sum(own), sum(own * size)
  FROM (SELECT CAST(strftime('%Y%m', day * 86400, 'unixepoch') AS INTEGER)
                   AS month, content, max(own) AS own,
               CASE WHEN max(is_container) THEN 0 ELSE c.size_bytes END AS size
          FROM seen JOIN content c ON c.id = content
         GROUP BY 1, 2)
 GROUP BY month"""
DOMAINS = """
SELECT d.name, sum(NOT m.continuation), sum(m.local), sum(m.external),
       sum(m.sent), sum(s.stored_bytes * NOT m.continuation)
  FROM sighting s JOIN message m ON m.id = s.message
  JOIN domain d ON d.id = m.domain
 GROUP BY d.name"""


def configure(fleet, days=ALL_DAYS):
    path = fleet.configure("0")
    path.write_text(path.read_text().replace(
        f"detail_days = {fleet_report.DETAIL_DAYS}", f"detail_days = {days}"))
    return path


def rollup(fleet, days=ALL_DAYS, more=()):
    """Months built on each shard, and months of which the contents went."""
    done = subprocess.run([fleet_report.COMMAND, "fleet", "rollup", *more, "--config",
                           configure(fleet, days)],
                          capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        sys.exit(f"rollup: {done.stderr}")
    return [tuple(map(int, re.search(r"(\d+) months? built, .* (\d+) month", line).groups()))
            for line in done.stdout.splitlines()]


def dump(nodes):
    return [[sorted(node.ask(query)) for query in (
        "SELECT * FROM rollup_day",
        "SELECT hex(fingerprint), month, size_bytes, family, first_day, last_day, "
        "sightings, copies_local, copies_external, copies_sent FROM rollup_content",
    )] for node in nodes]


def added(nodes, query):
    """Rows whose first column is a key, and the others numbers to add up."""
    sums = collections.defaultdict(lambda: None)
    for node in nodes:
        for key, *row in node.ask(query):
            before = sums[key] or [0] * len(row)
            sums[key] = [a + b for a, b in zip(before, row)]
    return dict(sums)


def months_of(node):
    return node.ask("SELECT uniqExact(toYYYYMM(day)) FROM sighting")[0][0]


def check_figures(fleet, nodes, where):
    days = added(nodes, """
        SELECT toString(day) AS day_text, sum(sightings), sum(copies_local),
               sum(copies_external), sum(copies_sent), sum(size_bytes),
               sum(stored_bytes), sum(wire_bytes), sum(stored_local_bytes)
               + sum(stored_external_bytes) + sum(stored_sent_bytes),
               sum(stored_local_bytes) + sum(stored_sent_bytes)
          FROM rollup_day GROUP BY day_text""")
    wanted = {row["day"]: [row[key] for key in (
        "sightings", "copies_local", "copies_external", "copies_sent",
        "received_size_bytes", "received_stored_bytes", "received_wire_bytes",
        "delivered_stored_bytes", "own_delivered_stored_bytes")]
        for row in fleet.view(["report", "--by", "day"])["rows"]}
    expect(f"{where}: days", days, wanted)
    with sqlite3.connect(fleet.dir / "all.db") as db:
        domains = {name: list(row) for name, *row in db.execute(DOMAINS)}
        contents = {month: list(row) for month, *row in db.execute(CONTENTS)}
    expect(f"{where}: domains", added(nodes, """
        SELECT domain, sum(sightings), sum(copies_local), sum(copies_external),
               sum(copies_sent), sum(stored_bytes)
          FROM rollup_day GROUP BY domain"""), domains)
    expect(f"{where}: contents", added(nodes, """
        SELECT month, count(), sum(size_bytes), sum(copies_local + copies_sent > 0),
               sum(if(copies_local + copies_sent > 0, size_bytes, toUInt64(0)))
          FROM rollup_content GROUP BY month"""), contents)
    expect(f"{where}: contents noted", added(nodes, """
        SELECT month, contents, content_bytes, own_contents, own_content_bytes
          FROM rollup FINAL"""), contents)
    expect(f"{where}: nothing is left beside", [
        node.ask("SELECT count() FROM system.tables WHERE database = currentDatabase() AND "
                 "match(name, '_next_')") for node in nodes], [[(0,)]] * len(nodes))


def go_back(nodes):
    """Tables as version 1 has them, with all their rows."""
    later = [path.stem for path in VERSIONS.glob("000[2-9]/*.sql")]
    for node in nodes:
        for table in (*later, "schema_version"):
            node.ask(f"DROP TABLE {table}")
        text = (VERSIONS / "0001" / "schema_version.sql").read_text("utf-8")
        node.ask(text.replace("{replacing}", "ReplacingMergeTree()"))
        node.ask("INSERT INTO schema_version (version) SELECT 1")


def check_upgrade(fleet, nodes):
    go_back(nodes)
    rows = [node.ask("SELECT count(), sum(sequence) FROM sighting FINAL") for node in nodes]
    for words in ["ship", "--once"], ["fleet", "check"], ["report", "--from", "fleet"]:
        done = fleet.run("0", *words)
        expect(f"version 1: {words[0]}", (done.returncode, "fleet upgrade" in done.stderr),
               (1, True))
    fleet.must("0", "fleet", "upgrade")
    fleet.must("0", "fleet", "check")
    expect("rows of version 1", [node.ask(
        "SELECT count(), sum(sequence) FROM sighting FINAL") for node in nodes], rows)


def ship_again(fleet, names):
    for name in names:
        (fleet.dir / f"{name}.db.ship").unlink(missing_ok=True)
        fleet.must(name, "ship", "--once")


def wait_for_mutations(node):
    for _ in range(300):
        if node.ask("SELECT count() FROM system.mutations WHERE NOT is_done") == [(0,)]:
            return
        time.sleep(0.1)
    sys.exit("a mutation does not end")


def forget_notes(nodes):
    """All months are to be built again."""
    for node in nodes:
        node.ask("ALTER TABLE rollup DELETE WHERE 1")
        wait_for_mutations(node)


def check_changes(fleet, nodes):
    for node in nodes:
        node.ask("SYSTEM STOP MERGES attachmeter.sighting")  # nothing becomes one row
    rollup(fleet)  # without relay 2
    ship_again(fleet, "2")
    expect("late rows: something is built", sum(b for b, _ in rollup(fleet)) > 0, True)
    check_figures(fleet, nodes, "late rows")
    before = dump(nodes)
    ship_again(fleet, "012")
    expect("rows that came twice: nothing is built", rollup(fleet), [(0, 0)] * 2)
    for rows in "1000000", "60":
        forget_notes(nodes)
        expect(f"built by {rows} rows", rollup(fleet, more=("--rows", rows)),
               [(months_of(node), 0) for node in nodes])
        expect(f"built by {rows} rows, it is the same", dump(nodes), before)
    expect("a month has more than two pieces", max(
        node.ask("SELECT max(rows) FROM rollup FINAL")[0][0] for node in nodes) > 120, True)
    for node in nodes:
        expect("rows are there twice", node.ask("SELECT count() > 1.9 * uniqExact(relay, "
                                                "sequence, ordinal) FROM sighting"), [(1,)])
        node.ask("SYSTEM START MERGES attachmeter.sighting")
    lost = nodes[0].ask("SELECT toYYYYMM(day) AS month, count() FROM sighting "
                        "GROUP BY month ORDER BY month LIMIT 1")[0][0]
    nodes[0].ask(f"ALTER TABLE sighting DELETE WHERE toYYYYMM(day) = {lost}")
    wait_for_mutations(nodes[0])
    expect("a month that was lost", rollup(fleet), [(1, 0), (0, 0)])
    for table in TABLES:
        expect(f"{table} of it", nodes[0].ask(
            f"SELECT count() FROM {table} WHERE month = {lost}"), [(0,)])
    for name in "012":
        fleet.must(name, "ship", "--repair")
    expect("repaired", rollup(fleet), [(1, 0), (0, 0)])
    expect("repaired, it is the same", dump(nodes), before)


def check_forgotten(fleet, nodes):
    """Before and after its rows are deleted."""
    content, rows = nodes[0].ask(
        "SELECT hex(fingerprint), count() AS rows FROM sighting WHERE digested = 1 AND "
        "ordinal = 0 AND parts = 0 GROUP BY fingerprint ORDER BY rows DESC LIMIT 1")[0]
    nodes[0].ask("INSERT INTO forgotten (fingerprint, relay, until_sequence) SELECT DISTINCT "
                 f"fingerprint, relay, 1000000 FROM sighting WHERE fingerprint = unhex('{content}')")
    expect("a content with rows", rows > 0, True)
    expect("forgotten: something is built", rollup(fleet)[0][0] > 0, True)
    expect("it is gone", nodes[0].ask("SELECT count() FROM rollup_content WHERE "
                                      f"fingerprint = unhex('{content}')"), [(0,)])
    fleet.must("0", "fleet", "purge")


def check_pieces(fleet, nodes):
    """What the 16 pieces of a month begin and end with, and more: 16384 contents."""
    nodes[0].ask(
        "INSERT INTO sighting (fingerprint, relay, sequence, day, digested, size_bytes, local, "
        "key_id) "
        "SELECT unhex(concat(substring(hex(toUInt32(16777216 + (16 * intDiv(number, 4) "
        "+ if(number % 4 < 2, 0, 65535)) % 65536)), 5, 4), "
        "if(number % 2, 'ffffffffffffffffffffffffffff', '0000000000000000000000000000'))), "
        "'r', number + 1, toDate('2023-05-06'), 1, 3, 2, 'k' "
        "FROM (SELECT number FROM system.numbers LIMIT 16384)")
    expect("pieces of all fingerprints", rollup(fleet, more=("--rows", "1024")),
           [(1, 0), (0, 0)])
    expect("contents of all of them", nodes[0].ask(
        "SELECT contents, content_bytes FROM rollup FINAL WHERE month = 202305"),
        [(16384, 3 * 16384)])
    expect("their days", nodes[0].ask(
        "SELECT count(), sum(sightings), sum(copies_local), sum(size_bytes) FROM rollup_day "
        "WHERE month = 202305"), [(1, 16384, 2 * 16384, 3 * 16384)])


def check_old(fleet, nodes):
    """Contents go with the detail, sums stay."""
    days = [node.ask("SELECT count(), sum(stored_bytes) FROM rollup_day") for node in nodes]
    months = [node.ask("SELECT uniqExact(month) FROM rollup_content")[0][0] for node in nodes]
    expect("there are some", min(months) > 0, True)
    expect("old months", rollup(fleet, fleet_report.DETAIL_DAYS), [(0, n) for n in months])
    expect("contents of them", [node.ask("SELECT count() FROM rollup_content")
                                for node in nodes], [[(0,)]] * 2)
    expect("their days", [node.ask("SELECT count(), sum(stored_bytes) FROM rollup_day")
                          for node in nodes], days)


def months_ago(today, months):
    month = today.year * 12 + today.month - 1 - months
    return datetime.date(month // 12, month % 12 + 1, min(today.day, 28))


def rows_of_sums(nodes, since):
    """Of each table of sums, all rows and those from a day on."""
    ages = {table: f"day >= toDate('{since}')" for table in SUMS}
    ages["run"] = f"heartbeat_s >= toUInt32(toDateTime('{since} 00:00:00', 'UTC'))"
    ages["rollup"] = f"month >= {since:%Y%m}"
    return {table: [sum(numbers) for numbers in zip(*(node.ask(
        f"SELECT count(), countIf({age}) FROM {table}")[0] for node in nodes))]
        for table, age in ages.items()}


def check_old_sums(fleet, nodes):
    """Sums go, too: on each shard what is older than sum_months, and a day."""
    first, last = nodes[0].ask("SELECT toString(min(day)), toString(max(day)) FROM day_sighting")[0]
    first, last = (datetime.date.fromisoformat(day) for day in (first, last))
    today = datetime.datetime.now(datetime.timezone.utc).date()
    middle = first + (last - first) / 2
    months = (today.year - middle.year) * 12 + today.month - middle.month
    since = months_ago(today, months) - datetime.timedelta(1)
    for day in since - datetime.timedelta(1), since:
        for table in "small_group", "gap", "day_flaw":
            nodes[0].ask(f"INSERT INTO {table} (day) SELECT toDate('{day}')")
        nodes[0].ask("INSERT INTO run (heartbeat_s) SELECT toUInt32(toDateTime("
                     f"'{day} 23:59:59', 'UTC'))")
    before = rows_of_sums(nodes, since)
    expect(f"some go, some stay {before}", all(0 < left < there for there, left in before.values()),
           True)
    path = configure(fleet, 30)
    path.write_text(path.read_text() + f"sum_months = {months}\n")
    subprocess.run([fleet_report.COMMAND, "fleet", "purge", "--config", path], check=True,
                   stdout=subprocess.DEVNULL)
    for node in nodes:
        wait_for_mutations(node)
    expect("old sums", rows_of_sums(nodes, since),
           {table: [left, left] for table, (_, left) in before.items()})


def check_all(fleet, nodes):
    fleet.must("0", "fleet", "init")
    ship_again(fleet, "01")
    check_upgrade(fleet, nodes)
    check_changes(fleet, nodes)
    check_pieces(fleet, nodes)
    check_forgotten(fleet, nodes)
    check_old(fleet, nodes)
    check_old_sums(fleet, nodes)


if __name__ == "__main__":
    sys.exit(fleet_report.play(check_all))
