"""nothing_left.py BINDIR: of the mail that passed nothing is left.

Mail with addresses, names, subjects, file names, contents and ids that stand
nowhere else goes through the daemon.  Then every file that it wrote (database,
log of the database, spool, its own log) is searched for each of them as it is,
in other case, in UTF-16, base64, quoted-printable, percent signs and hex, and
for digests of the contents: while it runs, while records wait in the spool,
after kill -9 and after a stop.  Also what a user in front of the machine sees
of its rights: modes of files, sockets, limits, no core.

Root runs it as an unprivileged user, as init systems do.
"""
import base64
import contextlib
import glob
import hashlib
import os
import pathlib
import quopri
import random
import resource
import shutil
import signal
import socket
import sqlite3
import stat
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse

BINDIR = pathlib.Path(sys.argv[1])
UID = 64123 if os.getuid() == 0 else os.getuid()
OWN = "own-domain.example.org"  # a domain of ours is in the rows, by design
RANDOM = random.Random(20261128)
failures = []


def wrong(text):
    failures.append(text)
    print(f"FAILED: {text}", file=sys.stderr)


def word(size=12):
    return "".join(RANDOM.choice("bcdfghjkmnpqrstvwxz") for _ in range(size))


# ---- what is looked for, and how ----

def shapes(value):
    """The forms that bytes can be found in, by name; in lower case, but where
    case is all there is."""
    yield "as it is", value.lower()
    yield "hex", value.hex().encode()
    yield "quoted-printable", quopri.encodestring(value, quotetabs=True).replace(
        b"=\n", b"").strip(b"\n").lower()
    yield "percent signs", urllib.parse.quote_from_bytes(
        value, safe="").lower().encode()
    with contextlib.suppress(UnicodeDecodeError):
        text = value.decode()
        yield "UTF-16LE", text.encode("utf-16-le").lower()
        yield "UTF-16BE", text.encode("utf-16-be").lower()
    for shift in range(3):
        # what of it does not depend on the bytes around
        encoded = base64.b64encode(b"\0" * shift + value)
        yield f"base64, {shift}", encoded[(0, 2, 3)[shift]:-4]


def found(value, data):
    """The forms of the value that are in the data."""
    lower = data.lower()
    return [name for name, shape in shapes(value)
            if shape in (data if name.startswith("base64") else lower)]


class Mail:
    """One message of words that are nowhere else, and what must not be left."""

    def __init__(self, number):
        self.secrets = {}
        self.sender = self.address("sender")
        self.rcpts = [self.secret("recipient of ours", word()) + "@" + OWN,
                      self.address("recipient outside")]
        self.queue_id = self.secret("queue id", "4" + word(13).upper())
        self.client = self.secret("client name", word() + ".example.net")
        self.ip = f"2001:db8:{RANDOM.randrange(4096, 65536):x}::" \
                  f"{RANDOM.randrange(4096, 65536):x}"
        self.secrets["client address"] = self.ip.encode()
        self.secrets["client address, packed"] = socket.inet_pton(
            socket.AF_INET6, self.ip)
        self.login = self.secret("login", word())
        self.number = number
        self.fields, self.body = self.compose()

    def secret(self, name, text):
        self.secrets[name] = text.encode()
        return text

    def address(self, name):
        local = self.secret(f"{name}, local part", word())
        domain = self.secret(f"{name}, domain", word() + ".example.com")
        self.secrets[f"{name}, digest"] = hashlib.sha256(
            f"{local}@{domain}".encode()).digest()
        return f"{local}@{domain}"

    def content(self, name, size):
        """Bytes of a file, which are no secret in hex alone."""
        data = f"%PDF-1.4 {self.secret(name, word(24))}\n".encode()
        data += RANDOM.randbytes(size) + b"\n"
        self.secrets[f"{name}, its last bytes"] = data[-33:-1]
        for algorithm in ("sha256", "sha1", "md5"):
            self.secrets[f"{name}, {algorithm}"] = hashlib.new(
                algorithm, data).digest()
        return data

    def part(self, name, type_, data, encode=base64.encodebytes,
             encoding="base64"):
        file = self.secret(f"{name}, its file name", word() + ".pdf")
        return (f"Content-Type: {type_}; name=\"{file}\"\r\n"
                f"Content-Transfer-Encoding: {encoding}\r\n"
                f"Content-ID: <{self.secret(name + ', its id', word())}@x>\r\n"
                f"Content-Disposition: attachment; filename*=UTF-8''{file}\r\n"
                "\r\n").encode() + encode(data).replace(b"\n", b"\r\n")

    def winmail(self):
        """A file in TNEF (MS-OXTNEF 2.1.3)."""
        title = self.secret("file in TNEF, its name", word() + ".doc") + "\0"
        out = struct.pack("<IH", 0x223e9f78, 1)
        for attribute, value in ((0x00069002, b"\0" * 14),
                                 (0x00018010, title.encode()),
                                 (0x0006800f, self.content("file in TNEF",
                                                           900))):
            out += struct.pack("<BII", 2, attribute, len(value)) + value
            out += struct.pack("<H", sum(value) & 0xffff)
        return out

    def compose(self):
        edge = self.secret("boundary", word(20))
        inner = (f"Subject: {self.secret('inner subject', word())}\r\n"
                 f"From: {self.address('inner sender')}\r\n").encode()
        inner += self.part("inner file", "application/pdf",
                           self.content("inner file", 700))
        text = self.secret("text", word(30)) + "\r\n"
        parts = [
            f"Content-Type: text/plain\r\n\r\n{text}".encode(),
            self.part("file", "application/pdf", self.content("file", 3000)),
            self.part("text file", "text/csv", self.content("text file", 0),
                      lambda data: quopri.encodestring(data),
                      "quoted-printable"),
            self.part("winmail.dat", "application/ms-tnef", self.winmail()),
            b"Content-Type: message/rfc822\r\n\r\n" + inner,
        ]
        body = b"".join(f"--{edge}\r\n".encode() + part + b"\r\n"
                        for part in parts) + f"--{edge}--\r\n".encode()
        name = self.secret("display name", "Zoë " + word())
        coded = base64.b64encode(name.encode()).decode()
        subject = self.secret("subject", word() + " für " + word())
        fields = [
            ("Received", f"from {self.client} ([{self.ip}]) by mx with ESMTP"),
            ("Message-ID", f"<{self.secret('Message-ID', word(20))}@"
                           f"{self.client}>"),
            ("From", f"=?UTF-8?B?{coded}?= <{self.sender}>"),
            ("To", f"\"{self.secret('name of recipient', word())}\" "
                   f"<{self.rcpts[0]}>"),
            ("Subject", f"{subject}"),
            ("X-Spam", self.secret("other field", word(20))),
            ("MIME-Version", "1.0"),
            ("Content-Type", f"multipart/mixed; boundary=\"{edge}\""),
        ]
        return fields, body


# ---- the milter's other side ----

class Peer:
    """What an MTA says (libmilter's protocol, version 6)."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.put(b"O", struct.pack(">III", 6, 0x1ff, 0x1fffff))
        if self.get()[:1] != b"O":
            raise OSError("no negotiation")

    def put(self, command, data=b""):
        self.socket.sendall(struct.pack(">I", len(data) + 1) + command + data)

    def get(self):
        size, = struct.unpack(">I", self.exactly(4))
        return self.exactly(size)

    def exactly(self, size):
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                raise OSError("hung up")
            data += piece
        return data

    def macros(self, command, *pairs):
        self.put(b"D", command + b"".join(
            name + b"\0" + value.encode() + b"\0" for name, value in pairs))

    def begin(self, mail):
        told = [(b"i", mail.queue_id), (b"{mail_addr}", mail.sender),
                (b"{client_name}", mail.client), (b"{client_addr}", mail.ip),
                (b"{client_port}", "4711"), (b"{daemon_port}", "25")]
        if mail.number % 2 == 0:  # whoever logs in is one of ours
            told.append((b"{auth_authen}", mail.login))
        self.macros(b"M", *told)
        self.put(b"M", f"<{mail.sender}>\0SIZE=10000\0".encode())
        for rcpt in mail.rcpts:
            self.macros(b"R", (b"{rcpt_addr}", rcpt), (b"{rcpt_mailer}", "smtp"))
            self.put(b"R", f"<{rcpt}>\0".encode())
        for name, value in mail.fields:
            self.put(b"L", f"{name}\0 {value}\0".encode())
        self.put(b"N")

    def send(self, mail):
        self.begin(mail)
        for i in range(0, len(mail.body), 1000):
            self.put(b"B", mail.body[i:i + 1000])
        self.macros(b"E", (b"i", mail.queue_id))
        self.put(b"E")
        answer = self.get()
        if answer != b"c":
            wrong(f"mail was answered with {answer}")


# ---- the daemon ----

class Daemon:
    def __init__(self, where, name, settings):
        self.dir = where / name
        self.dir.mkdir()
        os.chown(self.dir, UID, UID)
        self.database, self.socket = self.dir / "db", self.dir / "sock"
        self.config, self.log = where / f"{name}.conf", where / f"{name}.log"
        self.config.write_text(
            f'socket = "unix:{self.socket}"\ndatabase = "{self.database}"\n'
            f'key_file = "{self.dir}/key"\n'
            f"local_domains = {{{OWN}}}\n{settings}")
        self.program = where / "bin" / "attachmeterd"
        self.process = None

    def start(self):
        words = [self.program, "--foreground", "--config", self.config]
        if os.getuid() == 0:
            words[:0] = ["setpriv", f"--reuid={UID}", f"--regid={UID}",
                         "--clear-groups"]

        def allow_core():
            os.umask(0)  # a careless one: what it makes must not follow
            most = resource.getrlimit(resource.RLIMIT_CORE)[1]
            resource.setrlimit(resource.RLIMIT_CORE, (most, most))

        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                words, stdout=log, stderr=log, cwd=self.dir,
                preexec_fn=allow_core,
                env=dict(os.environ, LD_LIBRARY_PATH=str(self.program.parent)))
        for _ in range(500):
            with contextlib.suppress(OSError):
                return Peer(str(self.socket))
            time.sleep(0.02)
        raise SystemExit(f"it did not start: {self.log.read_text()}")

    def end(self, number):
        self.process.send_signal(number)
        for _ in range(300):  # libmilter looks when somebody connects
            with contextlib.suppress(OSError):
                Peer(str(self.socket)).socket.close()
            if self.process.poll() is not None:
                return
            time.sleep(0.05)
        wrong("it does not end")
        self.process.kill()

    def wait(self, messages):
        for _ in range(600):
            with contextlib.suppress(sqlite3.Error):
                with contextlib.closing(sqlite3.connect(
                        f"file:{self.database}?mode=ro", uri=True)) as database:
                    got, = database.execute(
                        "SELECT count(*) FROM message").fetchone()
                    if got >= messages:
                        return
            time.sleep(0.05)
        wrong(f"{messages} messages do not arrive")

    def files(self):
        """What it wrote, by name: its directory, its log, and whatever else of
        its user is where anybody may write."""
        names = [path for path in self.dir.rglob("*") if path.is_file()]
        names.append(self.log)
        for place in ("/tmp", "/var/tmp", "/dev/shm"):
            for path in pathlib.Path(place).glob("*"):
                with contextlib.suppress(OSError):
                    if path.is_file() and path.stat().st_uid == UID != 0 and \
                            UID != os.getuid():
                        names.append(path)
        return {str(path): path.read_bytes() for path in names}


def leaks(files, mails):
    """(path, secret, forms) of all that is found."""
    for path, data in files.items():
        for mail in mails:
            for name, value in mail.secrets.items():
                forms = found(value, data)
                if forms:
                    yield path, name, forms


def search(moment, daemon, mails, logged=()):
    """Nothing may be found but what is logged, and that in the log only."""
    files = daemon.files()
    seen = 0
    for path, name, forms in leaks(files, mails):
        if path == str(daemon.log) and name in logged:
            seen += 1
        else:
            wrong(f"{moment}: {path} has the {name}: {forms}")
    if seen < len(logged) * len(mails):
        wrong(f"{moment}: the log has not all of {logged}, as it should")
    print(f"{moment}: {len(files)} files, {sum(map(len, files.values()))} bytes")
    return files


# ---- cases ----

def check_search(mails):
    """A leak would be found, whatever it looks like."""
    for name, value in mails[0].secrets.items():
        for form, shape in shapes(value):
            data = RANDOM.randbytes(500) + shape + RANDOM.randbytes(500)
            if form not in found(value, data):
                wrong(f"the {name} is not found as {form}")
    sought = sum(len(list(shapes(value))) for value in mails[0].secrets.values())
    print(f"a message: {len(mails[0].secrets)} secrets, {sought} forms")


def check_rights(daemon):
    """What it made, and what it holds open."""
    wanted = {"db": 0o640, "db-wal": 0o640, "db-shm": 0o640, "key": 0o400,
              "db.spool": 0o700, "counters": 0o600, "lock": 0o600,
              "sock": 0o770, "sock.lock": 0o600}
    for path in daemon.dir.rglob("*"):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode != wanted.get(path.name, 0o600):
            wrong(f"{path} has mode {mode:o}")
        wanted.pop(path.name, None)
    for name in wanted:
        wrong(f"there is no {name}")
    proc = pathlib.Path("/proc") / str(daemon.process.pid)
    status = dict(line.split(":", 1)
                  for line in (proc / "status").read_text().splitlines())
    if status["Uid"].split() != [str(UID)] * 4 or \
            UID != os.getuid() and int(status["CapEff"], 16) != 0:
        wrong(f"it has rights: {status['Uid']} {status['CapEff']}")
    inodes = set()
    for fd in (proc / "fd").iterdir():
        with contextlib.suppress(OSError):
            target = os.readlink(fd)
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    if not inodes:
        wrong("its sockets cannot be seen")
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet"):
        with contextlib.suppress(FileNotFoundError):
            for line in (proc / "net" / table).read_text().splitlines()[1:]:
                if inodes & set(line.split()):
                    wrong(f"it has a socket of the network: {line}")


def cores(where):
    """Cores that lie where the system puts them, if that is a directory."""
    pattern = pathlib.Path("/proc/sys/kernel/core_pattern").read_text().strip()
    if pattern.startswith("|"):
        return None
    place = os.path.join(where, pattern.split("%")[0])
    return set(glob.glob(glob.escape(place) + "*"))


def check_core(daemon, mail):
    """It dies in the middle of a message: there is no core, though there
    would be one of another program."""
    # one byte: the kernel then does not start a program for cores, either
    limits = pathlib.Path(f"/proc/{daemon.process.pid}/limits").read_text()
    line = next(line for line in limits.splitlines() if "core file" in line)
    if [int(limit) for limit in line.split()[4:6]] not in ([0, 0], [1, 1]):
        wrong(f"a core may be written: {line}")
    before = cores(daemon.dir)
    peer = Peer(str(daemon.socket))
    peer.begin(mail)
    peer.put(b"B", mail.body[:2000])
    time.sleep(0.2)
    daemon.process.send_signal(signal.SIGSEGV)
    daemon.process.wait()
    if before is None:
        print("cores go to a program here: only the limit was looked at")
        return
    if cores(daemon.dir) != before:
        wrong(f"it left a core: {cores(daemon.dir) - before}")
    script = "ulimit -c unlimited; sleep 60 & kill -SEGV $!; wait $!"
    subprocess.run(["bash", "-c", script], cwd=daemon.dir, check=False,
                   capture_output=True)
    proof = cores(daemon.dir) - before
    print("another program " + ("leaves a core" if proof else
                                "leaves no core here, either"))
    for path in proof:
        os.unlink(path)


def check_life(where, name, settings, logged):
    daemon = Daemon(where, name, settings)
    mails = [Mail(number) for number in range(6)]
    peer = daemon.start()
    for mail in mails[:3]:
        peer.send(mail)
    daemon.wait(3)
    files = search(f"{name}, running", daemon, mails[:3], logged)
    if not any(OWN.encode() in data for data in files.values()):
        wrong("not even our own domain is found")
    check_rights(daemon)
    with contextlib.closing(sqlite3.connect(daemon.database,
                                            isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        peer.send(mails[3])
        peer.send(mails[4])
        peer.begin(mails[5])
        peer.put(b"B", mails[5].body[:3000])
        time.sleep(0.2)
        done = mails[:5]
        search(f"{name}, with records in the spool", daemon, done, logged)
        daemon.process.kill()
        daemon.process.wait()
    search(f"{name}, killed", daemon, done, logged)
    search(f"{name}, killed in a message", daemon, mails[5:])
    daemon.start()
    daemon.wait(5)
    check_core(daemon, mails[5])
    search(f"{name}, crashed", daemon, mails[5:])
    daemon.start()
    daemon.end(signal.SIGTERM)
    search(f"{name}, stopped", daemon, done, logged)
    planted = daemon.dir / "db.spool" / "planted"
    planted.write_bytes(base64.b64encode(b"To: " + mails[2].rcpts[1].encode()))
    if [path for path, *_ in leaks(daemon.files(), mails)
            if path == str(planted)] == []:
        wrong("a leak that was planted is not found")


def main():
    check_search([Mail(0)])
    where = pathlib.Path(tempfile.mkdtemp(prefix="am-left."))
    try:
        where.chmod(0o755)
        (where / "bin").mkdir()
        for path in [BINDIR / "milter" / "attachmeterd",
                     *BINDIR.glob("lib/libattachmeter.so.?")]:
            shutil.copy(path, where / "bin")
        check_life(where, "quiet", "", ())
        check_life(where, "logging", "log_messages = yes\n", ("queue id",))
    finally:
        shutil.rmtree(where)
    print("passed" if not failures else f"{len(failures)} failed")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
