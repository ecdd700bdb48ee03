"""fleet_lost - checks of what a shard has lost of days, or all of it, and of a relay that has
lost rows which its shards have."""
import pathlib
import shutil
import time

from fleet_expect import expect
from fleet_nodes import added_up, wait_for_mutations

TODAY = int(time.time()) // 86400


def must_ship(relay, what="ship"):
    said = relay.command("ship", "--once")
    expect(f"{what} {said.stderr}", said.returncode, 0)


def names_of(relay, nodes):
    """All that its rows went under, as a condition."""
    names = nodes[0].ask("SELECT DISTINCT lower(hex(relay)) AS name FROM relay WHERE "
                         f"origin = unhex('{relay.id()}') ORDER BY name")
    return len(names), "(" + " OR ".join(f"relay = unhex('{row[0]}')" for row in names) + ")"


def check_init(relay, nodes):
    """Also where telling a shard more was cut off and its day has come, and where
    a shard was lost."""
    urls = [node.url for node in nodes]
    for what, cut, lost, words in (
            ("one shard", None, [], urls[:1]),
            ("cut off", "(start_day, shards, shard) SELECT toDate('2020-01-01'), 2, 0", [],
             [urls[0], f"{urls[1]} 2020-01-01"]),
            ("all lost", None, nodes, urls), ("again", None, [], urls),
            *(("one lost", None, [node], urls) for node in nodes)):
        if cut is not None:
            nodes[0].ask(f"INSERT INTO epoch {cut}")
        for node in lost:
            node.ask("DROP DATABASE IF EXISTS attachmeter", database="default")
        relay.configure(words)
        for word in "init", "check":
            said = relay.command("fleet", word)
            expect(f"{what}: {word} {said.stderr}", said.returncode, 0)


def check_backup(relay, nodes):
    """A database from a backup gives sequences once more, for other rows."""
    backup = relay.dir / "backup.db"
    shutil.copy(relay.path, backup)
    count = relay.ask("SELECT count(*) FROM sighting")[0][0]
    relay.add(100, TODAY)
    must_ship(relay)
    shutil.copy(backup, relay.path)
    pathlib.Path(f"{relay.path}.ship").unlink()
    must_ship(relay, "ship after it")
    relay.add(70, TODAY)
    must_ship(relay, "ship then")
    count_of_names, names = names_of(relay, nodes)
    expect("incarnations", count_of_names, 2)
    expect("rows of both", added_up(
        nodes, f"SELECT count() FROM sighting FINAL WHERE ordinal = 0 AND {names}"),
           (count + 170,))
    _, found = relay.audit()
    expect("audit of both", (found["missing"], found["misplaced"]), (0, 0))
    relay.run("DELETE FROM sighting_part", "DELETE FROM sighting WHERE "
              "sequence % 7 = 0")
    expect("audit of what was deleted since",
           relay.command("ship", "--audit").returncode, 0)


def missing(relay, nodes, count):
    """Of the relay's last rows those that are on no shard."""
    own = relay.ask(
        "SELECT sequence, lower(hex(substr(fingerprint, 1, 16))) FROM sighting JOIN content ON "
        "content.id = content ORDER BY sequence DESC LIMIT " + str(count))
    there = {row for node in nodes for row in node.ask(
        "SELECT sequence, lower(hex(fingerprint)) FROM sighting WHERE ordinal = 0 AND "
        f"sequence >= {own[-1][0]} AND {names_of(relay, nodes)[1]}")}
    return len(set(own) - there)


def restore(relay, lost, new, skip):
    """A life that ships some rows and forgets them, and what it records before it ships again.
    The state of shipping does not come back with the database."""
    backup = relay.dir / "backup.db"
    shutil.copy(relay.path, backup)
    relay.add(lost, TODAY)
    must_ship(relay)
    shutil.copy(backup, relay.path)
    relay.add(new, TODAY, skip)


def check_restored(relay, nodes):
    """Rows given between a restoration and the next start of shipping go, too."""
    restore(relay, 100, 70, 200)
    must_ship(relay, "ship after the database alone came back")
    expect("rows of between that are nowhere", missing(relay, nodes, 70), 0)
    expect("audit of them", relay.audit()[1]["missing"], 0)
    # As many as were lost, and more: ship cannot see it, the audit does.
    restore(relay, 50, 60, 300)
    must_ship(relay, "ship what is behind them")
    count = missing(relay, nodes, 60)
    expect("some are nowhere", count > 0, True)
    status, found = relay.audit()
    expect("audit of a sequence given twice", (status, found["missing"] >= count), (1, True))
    expect("repair", relay.audit("--repair")[0], 0)
    expect("rows that are nowhere after it", missing(relay, nodes, 60), 0)


def check_restored_twice(relay, nodes):
    """A name that has no row any more in the database gets none, and what was sent under it
    is forgotten."""
    backups = [relay.dir / f"backup{i}.db" for i in range(2)]
    for backup, count in zip(backups, (40, 60)):
        shutil.copy(relay.path, backup)
        relay.add(count, TODAY)
    must_ship(relay)
    for i, backup in enumerate(reversed(backups)):
        shutil.copy(backup, relay.path)
        time.sleep(1.1)  # names are told apart by seconds
        must_ship(relay)
        relay.add(80, TODAY, 400 + 100 * i)
        must_ship(relay)
    count, names = names_of(relay, nodes)
    content = relay.ask("SELECT lower(hex(fingerprint)) FROM content ORDER BY id DESC LIMIT 1")[0][0]
    expect("forget", relay.command("forget", "--yes", "--fingerprint", content).returncode, 0)
    must_ship(relay)
    noted = {row for node in nodes for row in node.ask(
        f"SELECT hex(relay) FROM forgotten WHERE {names} AND "
        f"fingerprint = unhex('{content[:32]}')")}
    expect("names that forget", len(noted), count)
    rows = f"SELECT count() FROM sighting FINAL WHERE {names}"
    before = added_up(nodes, rows)
    pathlib.Path(f"{relay.path}.ship").unlink()
    must_ship(relay, "ship without its state")
    expect("names", names_of(relay, nodes), (count, names))
    expect("rows under them", added_up(nodes, rows), before)


def check_days(relay, nodes):
    """Rows of days that a shard lost are found and sent, also where older ones are left."""
    own = f"relay = unhex('{relay.id()}')"
    there = [node.ask(f"SELECT count() FROM day_message WHERE {own}")[0][0] for node in nodes]
    node = nodes[there.index(max(there))]
    days, last, version = node.ask("SELECT uniq(day), max(toUInt16(day)), max(version) FROM "
                                   f"day_message WHERE {own}")[0]
    expect("audit before", relay.audit()[1]["missing_days"], 0)
    newest = f"{own} AND toUInt16(day) = {last}"
    node.ask("INSERT INTO day_message SELECT relay, day, version - 1, direction, domain, messages - 1, "
             "with_attachments, deliveries, deliveries_with_attachments, wire_bytes FROM "
             f"day_message WHERE {newest}")
    node.ask(f"ALTER TABLE day_message DELETE WHERE {newest} AND version = {version}")
    wait_for_mutations(nodes)
    status, found = relay.audit()
    expect("audit of a day of before", (status, found["missing_days"], [
        hole["days"] for hole in found["day_holes"]]), (1, 1, [1]))
    node.ask(f"ALTER TABLE day_sighting DELETE WHERE {own}")
    wait_for_mutations(nodes)
    found = relay.audit()[1]
    expect("audit without sums", found["missing_days"] >= days - 1, True)
    expect("where", [hole["shard"] for hole in found["day_holes"]], [nodes.index(node) + 1])
    status, again = relay.audit("--repair")
    expect("repair of days", (status, again["sent_days"]), (0, found["missing_days"]))
    expect("audit after it", relay.audit()[1]["missing_days"], 0)
