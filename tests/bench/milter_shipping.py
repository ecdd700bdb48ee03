"""milter_shipping - what `attachmeter ship` beside the daemon costs the mail, for tests/bench/milter.

Mail to attachmeterd with no shipping (off), with what it brings being shipped each second (flush), and
while a backlog of a million rows goes (backlog), in an order of its own each round: at half the rate
that the machine was just seen to have, where the end of a message is waited for, and with as much mail
as it can take, where whatever else runs must cost.  Shipping runs as its unit has it: nice, and as a
group of its own with a tenth of the others' share of the CPU, which is the weight of its session where
the kernel groups by session (autogroup, sched(7)).  The shard is a server elsewhere: rows are taken and
dropped here, so that only questions reach a ClickHouse, which is idle then.
"""
import http.server
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from statistics import median, quantiles

from fleet_stage import Shards, write_password
from milter import cpu_s, judge, send, settled_cpu_s, write_message

NICE = 10  # of conf/systemd/attachmeter-ship.service.in, and of its CPUWeight
PACE = 0.5  # of what the machine can do
ROUND_S = 4
SIZE = 4000
SESSIONS = 8  # of paced mail
LOADS = (("4 sessions", 4000, 4), ("one session", 1200, 1))
WAYS = ("off", "flush", "backlog")
DROPPED = ("sighting", "day_message", "day_sighting", "small_group", "gap", "day_flaw", "run")


def serve_elsewhere(node):
    """The URL of a shard that drops rows of mail and days, and for all else is the node."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            insert = re.search(r"INSERT INTO (\w+)", urllib.parse.unquote(self.path))
            if insert and insert[1] in DROPPED:
                return self.tell(200, {}, b"")
            named = {k: v for k, v in self.headers.items() if k not in ("Host", "Content-Length")}
            request = urllib.request.Request(node.url + self.path, data=body, headers=named)
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return self.tell(200, answer.headers, answer.read())
            except urllib.error.HTTPError as error:
                return self.tell(error.code, error.headers, error.read())

        def tell(self, status, fields, body):
            self.send_response(status)
            for name, value in fields.items():
                if name.startswith("X-ClickHouse"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # a shipper was killed
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


class Shipper:
    def __init__(self, build, stage, database, url):
        self.program = build / "lib/cli/attachmeter"
        self.database, self.dir = database, stage
        self.conf = stage / "ship.conf"
        self.conf.write_text(f'database = "{database}"\nfleet_url = {{"{url}"}}\nfleet_user = default\n'
                             f'fleet_password_file = "{write_password(stage)}"\nfleet_flush = 1s\n')
        self.process = None

    def command(self, *words):
        return [self.program, *words, "--config", self.conf]

    def start(self, way):
        """flush: all but the new rows was shipped before."""
        state = self.dir / f"{way}.ship"
        if way == "backlog":
            state.unlink(missing_ok=True)
        with open(self.dir / "ship.log", "ab") as log:
            self.process = subprocess.Popen(["nice", "-n", str(NICE), *self.command("ship", "--state", state)],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            start_new_session=True)
        try:
            pathlib.Path(f"/proc/{self.process.pid}/autogroup").write_text(str(NICE))
        except OSError:  # no such groups: it is as nice to all
            pass

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def rows(self, way):
        """How many the state says are shipped."""
        said = subprocess.run(self.command("ship", "--status", "--format", "json", "--state",
                                           self.dir / f"{way}.ship"), capture_output=True, text=True, check=False)
        return int(said.stdout.split('"acked": ')[1].split(",")[0]) if said.stdout else 0


def under(shipper, way, work):
    """What work() gave with that way of shipping beside it; rows that it shipped and CPU that it had in a second."""
    if way == "off":
        return work(), 0, 0
    shipper.start(way)
    # A process that runs for long has looked at all days; a backlog is at work at once.
    time.sleep(2 if way == "flush" else 0.3)
    rows, used, began = shipper.rows(way), cpu_s(shipper.process.pid), time.monotonic()
    found = work()
    seconds = time.monotonic() - began
    used, rows = cpu_s(shipper.process.pid) - used, shipper.rows(way) - rows
    shipper.stop()
    return found, rows / seconds, used / seconds


def all_ways(shipper, work):
    return {way: under(shipper, way, work) for way in random.sample(WAYS, len(WAYS))}


def tell_shipped(found):
    return "ship: " + ", ".join(f"{way} {median(r[way][1] for r in found):.0f} rows/s by {median(r[way][2] for r in found):.2f} "
                                "of a core" for way in WAYS[1:]) + f"; load average {os.getloadavg()[0]:.1f}"


# ---- mail at a rate that leaves room ----


def pace(port, path, rate):
    """Messages in a second, and of the end of a message the median and the 99th of 100, in ms."""
    done = subprocess.run([sys.executable, pathlib.Path(__file__).with_name("paced.py"), str(port), path,
                           f"{rate:.1f}", str(ROUND_S), str(SESSIONS)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return told["speed"], median(told["ms"]), quantiles(told["ms"], n=100)[98]


def measure_paced(shipper, path, port, rounds):
    able = median(send(port, path, 1000, 4) for _ in range(3))
    rate = PACE * able
    pace(port, path, rate)
    found = [all_ways(shipper, lambda: pace(port, path, rate)) for _ in range(rounds)]
    print(f"not saturated: {rate:.0f} messages/s of 4 KB, {PACE:.0%} of the {able:.0f} that it can do; {rounds} rounds of "
          f"{ROUND_S} s; end of a message, median and 99 %, ms: " + ", ".join(
              f"{way} {median(r[way][0][1] for r in found):.2f} and {median(r[way][0][2] for r in found):.1f}"
              for way in WAYS) + f"; {tell_shipped(found)}")
    for way in WAYS[1:]:
        for i, what in enumerate(("messages/s", "median end of a message", "99 % end of a message")):
            judge(f"{what} against none, {way}", [r[way][0][i] / r["off"][0][i] for r in found])


# ---- as much mail as it can take ----


def flood(named, path, messages, sessions):
    """Messages in a second, CPU seconds of the daemon a message."""
    before = settled_cpu_s(named["daemon_pid"])
    speed = send(named["ours"], path, messages, sessions)
    return speed, (settled_cpu_s(named["daemon_pid"]) - before) / messages


def measure_saturated(shipper, path, named, rounds, scale):
    for name, messages, sessions in LOADS:
        messages = int(messages * scale)
        send(named["ours"], path, messages // 4, sessions)
        found = [all_ways(shipper, lambda: flood(named, path, messages, sessions)) for _ in range(rounds)]
        print(f"saturated, {name}: {rounds} rounds of {messages} messages of 4 KB; messages/s " +
              ", ".join(f"{way} {median(r[way][0][0] for r in found):.0f}" for way in WAYS) +
              f"; {tell_shipped(found)}")
        for way in WAYS[1:]:
            judge(f"messages/s against none, {way}", [r[way][0][0] / r["off"][0][0] for r in found])
            judge(f"CPU of the milter against none, {way}", [r[way][0][1] / r["off"][0][1] for r in found])


def grouping():
    try:
        grouped = pathlib.Path("/proc/sys/kernel/sched_autogroup_enabled").read_text().strip() == "1"
    except OSError:
        grouped = False
    return "in a session of its own, which has a tenth of another's share" if grouped else "without groups"


def measure_shipping(build, stage, named, rounds, scale):
    database, path = pathlib.Path(named["database"]), stage / "message"
    write_message(path, SIZE)
    with Shards(stage, 1) as shards:
        shipper = Shipper(build, stage, database, serve_elsewhere(shards.nodes[0]))
        subprocess.run(shipper.command("fleet", "init"), check=True, stdout=subprocess.DEVNULL)
        subprocess.run(shipper.command("ship", "--once", "--state", stage / "flush.ship"), check=True,
                       stdout=subprocess.DEVNULL)
        print(f"shipping at nice {NICE}, {grouping()}")
        try:
            measure_paced(shipper, path, named["ours"], rounds)
            measure_saturated(shipper, path, named, rounds, scale)
        finally:
            shipper.stop()
