"""serve_client.py: the server of `attachmeter serve` and a client of it, for the
tests beside this file.  The client speaks raw bytes: what a library would
refuse to send has to be sent too."""
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import sys
import time

failures = []


def wrong(name, text):
    failures.append(name)
    print(f"{name}: {text}", file=sys.stderr)


def expect(name, got, wanted):
    if got != wanted:
        wrong(name, f"{got!r}, not {wanted!r}")


def end():
    print("passed" if not failures else f"{len(failures)} failed")
    return bool(failures)


class Answer:
    """One answer out of received bytes; rest is what came after it."""

    def __init__(self, raw, has_body=True):
        head, _, rest = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        match = re.match(r"HTTP/1\.[01] (\d{3})", lines[0])
        self.status = int(match.group(1)) if match else None
        self.fields = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.fields[name.lower()] = value.strip()
        size = int(self.fields.get("content-length", 0)) if has_body else 0
        self.body, self.rest = rest[:size], rest[size:]
        self.is_whole = self.status is not None and len(self.body) == size


class Server:
    def __init__(self, command, config, *options, **more):
        self.errors = pathlib.Path(config).parent / "errors"
        with open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [command, "serve", "--config", str(config), *options],
                stdout=subprocess.PIPE, stderr=errors, **more)
        ready, _, _ = select.select([self.process.stdout], [], [], 30)
        self.where = (self.process.stdout.readline().decode().strip()
                      if ready else "")
        port = re.search(r":(\d+)/$", self.where)
        self.port = int(port.group(1)) if port else None
        self.path = self.where.removeprefix("unix:")
        self.host = "::1" if "[" in self.where else "127.0.0.1"

    def connect(self, timeout=30):
        if self.port is None:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(timeout)
            connection.connect(self.path)
            return connection
        return socket.create_connection((self.host, self.port), timeout)

    def exchange(self, raw, timeout=30):
        """Send, and all that comes until the other end closes."""
        with self.connect(timeout) as connection:
            connection.sendall(raw)
            return receive_all(connection)

    def ask(self, target, method="GET", host="localhost", fields=(),
            timeout=30):
        raw = request(target, method, host, (*fields, "Connection: close"))
        return Answer(self.exchange(raw, timeout), method != "HEAD")

    def said(self):
        return self.errors.read_text(errors="replace")

    def rss_kib(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text).group(1))

    def fds(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def is_alive(self):
        return self.process.poll() is None

    def stop(self, name, number=signal.SIGTERM):
        """It must end by itself, soon, with 0."""
        if self.is_alive():
            self.process.send_signal(number)
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = f"not ended: {self.process.wait()}"
        self.process.stdout.close()
        if status != 0:
            wrong(name, f"ended with {status}: {self.said()}")


def request(target, method="GET", host="localhost", fields=()):
    lines = [f"{method} {target} HTTP/1.1"]
    if host is not None:
        lines.append(f"Host: {host}")
    return "\r\n".join([*lines, *fields, "", ""]).encode("latin-1")


def receive_all(connection):
    received = b""
    try:
        while True:
            some = connection.recv(65536)
            if not some:
                return received
            received += some
    except (ConnectionResetError, BrokenPipeError):
        return received


def receive_answers(connection, count):
    """That many answers of a connection that stays open."""
    received, answers = b"", []
    while len(answers) < count:
        answer = Answer(received)
        if b"\r\n\r\n" in received and answer.is_whole:
            answers.append(answer)
            received = answer.rest
            continue
        some = connection.recv(65536)
        if not some:
            break
        received += some
    return answers


def wait_for(condition, timeout=10):
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def write_config(where, **settings):
    """A configuration in the directory; its path."""
    config = where / "conf"
    lines = {"database": f'"{where}/site.db"', "key_file": f'"{where}/key"',
             "socket": f'"unix:{where}/socket"', **settings}
    config.write_text("".join(f"{k} = {v}\n" for k, v in lines.items()))
    return config


def fill(tool, database, sightings, seed=1):
    for end_of_name in ("", "-wal", "-shm"):
        pathlib.Path(f"{database}{end_of_name}").unlink(missing_ok=True)
    subprocess.run([tool, "--sightings", str(sightings), "--days", "60",
                    "--detail-days", "10", "--seed", str(seed),
                    str(database)], check=True, stdout=subprocess.DEVNULL)
