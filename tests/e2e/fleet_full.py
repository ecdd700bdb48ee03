#!/usr/bin/env python3
"""fleet_full.py COMMAND FILL [SIGHTINGS]: the disk of a shard is full while a
relay ships: rows wait, why is told, and when there is room all of them are there
once.

The disk is a tmpfs of 64 MB with ballast on it.  Skipped where clickhouse-server
is not installed, or nothing may be mounted.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import fleet_nodes
from fleet import COMMAND, FILL, check_equal
from fleet_expect import expect, failures
from fleet_nodes import Node
from fleet_relay import Relay
from fleet_replicas import wait_until

SIGHTINGS = int(sys.argv[3]) if len(sys.argv) > 3 else 20000
SKIPPED = 77
DISK_BYTES = 64 << 20
COUNT = "SELECT count() FROM sighting"


def mount(directory):
    directory.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs",
                           str(directory)], capture_output=True, text=True, check=False)
    return done.stderr.strip() or None


def move_data(node, place):
    """Its rows alone: a log that cannot be written would be another failure."""
    node.wait()
    node.kill()
    data = node.dir / "data"
    shutil.move(data, place)
    data.symlink_to(place)
    node.start()
    node.wait()


def fill_up(path):
    """All the room there is."""
    with open(path, "wb", buffering=0) as ballast:
        try:
            while ballast.write(bytes(4096)):
                pass
        except OSError:
            pass


def failure_of(relay):
    said = relay.command("ship", "--status", "--format", "json")
    return json.loads(said.stdout)["failure"]


def check_full(relay, node, ballast):
    relay.ship()
    wait_until("something is shipped", lambda: node.ask(COUNT)[0][0] > 0)
    fill_up(ballast)
    wait_until("it is full", lambda: failure_of(relay) != "")
    why = failure_of(relay)
    expect(f"the reason in {why!r}", "space" in why, True)
    waiting = relay.lag()
    expect("shipping is in the middle", 0 < waiting < SIGHTINGS, True)
    expect("what is there is read", node.ask(COUNT)[0][0] > 0, True)
    expect("it goes on trying", relay.process.poll(), None)
    ballast.unlink()
    wait_until("all is shipped", lambda: relay.lag() == 0)
    relay.kill()
    expect("the last of it", relay.command("ship", "--once").returncode, 0)
    check_equal([relay], [node], "after the full disk: ")
    expect("audit", relay.command("ship", "--audit").returncode, 0)
    print(f"{waiting} rows waited for room, all are there once")


def main():
    if not fleet_nodes.is_there():
        print("clickhouse-server is not installed: skipped")
        return SKIPPED
    nodes = []
    relay = None
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        disk = directory / "disk"
        refusal = mount(disk)
        if refusal is not None:
            print(f"{refusal}: skipped")
            return SKIPPED
        try:
            mail = directory / "mail.db"
            subprocess.run([FILL, "--sightings", str(SIGHTINGS), str(mail)], check=True,
                           stdout=subprocess.DEVNULL)
            relay = Relay(COMMAND, directory, "relay", mail, 200)
            nodes.append(Node(directory / "node"))
            move_data(nodes[0], disk / "data")
            relay.configure([nodes[0].url])
            said = relay.command("fleet", "init")
            expect(f"init {said.stderr}", said.returncode, 0)
            check_full(relay, nodes[0], disk / "ballast")
        finally:
            if relay is not None and relay.process is not None and (
                    relay.process.poll() is None):
                relay.kill()
            fleet_nodes.stop(nodes)
            subprocess.run(["umount", str(disk)], check=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
