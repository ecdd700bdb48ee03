#!/usr/bin/env python3
"""fleet_together.py COMMAND RELAYS [ROUNDS]: roll-ups at once, and killed ones.

The mail of fleet_report.py on two shards.  Each time all months are to be built,
in small pieces, and the tables must then be those of one run that nobody
disturbed: beside one that began before, which has to give up; behind one that was
killed anywhere; behind one that was stopped meanwhile and goes on with what it
had; and of some that begin in the same moment.  Skipped where clickhouse-server
is not installed.
"""
import random
import signal
import subprocess
import sys
import time

import fleet_report
from fleet_expect import expect
from fleet_rollup import (check_figures, configure, dump, forget_notes, rollup,
                          ship_again)

PIECE = ("--rows", "40")
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 2
TABLES = ("SELECT count() FROM system.tables WHERE database = currentDatabase() AND "
          "match(name, '_next_')")


def begin(config):
    return subprocess.Popen([fleet_report.COMMAND, "fleet", "rollup", *PIECE, "--config",
                             config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            text=True)


def wait_for_swap(node):
    """Until a month is rolled up and others are not."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if node.ask("SELECT count() FROM rollup") != [(0,)]:
            return
        time.sleep(0.01)
    sys.exit("a roll-up does nothing")


def end(run):
    _, said = run.communicate(timeout=60)
    return run.returncode, said


def check_second(nodes, config, wanted):
    """The one that began last goes on."""
    forget_notes(nodes)
    first = begin(config)
    wait_for_swap(nodes[0])
    second = begin(config)
    status, said = end(first)
    expect(f"the first one {said}", (status, "another roll-up" in said), (1, True))
    expect("the second one", end(second), (0, ""))
    expect("two at once", dump(nodes), wanted)


def check_killed(fleet, nodes, config, wanted):
    chance = random.Random(3)
    for _ in range(ROUNDS):
        forget_notes(nodes)
        first = begin(config)
        time.sleep(chance.random() * 1.5)
        first.kill()
        end(first)
        rollup(fleet)
        expect("behind one that was killed", dump(nodes), wanted)
        expect("tables that are left", [node.ask(TABLES) for node in nodes],
               [[(0,)]] * len(nodes))


def check_stopped(fleet, nodes, config):
    """What it had read is not what there is when it goes on.  What all tables are
    then, with the rows that came meanwhile."""
    forget_notes(nodes)
    first = begin(config)
    wait_for_swap(nodes[0])
    first.send_signal(signal.SIGSTOP)
    ship_again(fleet, "2")
    rollup(fleet)
    check_figures(fleet, nodes, "beside one that is stopped")
    wanted = dump(nodes)
    first.send_signal(signal.SIGCONT)
    status, said = end(first)
    expect(f"the one that was stopped {said}", (status, "another roll-up" in said), (1, True))
    expect("behind it", dump(nodes), wanted)
    return wanted


def check_same_moment(fleet, nodes, config, wanted):
    """One is left, or none."""
    for _ in range((ROUNDS + 1) // 2):
        forget_notes(nodes)
        ends = [end(run) for run in [begin(config) for _ in range(3)]]
        expect(f"three at once {ends}", [said for status, said in ends if status != 0
                                        and "another roll-up" not in said], [])
        expect("no more than one", sum(status == 0 for status, _ in ends) <= 1, True)
        rollup(fleet)
        expect("three at once", dump(nodes), wanted)
        check_figures(fleet, nodes, "three at once")


def check_all(fleet, nodes):
    fleet.must("0", "fleet", "init")
    ship_again(fleet, "01")
    config = configure(fleet)
    rollup(fleet)
    check_second(nodes, config, dump(nodes))
    wanted = check_stopped(fleet, nodes, config)
    check_killed(fleet, nodes, config, wanted)
    check_same_moment(fleet, nodes, config, wanted)


if __name__ == "__main__":
    sys.exit(fleet_report.play(check_all))
