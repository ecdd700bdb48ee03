#!/usr/bin/env python3
"""fleet.py BUILD [OPTION...] - for tests/bench/fleet, which tells of the options.

Wire: one relay ships through a port that counts.  Race: a relay's rows, as RowBinary in a file that
was made before, go by clickhouse-client, and out of its database by `attachmeter ship --once`, into
the same empty table of one server, by turns: once these rows alone, and once with those of all days,
as a relay has them to send that is new in its fleet; the ratio of rows of sightings a second is taken in
each round; told are medians and a 95 % interval.  Growth: four relays at once ship each size to servers of their own,
and what there is is asked for.  Shippers, servers and reports share the machine: rates are of all of it.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import sqlite3
import sys
import tempfile
from statistics import median

from fleet_stage import PASSWORD, RELAYS, Counter, Shards, fill, forget_shipping, remove, run
from peers import interval

QUESTIONS = {"report": ["report"], "by month, type": ["report", "--by", "month,type"], "trend": ["trend"],
             "top domains": ["top", "domains"], "top contents": ["top", "contents"], "whatif": ["whatif"]}
ROWS = ("SELECT count() FROM sighting",)
DISK = ("SELECT toInt64(sum(rows)), toInt64(sum(bytes_on_disk)), count() FROM system.parts WHERE active AND "
        "database = 'attachmeter' AND table = 'sighting'")
LONGEST_S = 1200
BYTES_EACH = 400  # on the disk, of a sighting on relay and shard, while it is merged


def number(word):
    found = re.fullmatch(r"([\d.]+)([kM]?)", word)
    if not found:
        raise argparse.ArgumentTypeError(f"{word} is no number: 200k, 5M")
    return int(float(found[1]) * {"": 1, "k": 1000, "M": 1000000}[found[2]])


def numbers(word):
    return [number(one) for one in word.split(",")]


def read_arguments():
    parser = argparse.ArgumentParser(prog="fleet")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--sizes", type=numbers)
    parser.add_argument("--shards", type=numbers, default=[1, 2])
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only", choices=("wire", "race", "growth"))
    parser.add_argument("--json", type=pathlib.Path)
    told = parser.parse_args()
    told.sizes = told.sizes or ([200000, 400000] if told.quick else [1000000, 5000000, 20000000])
    told.rounds = told.rounds or (5 if told.quick else 15)
    told.build = told.build.resolve()
    return told


def load():
    return round(os.getloadavg()[0], 1)


def must(relay, *words):
    done = relay.command(*words)
    if done.returncode != 0:
        sys.exit(f"fleet: {' '.join(words)}: {done.stderr or done.stdout}")


def ship_once(relay):
    return [relay.program, "ship", "--once", "--config", relay.conf]


# ---- wire, and the race with clickhouse-client ----


def measure_wire(relay, shards):
    node = shards.nodes[0]
    counter = Counter(node.http)
    relay.configure([counter.url])
    must(relay, "fleet", "init")
    must(relay, "ship", "--once")
    counter.close()
    rows, plain = shards.sum("SELECT count(), sum(length(domain) + 1) FROM sighting")
    found = {"rows": rows, "bytes_a_row": counter.to_server / rows,
             "rowbinary_bytes_a_row": plain / rows + fixed_width(node)}
    print(f"on the wire: {found['bytes_a_row']:.1f} bytes a row of sightings, rows of days and requests among "
          f"them; RowBinary without gzip {found['rowbinary_bytes_a_row']:.1f}; {rows} rows", flush=True)
    return found


def columns(node):
    """Those that a relay sends."""
    return node.ask("SELECT name, type FROM system.columns WHERE database = 'attachmeter' AND "
                    "table = 'sighting' AND default_kind = ''")


def fixed_width(node):
    """Bytes of a row in RowBinary but for its text."""
    return sum(int(found[0]) // (8 if "Int" in kind else 1) if (found := re.findall(r"\d+", kind)) else
               2 * (kind == "Date") for _, kind in columns(node))


def write_rows(node, path):
    """What the relay has sent, in its own order, as RowBinary: columns and rows."""
    names = ", ".join(name for name, _ in columns(node))
    _, _, _, failures = run([["sh", "-c", '"$@" >"$0"', path, *client(
        node, f"SELECT {names} FROM sighting ORDER BY sequence, ordinal FORMAT RowBinary")]])
    if failures:
        sys.exit(f"fleet: {failures[0]}")
    return names


def client(node, query):
    return ["clickhouse-client", "--port", str(node.tcp), "--host", "127.0.0.1", "--database", "attachmeter",
            "--password", PASSWORD, "--allow_experimental_low_cardinality_type", "1",
            "--query", query]


def empty(node):
    for (table,) in node.ask("SELECT name FROM system.tables WHERE database = 'attachmeter' AND name IN ("
                             "'sighting', 'day_sighting', 'day_message', 'small_group', 'run', 'relay')"):
        node.ask(f"TRUNCATE TABLE {table}")


def keep_days(relay):
    """A state of shipping that knows all days, and no row, as sent; relay has just sent all."""
    with sqlite3.connect(f"{relay.path}.ship") as db:
        db.execute("UPDATE progress SET acked = 0, sending = 0")
    db.close()
    state = relay.dir / "days.ship"
    shutil.copy(f"{relay.path}.ship", state)
    return state


def race_round(relay, shards, contenders, rows):
    """Of each: rows a second and a CPU second of the sender, CPU of the server a row; rows of days."""
    found = {}
    for who, (command, state) in contenders.items():
        empty(shards.nodes[0])
        forget_shipping(relay)
        if state is not None:
            shutil.copy(state, f"{relay.path}.ship")
        before = shards.cpu_s()
        seconds, cpu, _, failures = run([command])
        used = shards.cpu_s() - before
        if failures or shards.sum(*ROWS) != (rows,):
            sys.exit(f"fleet: {who}: {failures or shards.sum(*ROWS)}, not {rows} rows")
        found[who] = rows / seconds, rows / cpu, used / rows
    return found


def tell_ratio(what, values):
    low, high = interval(values)
    print(f"  {what:58} {median(values):6.2f} [{low:.2f} .. {high:.2f}]", flush=True)
    return {"median": median(values), "low": low, "high": high}


def race(relay, shards, directory, rounds):
    path = directory / "rows"
    (rows,) = shards.sum(*ROWS)
    names = write_rows(shards.nodes[0], path)
    relay.configure(shards.urls())
    forget_shipping(relay)
    must(relay, "ship", "--once")
    insert = client(shards.nodes[0], f"INSERT INTO sighting ({names}) FORMAT RowBinary")
    contenders = {"clickhouse-client": (["sh", "-c", '"$@" <"$0"', path, *insert], None),
                  "ship": (ship_once(relay), keep_days(relay)), "ship with all days": (ship_once(relay), None)}
    race_round(relay, shards, contenders, rows)
    (days,) = shards.sum("SELECT sum(toInt64(n)) FROM (SELECT count() AS n FROM day_sighting UNION ALL SELECT count() "
                         "FROM day_message UNION ALL SELECT count() FROM small_group)")
    found = [race_round(relay, shards, contenders, rows) for _ in range(rounds)]
    path.unlink()
    print(f"race: {rows} rows of sightings, {days} of days, {rounds} rounds; " + "; ".join(
        f"{who} {median(f[who][0] for f in found):.0f} rows/s, {median(f[who][1] for f in found):.0f} a CPU second of it, "
        f"{1e6 * median(f[who][2] for f in found):.2f} us of the server a row" for who in contenders) +
        f"; load average {load()}")
    results = {"rows": rows, "rows_of_days": days, "rounds": rounds, "load": load()}
    for who in contenders:
        results[who] = [median(f[who][i] for f in found) for i in range(3)]
        if who == "clickhouse-client":
            continue
        results[f"{who}, ratio"] = tell_ratio(f"rows/s of {who}, of clickhouse-client's",
                                              [f[who][0] / f["clickhouse-client"][0] for f in found])
        results[f"{who}, server CPU ratio"] = tell_ratio("CPU of the server for it", [
            f[who][2] / f["clickhouse-client"][2] for f in found])
    return results


def measure_one_relay(told, directory, results):
    relays = fill(told.build, directory, min(told.sizes[0], 1000000), 1)
    with Shards(directory, 1) as shards:
        results["wire"] = measure_wire(relays[0], shards)
        if told.only != "wire":
            results["race"] = race(relays[0], shards, directory, told.rounds)
    remove(relays)


# ---- growth ----


def ask(relay, shards, words, repeats):
    """Medians of a question: seconds, CPU of command and servers, memory; or what it failed of."""
    command = [relay.program, *words, "--config", relay.conf, "--format", "json"]
    found = []
    for _ in range(repeats):
        before = shards.cpu_s()
        seconds, cpu, memory, failures = run([command], LONGEST_S)
        if failures:
            return {"failed": failures[0]}
        found.append((seconds, cpu, shards.cpu_s() - before, memory))
        if seconds > 60:
            break
    return dict(zip(("s", "cpu_s", "server_cpu_s", "memory_bytes"),
                    (median(column) for column in zip(*found))))


def grow(relays, shards):
    for relay in relays:
        forget_shipping(relay)
        relay.configure(shards.urls())
    must(relays[0], "fleet", "init")
    before = shards.cpu_s()
    seconds, cpu, memory, failures = run([ship_once(relay) for relay in relays])
    if failures:
        sys.exit(f"fleet: ship: {failures[0]}")
    shards.settle()
    used = shards.cpu_s() - before
    (rows,) = shards.sum("SELECT count() FROM sighting FINAL")
    stored, disk, parts = shards.sum(DISK)
    sightings = sum(relay.ask("SELECT count(*) FROM sighting")[0][0] for relay in relays)
    found = {"sightings": sightings, "rows": rows, "stored": stored, "shards": shards.count, "parts": parts,
             "rows_per_s": rows / seconds, "rows_per_cpu_s": rows / cpu, "ship_memory_bytes": memory,
             "server_cpu_us_a_row": 1e6 * used / rows, "shard_bytes_a_row": disk / stored,
             "relay_bytes_a_sighting": sum(relay.path.stat().st_size for relay in relays) / sightings}
    repeats = 3 if rows < 2000000 else 1
    found["questions"] = {name: ask(relays[0], shards, [*words, "--from", "fleet"], repeats)
                          for name, words in QUESTIONS.items()}
    found["questions"]["audit of a relay"] = ask(relays[0], shards, ["ship", "--audit"], repeats)
    found["server_memory_bytes"] = shards.memory_bytes()
    found["load"] = load()
    return found


def shown(question):
    if "failed" in question:
        return "failed"
    return f"{question['s']:.2f}"


def tell_growth(found):
    print(f"{found['sightings']:10} sightings, {found['shards']} shards, load average {found['load']}: "
          f"{found['rows_per_s']:.0f} rows/s of four relays, {found['rows_per_cpu_s']:.0f} a CPU second of ship "
          f"({found['ship_memory_bytes'] / 1e6:.0f} MB each), {found['server_cpu_us_a_row']:.1f} us of CPU of the "
          f"servers a row; on the disk {found['shard_bytes_a_row']:.1f} bytes a row in {found['parts']} parts, "
          f"relays {found['relay_bytes_a_sighting']:.0f} a sighting; a server had {found['server_memory_bytes'] / 1e6:.0f} "
          "MB at most")
    for name, question in found["questions"].items():
        print(f"    {name:18} {shown(question):>9} s" + (
            f", CPU of the command {question['cpu_s']:.2f}, of the servers {question['server_cpu_s']:.2f} s; "
            f"{question['memory_bytes'] / 1e6:.0f} MB"
            if "s" in question else f": {question['failed']}"), flush=True)


def total(question):
    """CPU of all that works on it, which no other load touches."""
    return question["cpu_s"] + question["server_cpu_s"]


def tell_ratios(all_found):
    """How the CPU of a question grows: with rows on as many shards, with shards for the same rows."""
    for one in all_found:
        for other in all_found:
            more_rows = one["shards"] == other["shards"] and one["rows"] < other["rows"]
            more_shards = one["sightings"] == other["sightings"] and one["shards"] < other["shards"]
            if not more_rows and not more_shards:
                continue
            ratios = [f"{name} x{total(other['questions'][name]) / total(one['questions'][name]):.2f}"
                      for name in one["questions"]
                      if "s" in one["questions"][name] and "s" in other["questions"][name]]
            ratios.append(f"ship's rows/s x{other['rows_per_s'] / one['rows_per_s']:.2f}")
            what = (f"{other['rows'] / one['rows']:.1f} times the rows on {one['shards']} shards" if more_rows
                    else f"{other['shards']} shards for {one['shards']}, {one['sightings']} sightings")
            print(f"  {what}: CPU of {', '.join(ratios)}")


def measure_growth(told, directory, results):
    results["growth"] = []
    for size in told.sizes:
        if shutil.disk_usage(directory).free < size * BYTES_EACH:
            print(f"{size} sightings: skipped, there is no room for {size * BYTES_EACH / 1e9:.0f} GB")
            continue
        relays = fill(told.build, directory, size)
        for count in told.shards:
            with Shards(directory, count) as shards:
                results["growth"].append(grow(relays, shards))
                tell_growth(results["growth"][-1])
        remove(relays)
    tell_ratios(results["growth"])


def main():
    told = read_arguments()
    results = {"cores": os.cpu_count(), "load_before": load(), "relays": RELAYS}
    print(f"{os.cpu_count()} cores, load average {load()}, nice {os.nice(0)}")
    with tempfile.TemporaryDirectory(dir=told.build, prefix="fleet-") as name:
        directory = pathlib.Path(name)
        if told.only != "growth":
            measure_one_relay(told, directory, results)
        if told.only in (None, "growth"):
            measure_growth(told, directory, results)
    if told.json:
        told.json.write_text(json.dumps(results, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
