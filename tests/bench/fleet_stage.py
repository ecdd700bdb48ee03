"""fleet_stage - four relays with databases of any size and the shards they ship to, for tests/bench/fleet.

A quarter of the contents is the same at all relays.  Ends only what it started.
"""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import fleet_nodes  # noqa: E402
from fleet_nodes import PASSWORD, write_password  # noqa: E402,F401
from fleet_relay import Relay  # noqa: E402

RELAYS = 4
SHARED_PERMILLE = 250
DAYS = 180  # all of them in detail
SETTLE_S = 600
# ClickHouse's own limit of a query, where the tests have a fifth.
fleet_nodes.USERS = fleet_nodes.USERS.replace("2000000000", "10000000000")


def cpu_s(pid):
    """CPU time of all threads of another process, by its clock (clock_getcpuclockid(3))."""
    return time.clock_gettime((~pid << 3) | 2)


def run(commands, timeout_s=3600):
    """Run them all at once: seconds, their CPU seconds, the largest one's memory in bytes, failures."""
    with open(os.devnull, "r+b") as null:
        began = time.monotonic()
        children = [subprocess.Popen(["timeout", str(timeout_s), *command], stdin=null, stdout=null,
                                     stderr=subprocess.PIPE) for command in commands]
        cpu, memory, failures = 0.0, 0, []
        for child in children:
            said = child.stderr.read().decode(errors="replace").strip()
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            child.stderr.close()
            cpu += used.ru_utime + used.ru_stime
            memory = max(memory, used.ru_maxrss * 1024)
            if child.returncode != 0:
                failures.append(said.splitlines()[-1] if said else f"exit {child.returncode}")
        return time.monotonic() - began, cpu, memory, failures


class Shards:
    """So many servers, in a directory of their own; to be used with `with`."""

    def __init__(self, directory, count):
        self.dir = pathlib.Path(directory)
        self.nodes = []
        self.count = count

    def __enter__(self):
        try:
            for i in range(self.count):
                self.nodes.append(fleet_nodes.Node(self.dir / f"shard{i}"))
            for node in self.nodes:
                node.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        fleet_nodes.stop(self.nodes)
        for i in range(self.count):
            shutil.rmtree(self.dir / f"shard{i}", ignore_errors=True)

    def urls(self):
        return [node.url for node in self.nodes]

    def sum(self, query):
        """Each column of the one row that a shard answers, added up."""
        return tuple(map(sum, zip(*(node.ask(query)[0] for node in self.nodes))))

    def cpu_s(self):
        return sum(cpu_s(node.process.pid) for node in self.nodes)

    def memory_bytes(self):
        """The most that one of them ever had."""
        return max(int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(
            f"/proc/{node.process.pid}/status").read_text())[1]) * 1024 for node in self.nodes)

    def settle(self):
        """Wait for merges: no figure hangs on what is being done behind it."""
        until, quiet = time.monotonic() + SETTLE_S, 0
        while quiet < 3 and time.monotonic() < until:
            quiet = quiet + 1 if self.sum("SELECT count() FROM system.merges") == (0,) else 0
            time.sleep(0.5)


def fill(build, directory, sightings, count=RELAYS):
    """So many relays that have so many sightings together."""
    parts = [pathlib.Path(directory) / f"mail{i}.db" for i in range(count)]
    _, _, _, failures = run([[build / "tests/bench/bench_fill", "--sightings", str(sightings // count),
                              "--days", str(DAYS), "--detail-days", str(DAYS), "--seed", str(i + 1),
                              "--shared", str(SHARED_PERMILLE), path] for i, path in enumerate(parts)])
    if failures:
        sys.exit(f"bench_fill: {failures[0]}")
    relays = []
    for i, path in enumerate(parts):
        relays.append(Relay(str(build / "lib/cli/attachmeter"), pathlib.Path(directory), f"relay{i}", path,
                            100000))
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
    return relays


def forget_shipping(relay):
    pathlib.Path(f"{relay.path}.ship").unlink(missing_ok=True)


def remove(relays):
    for relay in relays:
        for path in relay.dir.glob(f"{relay.name}.*"):
            path.unlink()


class Counter:
    """A port that goes on to a server and counts the bytes each way."""

    def __init__(self, port):
        self.port = port
        self.to_server = self.from_server = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.port))
            for one, other, name in ((client, server, "to_server"), (server, client, "from_server")):
                threading.Thread(target=self.pass_on, args=(one, other, name), daemon=True).start()

    def pass_on(self, one, other, name):
        try:
            while data := one.recv(1 << 16):
                setattr(self, name, getattr(self, name) + len(data))
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.listener.close()
