"""fleet_zookeeper - one ZooKeeper for the replicas of a test: Debian's, with its
data in a directory, on a port of 127.0.0.1.

Ends only what it started, by its process id.
"""
import pathlib
import shutil
import socket
import subprocess
import time

from fleet_nodes import free_port

JARS = pathlib.Path("/usr/share/java")
LIBRARY = JARS / "zookeeper.jar"  # its manifest names the others
SESSION_MS = 4000  # after which a replica that is gone is known to be

CONFIG = """dataDir={dir}/data
clientPortAddress=127.0.0.1
clientPort={port}
tickTime=500
admin.enableServer=false
4lw.commands.whitelist=srvr
"""


def is_there():
    return shutil.which("java") is not None and LIBRARY.exists()


class ZooKeeper:
    def __init__(self, directory):
        self.dir = pathlib.Path(directory)
        (self.dir / "data").mkdir(parents=True)
        self.port = free_port()
        (self.dir / "zoo.cfg").write_text(CONFIG.format(dir=self.dir, port=self.port))
        self.process = None
        self.start()

    def start(self):
        with open(self.dir / "out", "ab") as out:
            self.process = subprocess.Popen(
                ["java", "-Xmx128m", "-cp", f"{LIBRARY}:{JARS}/slf4j-simple.jar",
                 "org.apache.zookeeper.server.ZooKeeperServerMain",
                 str(self.dir / "zoo.cfg")], stdout=out, stderr=out,
                stdin=subprocess.DEVNULL)

    def wait(self, seconds=30):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 5) as asked:
                    asked.sendall(b"srvr")
                    if asked.recv(4096).startswith(b"Zookeeper version"):
                        return
            except OSError:
                pass
            time.sleep(0.1)
        raise TimeoutError("ZooKeeper does not answer")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def configuration(self, shard, replica):
        """What a server of ClickHouse is to know."""
        return (f"<zookeeper><node><host>127.0.0.1</host><port>{self.port}</port>"
                f"</node><session_timeout_ms>{SESSION_MS}</session_timeout_ms>"
                f"</zookeeper><macros><shard>{shard}</shard><replica>{replica}"
                f"</replica></macros><interserver_http_port>{free_port()}"
                "</interserver_http_port><interserver_http_host>127.0.0.1"
                "</interserver_http_host>")
