#!/usr/bin/env python3
"""fleet_tls.py COMMAND FILL: a relay ships over TLS to a ClickHouse whose
certificate an authority of our own has signed, and to none that it must not trust.

What is refused is told in one line that names the setting to mend, and no
line, argument or file of ours has the password but its own.  Skipped where
clickhouse-server or openssl is not installed.
"""
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import fleet_nodes
from fleet_expect import expect, failures
from fleet_nodes import PASSWORD, Node, free_port
from fleet_relay import Relay

COMMAND, FILL = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
SKIPPED = 77
NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


class Authority:
    def __init__(self, directory, name):
        self.dir, self.name = directory, name
        self.path = directory / f"{name}.pem"
        self.openssl("req", "-x509", *NEW_KEY, "-keyout", f"{name}.key", "-out",
                     f"{name}.pem", "-subj", f"/CN={name}", "-days", "2")

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.dir, check=True,
                       capture_output=True)

    def sign(self, name, host, days="2"):
        """A certificate NAME.pem of a host with NAME.key; both in NAME.both."""
        self.openssl("req", *NEW_KEY, "-keyout", f"{name}.key", "-out",
                     f"{name}.csr", "-subj", f"/CN={name}", "-addext",
                     f"subjectAltName={host}")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{self.name}.pem",
                     "-CAkey", f"{self.name}.key", "-CAcreateserial", "-out",
                     f"{name}.pem", "-copy_extensions", "copy", "-days", days)
        (self.dir / f"{name}.both").write_text("".join(
            (self.dir / f"{name}.{kind}").read_text() for kind in ("pem", "key")))


class SecureNode(Node):
    """A server that also answers on `https`."""

    def __init__(self, directory):
        self.https = free_port()
        self.secrets = pathlib.Path(directory).parent
        super().__init__(directory, "<!-- TLS -->")
        self.wait()

    def secure(self, name, mode="none"):
        """Answer with that certificate from here on; strict: ask for one."""
        self.kill()
        path = self.dir / "config.xml"
        head, tail = path.read_text().split("<!-- TLS -->")
        path.write_text(
            f"{head}<!-- TLS --><https_port>{self.https}</https_port><openSSL><server>"
            f"<certificateFile>{self.secrets}/{name}.pem</certificateFile>"
            f"<privateKeyFile>{self.secrets}/{name}.key</privateKeyFile>"
            f"<caConfig>{self.secrets}/ours.pem</caConfig>"
            f"<verificationMode>{mode}</verificationMode></server></openSSL>"
            "</yandex>")
        assert "</yandex>" in tail
        self.start()
        self.wait()


def check_taken(what, relay, node):
    before = node.ask("SELECT count() FROM sighting FINAL")[0][0]
    relay.add(100, int(time.time()) // 86400)
    said = relay.command("ship", "--once")
    expect(f"{what} {said.stderr}", said.returncode, 0)
    expect(f"{what}: rows", node.ask("SELECT count() FROM sighting FINAL")[0][0] > before,
           True)


def check_refused(what, relay, *words, ships=True):
    """ships: a try more would not help, so shipping ends, too."""
    for command in (("fleet", "check"), ("ship", "--once"))[:1 + ships]:
        said = relay.command(*command)
        what = f"{what}: {command[0]}"
        expect(what, said.returncode, 1)
        expect(f"{what}: lines", len(said.stderr.splitlines()), 1)
        expect(f"{what}: its password", PASSWORD in said.stderr + said.stdout, False)
        for word in words:
            expect(f"{what}: {word} in {said.stderr!r}", word in said.stderr, True)


def check_secret(relay, directory):
    """While a process ships, and in what it leaves behind."""
    relay.ship()
    time.sleep(0.5)
    process = pathlib.Path(f"/proc/{relay.process.pid}")
    for name in ("cmdline", "environ"):
        expect(name, PASSWORD.encode() in (process / name).read_bytes(), False)
    relay.kill()
    for path in directory.glob("relay*"):
        expect(path.name, PASSWORD.encode() in path.read_bytes(), False)


def check(node, relay, directory):
    ca = directory / "ours.pem"
    https = f"https://127.0.0.1:{node.https}"
    node.secure("good")
    relay.configure([https], fleet_ca_file=ca)
    said = relay.command("fleet", "init")
    expect(f"init {said.stderr}", said.returncode, 0)
    check_taken("a certificate of ours", relay, node)
    check_secret(relay, directory)

    relay.configure([https], fleet_ca_file=directory / "theirs.pem")
    check_refused("another authority", relay, https, "fleet_ca_file")
    relay.configure([https])
    check_refused("no authority", relay, https, "fleet_ca_file")
    relay.configure([https], fleet_ca_file=directory / "none.pem")
    check_refused("an authority's file that is not there", relay, "none.pem",
                  "fleet_ca_file")
    name = f"https://localhost:{node.https}"
    relay.configure([name], fleet_ca_file=ca)
    check_refused("another host", relay, name, "'localhost'", "fleet_url")
    plain = f"http://127.0.0.1:{node.https}"
    relay.configure([plain], fleet_ca_file=ca)
    check_refused("plain HTTP", relay, plain, "https://", ships=False)
    wrong = f"https://127.0.0.1:{node.http}"
    relay.configure([wrong], fleet_ca_file=ca)
    check_refused("TLS to the plain port", relay, wrong, "https_port", ships=False)
    # That port may also wait for what looks like the rest of a request.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        wrong = f"https://127.0.0.1:{silent.getsockname()[1]}"
        relay.configure([wrong], fleet_ca_file=ca)
        check_refused("TLS to who waits", relay, wrong, "https_port", ships=False)

    node.secure("old")
    relay.configure([https], fleet_ca_file=ca)
    check_refused("a certificate of yesterday", relay, https, "expired", "new one")
    node.secure("good", "strict")
    check_refused("no certificate of the relay's", relay, https, "fleet_cert_file",
                  ships=False)
    relay.configure([https], fleet_ca_file=ca, fleet_cert_file=directory / "none.pem")
    check_refused("one that is not there", relay, "none.pem", "fleet_cert_file")
    relay.configure([https], fleet_ca_file=ca, fleet_cert_file=directory / "relay.both")
    check_taken("a certificate of the relay's", relay, node)


def main():
    if not fleet_nodes.is_there() or shutil.which("openssl") is None:
        print("clickhouse-server or openssl is not installed: skipped")
        return SKIPPED
    nodes = []
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        try:
            ours = Authority(directory, "ours")
            Authority(directory, "theirs")
            ours.sign("good", "IP:127.0.0.1")
            ours.sign("old", "IP:127.0.0.1", "-1")
            ours.sign("relay", "DNS:relay.example.org")
            mail = directory / "mail.db"
            subprocess.run([FILL, "--sightings", "500", str(mail)], check=True,
                           stdout=subprocess.DEVNULL)
            nodes.append(SecureNode(directory / "node"))
            check(nodes[0], Relay(COMMAND, directory, "relay0", mail, 100), directory)
        finally:
            fleet_nodes.stop(nodes)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
