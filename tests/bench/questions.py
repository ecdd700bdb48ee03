#!/usr/bin/env python3
"""questions.py BUILD [--scale X] [--rounds N] [--only WORD] - views beside the sqlite3 shell.

A question is put to the command and, as one statement, to the shell, over one made-up database,
by turns, after both have read it once.  What it costs is user and system time of the process; the
ratio is taken in each round; told are medians and a 95 % interval, and the ratio less what each
program takes where it finds no row.
"""
import datetime
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from peers import interval

UNTIL = datetime.date.today()
NEVER = datetime.date(1990, 1, 1)


def number(day):
    return (day - datetime.date(1970, 1, 1)).days


def rows_of_days(since, until):
    """What a report may cost: reading the rows that it adds up."""
    return f"SELECT * FROM day_sighting WHERE day >= {number(since)} AND day < {number(until)}"


def own(since, until, more="1"):
    """The attachments that links can stand for."""
    return ("SELECT content, message, continuation, size_bytes AS size, local + sent AS copies,"
            " stored_bytes * (local + sent) AS stored FROM sighting CROSS JOIN message"
            " ON message.id = message WHERE content IS NOT NULL AND local + sent > 0"
            f" AND day >= {number(since)} AND day < {number(until)} AND {more}")


def links(since, until):
    """The whole set alone: bytes in mailboxes, and each content once; no threshold."""
    return (f"SELECT sum(stored), sum(size), sum(copies) FROM (SELECT max(size) AS size, sum(stored) AS stored,"
            f" sum(copies) AS copies FROM ({own(since, until)}) GROUP BY content)")


RULE = "size_bytes >= 1000000 AND local + external >= 5 AND family IN (1, 5)"


def links_of_rule(since, until):
    """A set, what stays outside of it, inside containers too, and what shares are of."""
    days = f"day >= {number(since)} AND day < {number(until)}"
    met = "(SELECT content FROM chosen)"
    outside = (f"NOT ({RULE}) AND (content IN {met} OR sequence IN"
               f" (SELECT sighting FROM sighting_part WHERE content IN {met}))")
    return (f"WITH chosen AS MATERIALIZED ({own(since, until, RULE)}), once AS (SELECT max(size) AS size,"
            " sum(stored) AS stored, sum(copies) AS copies FROM chosen GROUP BY content)"
            " SELECT sum(stored), sum(size), sum(copies), (SELECT count(DISTINCT message) FROM chosen"
            " WHERE continuation = 0), (SELECT sum(continuation = 0) FROM chosen), (SELECT sum(stored) FROM"
            f" ({own(since, until, outside)})), (SELECT sum(with_attachments) FROM day_message WHERE {days}),"
            f" (SELECT sum(stored_local_bytes + stored_sent_bytes) FROM day_sighting WHERE {days}) FROM once")


def contents(since, until):
    """What our mailboxes hold of each content, and what one copy of it is."""
    return f"""
        SELECT content, sum(stored_bytes * (local + sent)) AS held, max(size_bytes) AS size,
               count(*) AS sightings, sum(local + external) AS reach
          FROM sighting JOIN message ON message.id = sighting.message
         WHERE day >= {number(since)} AND day < {number(until)} AND content IS NOT NULL
           AND local + sent > 0
         GROUP BY content"""


def top_contents(since, until):
    """The ten, alone: no others, no contents inside others, no small groups."""
    return f"SELECT *, held - size AS avoidable FROM ({contents(since, until)}) " \
           "ORDER BY avoidable DESC LIMIT 10"


def top_types(since, until):
    return f"""
        SELECT family, sum(held - size) AS avoidable FROM ({contents(since, until)}) AS c
          JOIN content ON content.id = c.content GROUP BY family ORDER BY avoidable DESC"""


# name, the command's arguments, what the shell is asked, days; the most that is right
QUESTIONS = [(f"report of {days} days", ["report"], rows_of_days, days, 2)
             for days in (1, 7, 30, 90, 365, 730)]
QUESTIONS += [("top contents, 180 days", ["top"], top_contents, 180, 1),
              ("top types, 180 days", ["top", "types"], top_types, 180, 1),
              ("whatif, all of 180 days", ["whatif"], links, 180, 1),
              ("whatif, a rule", ["whatif", "--min-size", "1M", "--min-recipients", "5", "--type",
                                  "pdf,image"], links_of_rule, 180, 1)]


def cpu_s(command):
    """User and system time; exit status 3 is an empty range."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = status
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"questions: {command} failed")
    return used.ru_utime + used.ru_stime


def both(build, database, question, since, until):
    _, words, ask, _, _ = question
    command = [build / "lib/cli/attachmeter", *words, "--database", database, "--since", str(since),
               "--until", str(until), "--format", "json"]
    return command, ["sqlite3", "-readonly", database, ask(since, until)]


def put(build, database, question, rounds):
    name, _, _, days, most = question
    ours, shell = both(build, database, question, UNTIL - datetime.timedelta(days), UNTIL)
    start = [median(cpu_s(command) for _ in range(5))
             for command in both(build, database, question, NEVER, NEVER + datetime.timedelta(1))]
    cpu_s(ours), cpu_s(shell)
    pairs = [(cpu_s(ours), cpu_s(shell)) for _ in range(rounds)]
    ratios = [mine / its for mine, its in pairs]
    low, high = interval(ratios)
    mine, its = (median(column) for column in zip(*pairs))
    net = median((mine - start[0]) / max(its - start[1], 1e-9) for mine, its in pairs)
    print(f"{name:24} {1000 * mine:9.1f} ms {1000 * its:9.1f} ms   x{median(ratios):.2f} "
          f"[{low:.2f} .. {high:.2f}], less start x{net:.2f}   <= {most}  "
          f"{'MISSED' if low > most else 'ok'}", flush=True)
    return low > most


def make(build, scale):
    """The database of this scale, made if it is not there, or of another day or program."""
    database, fill = build / f"past-{scale:g}-{UNTIL}.db", build / "tests/bench/bench_fill"
    if not database.exists() or database.stat().st_mtime < fill.stat().st_mtime:
        for old in build.glob("past-*"):
            old.unlink()
        subprocess.run([fill, "--sightings", str(int(20e6 * scale)),
                        "--until", str(UNTIL), database], check=True)
    return database


def main():
    options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
    build = Path(sys.argv[1]).resolve()
    database = make(build, float(options.get("--scale", 1)))
    chosen = [q for q in QUESTIONS if options.get("--only", "") in q[0]]
    print(f"{database.stat().st_size / 1e6:.0f} MB; CPU of ours, of the shell, ratio")
    missed = [put(build, database, question, int(options.get("--rounds", 15))) for question in chosen]
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
