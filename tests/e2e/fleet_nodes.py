"""fleet_nodes - shards of a fleet for tests: servers of Debian's ClickHouse, each
a process of its own on two ports of 127.0.0.1, with its data in a directory.

Ends only what it started, by its process id.
"""
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

SERVER = "clickhouse-server"
PASSWORD = "open-sesame-42"

CONFIG = """<yandex>
<logger><level>error</level><log>{dir}/log</log><errorlog>{dir}/err</errorlog></logger>
<http_port>{http}</http_port><tcp_port>{tcp}</tcp_port>
<listen_host>127.0.0.1</listen_host>
<path>{dir}/data/</path><tmp_path>{dir}/tmp/</tmp_path>
<users_config>{dir}/users.xml</users_config>
<default_profile>default</default_profile>
<default_database>default</default_database>
<mark_cache_size>268435456</mark_cache_size>
<uncompressed_cache_size>0</uncompressed_cache_size>
{more}
</yandex>
"""
USERS = f"""<yandex>
<profiles><default><max_memory_usage>2000000000</max_memory_usage>
<log_queries>0</log_queries></default>
<readonly><readonly>1</readonly></readonly></profiles>
<users>
<default><password>{PASSWORD}</password>
<networks><ip>127.0.0.1</ip></networks>
<profile>default</profile><quota>default</quota></default>
<reader><password>{PASSWORD}</password>
<networks><ip>127.0.0.1</ip></networks>
<profile>readonly</profile><quota>default</quota></reader>
</users>
<quotas><default></default></quotas>
</yandex>
"""


def is_there():
    return shutil.which(SERVER) is not None


def free_port():
    """None of those that a connection gets by itself: it has to be free again
    for a server that was killed."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Node:
    """A server; `more` is added to its configuration."""

    def __init__(self, directory, more=""):
        self.dir = pathlib.Path(directory)
        for name in ("data", "tmp"):
            (self.dir / name).mkdir(parents=True)
        self.http, self.tcp = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.http}"
        (self.dir / "config.xml").write_text(CONFIG.format(
            dir=self.dir, http=self.http, tcp=self.tcp, more=more))
        (self.dir / "users.xml").write_text(USERS)
        self.process = None
        self.start()

    def start(self):
        with open(self.dir / "out", "ab") as out:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", SERVER,
                 f"--config-file={self.dir}/config.xml"], stdout=out,
                stderr=out, stdin=subprocess.DEVNULL, cwd=self.dir)

    def wait(self, seconds=30):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                self.ask("SELECT 1", database="default")
                return
            except OSError:
                time.sleep(0.05)
        logged = (self.dir / "err").read_text(errors="replace")[-500:]
        raise TimeoutError(f"{self.url} does not answer, ended {self.process.poll()}: {logged}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def post(self, query, body, headers, database="attachmeter"):
        """Status and text of an answer."""
        request = urllib.request.Request(
            f"{self.url}/?database={database}&wait_end_of_query=1&query="
            + urllib.request.quote(query), data=body, headers={
                "X-ClickHouse-User": "default",
                "X-ClickHouse-Key": PASSWORD, **headers})
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def ask(self, query, database="attachmeter"):
        """Rows of an answer, each a tuple of integers or texts."""
        status, text = self.post(query, b" ", {}, database)
        if status != 200:
            raise RuntimeError(f"{query}: {status} {text[:300]}")
        return [tuple(int(cell) if cell.lstrip("-").isdigit() else cell
                      for cell in line.split("\t"))
                for line in text.splitlines()]


def added_up(nodes, query):
    """A row of sums, of all of them."""
    rows = [node.ask(query)[0] for node in nodes]
    return tuple(map(sum, zip(*rows)))


def wait_for_mutations(nodes):
    until = time.monotonic() + 30
    while time.monotonic() < until and added_up(
            nodes, "SELECT count() FROM system.mutations WHERE NOT is_done"
    ) != (0,):
        time.sleep(0.1)


def stop(nodes):
    for node in nodes:
        if node.process.poll() is None:
            node.kill()


def write_password(directory, word=PASSWORD, name="password"):
    path = pathlib.Path(directory) / name
    path.write_text(word + "\n")
    os.chmod(path, 0o600)
    return path
