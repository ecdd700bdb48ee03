"""milter_shipping - what `attachmeter ship` beside the daemon costs the mail, for tests/bench/milter.

Rounds of mail to attachmeterd, each with no shipping (off), with what the mail brings being shipped
each second (flush), and while a backlog of half a million rows goes (backlog), in an order of its own.
Shipping is as nice as its unit says.  The shard is a server elsewhere: what is inserted is taken and
dropped here, so that only the other questions reach a ClickHouse, which is idle then.
"""
import http.server
import pathlib
import random
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from statistics import median

from fleet_stage import Shards, write_password
from milter import judge, send, settled_cpu_s, write_message

NICE = 10  # of conf/systemd/attachmeter-ship.service.in
LOADS = (("4 KB", 4000, 1000, 4), ("4 KB, one session", 4000, 400, 1))
WAYS = ("off", "flush", "backlog")


def serve_elsewhere(node):
    """The URL of a shard that drops the rows of sightings, and for all else is the node."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if "INSERT INTO sighting (" in urllib.parse.unquote(self.path):
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
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)

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


def play_round(shipper, named, path, messages, sessions):
    """Way: (messages in a second, CPU seconds of the daemon a message, rows shipped in a second)."""
    found = {}
    for way in random.sample(WAYS, len(WAYS)):
        pid = named["daemon_pid"]
        before, rows = settled_cpu_s(pid), shipper.rows(way) if way == "flush" else 0
        began = time.monotonic()
        if way != "off":
            shipper.start(way)
            time.sleep(0.3)
        speed = send(named["ours"], path, messages, sessions)
        shipped = (shipper.rows(way) - rows) / (time.monotonic() - began) if way != "off" else 0
        used = settled_cpu_s(pid) - before
        shipper.stop()
        found[way] = speed, used / messages, shipped
    return found


def measure(shipper, stage, named, rounds, scale):
    for name, size, messages, sessions in LOADS:
        path = stage / "message"
        write_message(path, size)
        messages = max(40, int(messages * scale))
        send(named["ours"], path, messages // 4, sessions)
        found = [play_round(shipper, named, path, messages, sessions) for _ in range(rounds)]
        print(f"{name}, shipping beside it: {rounds} rounds of {messages} messages in {sessions} sessions; messages/s " +
              ", ".join(f"{way} {median(r[way][0] for r in found):.0f}" for way in WAYS) +
              f"; rows/s shipped from the backlog {median(r['backlog'][2] for r in found):.0f}, "
              f"by flush {median(r['flush'][2] for r in found):.0f}")
        for way in WAYS[1:]:
            judge(f"messages/s against none, {way}", [r[way][0] / r["off"][0] for r in found])
            judge(f"CPU of the milter against none, {way}", [r[way][1] / r["off"][1] for r in found])


def measure_shipping(build, stage, named, rounds, scale):
    database = pathlib.Path(named["database"])
    with Shards(stage, 1) as shards:
        shipper = Shipper(build, stage, database, serve_elsewhere(shards.nodes[0]))
        subprocess.run(shipper.command("fleet", "init"), check=True, stdout=subprocess.DEVNULL)
        subprocess.run(shipper.command("ship", "--once", "--state", stage / "flush.ship"), check=True,
                       stdout=subprocess.DEVNULL)
        try:
            measure(shipper, stage, named, rounds, scale)
        finally:
            shipper.stop()
