"""serve.py COMMAND FILL: `attachmeter serve` as its clients meet it.

Paths, methods, hosts, languages, parameters; the same report as the command's;
on a port, a Unix socket and a socket of systemd's; beside a writer, and while
its database is away, locked, damaged or another one.
"""
import html
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from serve_client import (Answer, Server, end, expect, fill, receive_all,
                          receive_answers, request, wait_for, write_config,
                          wrong)

COMMAND, FILL = sys.argv[1], sys.argv[2]

FIELDS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}
TEXT = "text/plain; charset=utf-8"
CLASSIC = "text/plain; version=0.0.4"
OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8"

# target, status, type
PATHS = [
    ("/", 200, "text/html; charset=utf-8"),
    ("/?last=7d&class=inline&lang=fr", 200, "text/html; charset=utf-8"),
    ("/metrics", 200, CLASSIC),
    ("/healthz", 200, TEXT),
    ("/report.json", 200, "application/json"),
    ("/report.json?last=7d&class=attachment,inline&direction=outbound"
     "&store=lmtp-hardlink&lang=en", 200, "application/json"),
    ("/favicon.ico", 204, None),
    ("/index.html", 404, TEXT),
    ("/healthz/", 404, TEXT),
    ("//healthz", 404, TEXT),
    ("/../etc/passwd", 404, TEXT),
    ("/%2e%2e/etc/passwd", 404, TEXT),
    ("/report.json%00", 200, "application/json"),
    ("http://attacker.example/healthz", 404, TEXT),
    ("*", 404, TEXT),
]

# What a Host field says, how often, and whether it is served.
HOSTS = [
    (["localhost"], True),
    (["localhost:9798"], True),
    (["LOCALHOST:8080"], True),
    (["127.0.0.1:9798"], True),
    (["[::1]:9798"], True),
    (["stats.example.org"], True),
    (["stats.example.org:443"], True),
    (["attacker.example"], False),
    (["attacker.example:9798"], False),
    (["localhost.attacker.example"], False),
    (["127.0.0.1.nip.example"], False),
    (["0.0.0.0:9798"], False),
    ([""], False),
    ([], False),
    (["localhost", "attacker.example"], False),
    (["attacker.example", "localhost"], False),
]

# parameters, what the refusal begins with
WRONG = [
    ("since=tomorrow", "since: "),
    ("since=", "since: "),
    ("since", "since: "),
    ("until=2026-13-01", "until: "),
    ("last=36h", "last: "),
    ("last=99999999y", "last: a range begins in 1970"),
    ("day=today&last=7d", "last, day: "),
    ("since=today&until=yesterday", "since, until: "),
    ("class=logo", "class: it takes: attachment,"),
    ("class=attachment,", "class: "),
    ("class=a%00ttachment", "class: "),
    ("direction=sideways", "direction: it takes: inbound,"),
    ("store=zimbra", "store: it takes: plain"),
    ("lang=de", "lang: it takes: en or fr"),
    ("by=day", "by: no such parameter: there are since, "),
    ("database=/etc/passwd", "database: no such parameter"),
    ("config=/etc/passwd", "config: no such parameter"),
    ("output=/tmp/x", "output: no such parameter"),
    ("factors=/etc/passwd", "factors: no such parameter"),
    ("=x", ": no such parameter"),
    ("since=" + "1" * 4000, "since: "),
    ("<script>alert(1)</script>=1", "<script>alert(1)</script>: no such"),
    ("%1b[31m=1", "\\x1b[31m: no such parameter"),
    ("%e2%80%ae=1", "\\xe2\\x80\\xae: no such parameter"),
    ("a%0d%0aSet-Cookie:%20x=1", "a\\x0d\\x0aSet-Cookie: x: no such"),
    ("since=%3cscript%3e", "since: '<script>' is not a day"),
]


def check_fields(name, answer):
    for field, value in FIELDS.items():
        expect(f"{name}: {field}", answer.fields.get(field), value)
    policy = answer.fields.get("content-security-policy", "")
    if ("default-src 'none'" not in policy
            or "frame-ancestors 'none'" not in policy):
        wrong(name, f"policy {policy!r}")
    for field in answer.fields:
        if field.startswith("access-control") or field == "set-cookie":
            wrong(name, f"has {field}")


def check_paths(server):
    for target, status, media in PATHS:
        answer = server.ask(target)
        expect(f"status of {target}", answer.status, status)
        check_fields(target, answer)
        if media is not None:
            expect(f"type of {target}", answer.fields.get("content-type"),
                   media)
        head = server.ask(target, "HEAD")
        expect(f"HEAD of {target}", (head.status, head.rest), (status, b""))
        expect(f"size of {target}, by HEAD",
               head.fields.get("content-length"),
               answer.fields.get("content-length"))
    expect("health", server.ask("/healthz").body, b"ok\n")


def check_methods(server):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH",
                   "CONNECT", "get", "BREW"):
        for fields in ((), ("Content-Length: 3",),
                       ("Content-Length: 99999999999",),
                       ("Transfer-Encoding: chunked",)):
            name = f"{method} {fields}"
            answer = server.ask("/healthz", method, fields=fields)
            expect(name, answer.status, 405)
            expect(name, answer.fields.get("allow"), "GET, HEAD")
            check_fields(name, answer)
    for field in ("Content-Length: 3", "Content-Length: 99999999999",
                  "Transfer-Encoding: chunked"):
        began = time.monotonic()
        answer = server.ask("/healthz", fields=(field,))
        expect(f"GET, {field}", answer.status, 413)
        if time.monotonic() - began > 5:
            wrong(f"GET, {field}", "was waited for")


def check_hosts(server):
    for hosts, is_served in HOSTS:
        for version in ("1.1", "1.0"):
            lines = [f"GET /report.json HTTP/{version}",
                     *(f"Host: {host}" for host in hosts),
                     "Connection: close", "", ""]
            answer = Answer(server.exchange("\r\n".join(lines).encode()))
            name = f"Host {hosts}, HTTP/{version}"
            if is_served:
                expect(name, answer.status, 200)
            elif answer.status not in (400, 421):
                wrong(name, f"status {answer.status}")
            elif b"schema" in answer.body:
                wrong(name, "is told the report")


def check_parameters(server):
    for parameters, beginning in WRONG:
        answer = server.ask(f"/report.json?{parameters}")
        name = parameters[:60]
        expect(name, answer.status, 400)
        expect(f"{name}: type", answer.fields.get("content-type"), TEXT)
        check_fields(name, answer)
        text = answer.body.decode()
        if not text.startswith(beginning) or text.count("\n") != 1:
            wrong(name, f"says {text!r}")
        if any(ord(c) < 32 for c in text[:-1]):
            wrong(name, f"control characters: {text!r}")
    for path in ("/healthz", "/metrics", "/favicon.ico"):
        expect(f"{path} with a parameter",
               server.ask(f"{path}?since=today").status, 400)


def check_same_report(server, config):
    """The report is the command's, to the byte, but for when it was made."""
    for parameters in ({}, {"last": "7d"}, {"since": "-20d", "until": "-3d"},
                       {"day": "yesterday", "class": "inline,opaque"},
                       {"direction": "outbound", "store": "dovecot-sis"},
                       {"day": "2020-01-01"}):
        query = "&".join(f"{k}={v}" for k, v in parameters.items())
        options = [w for k, v in parameters.items() for w in (f"--{k}", v)]
        done = subprocess.run(
            [COMMAND, "report", "--config", str(config), "--format", "json",
             *options], capture_output=True, check=False)
        answer = server.ask(f"/report.json?{query}")
        texts = []
        for text in (done.stdout, answer.body):
            made = json.loads(text)["generated"]
            texts.append(text.replace(made.encode(), b"MADE"))
        if texts[0] != texts[1]:
            wrong(f"report of {query}", "is not what the command prints")


ICON = b'<link rel="icon" href="data:,"/>'

# Accept-Language, lang=, the language of the page
LANGUAGES = [
    (None, None, "en"),
    ("fr", None, "fr"),
    ("fr-FR,fr;q=0.9,en;q=0.8", None, "fr"),
    ("en,fr;q=0.9", None, "en"),
    ("de", None, "en"),
    ("fr", "en", "en"),
    ("en", "fr", "fr"),
    (None, "fr", "fr"),
]


def check_page(server, config):
    """The page is the command's, in the language asked for."""
    for accepted, lang, language in LANGUAGES:
        name = f"page for {accepted}, lang={lang}"
        answer = server.ask(
            "/?last=30d" + (f"&lang={lang}" if lang else ""),
            fields=[f"Accept-Language: {accepted}"] if accepted else [])
        text = answer.body.decode()
        if f'<html lang="{language}">' not in text:
            wrong(name, text[:200])
        done = subprocess.run(
            [COMMAND, "report", "--config", str(config), "--format", "html",
             "--last", "30d", "--lang", language], capture_output=True,
            check=False)
        links = re.search(r"<nav .*?</nav>", text, re.S)
        if links is None:
            wrong(name, "leads nowhere")
            continue
        answer.body = answer.body.replace(links.group(0).encode(), b"")
        if ICON not in answer.body:
            wrong(name, "has no icon: it will be asked for")
        file = answer.body.replace(ICON, b"").replace(b"img-src data:; ", b"")
        if same(file) != same(done.stdout):
            wrong(name, "is not what the command writes")
        policy = answer.fields["content-security-policy"]
        inside = re.search(r'"Content-Security-Policy" content="([^"]*)"',
                           text).group(1)
        expect(f"{name}: policy", policy,
               html.unescape(inside) + "; frame-ancestors 'none'")
        if "script" in policy or "unsafe" in policy or "http" in policy:
            wrong(name, policy)


def check_links(server):
    """All that a page leads to is there, as much as it was asked for."""
    targets = ["/?last=12mo&class=inline&store=cyrus&lang=fr"]
    for target in targets:
        if len(targets) > 60:
            break
        answer = server.ask(target)
        expect(target, answer.status, 200)
        text = answer.body.decode()
        links = re.search(r"<nav .*?</nav>", text, re.S).group(0)
        for link in re.findall(r'href="([^"]*)"', links):
            if "/" + html.unescape(link) not in targets:
                targets.append("/" + html.unescape(link))
        language = re.search("lang=(..)", target).group(1)
        if f'<html lang="{language}">' not in text:
            wrong(target, "is in another language")
        if "cyrus" not in text:
            wrong(target, "is of another store")
    if len(targets) < 60:
        wrong("links", f"lead to {len(targets)} pages only")
    here = server.ask("/?last=7d&lang=en").body.decode()
    if len(re.findall('aria-current="page">7 days<', here)) != 1:
        wrong("links", "do not tell which page it is")


def same(page):
    """Without the time it was made, which is a minute or two later."""
    return re.sub(rb"\d\d:\d\d( UTC)?", b"MADE", page)


def check_hostile(server, where):
    """A database that somebody has written into harms nobody who looks."""
    for text in ("<script>alert(1)</script>", "\"><img src=x onerror=a>",
                 "\x1b[31m\u202egpj.exe", "a\r\nSet-Cookie: a=b", "\x00\x01"):
        with sqlite3.connect(where / "site.db") as connection:
            connection.execute("UPDATE domain SET name = ?1 || id", (text,))
            connection.execute("UPDATE small_group SET senders = 5")
        connection.close()
        time.sleep(1.2)  # no answer is kept for less than a second
        for language in ("en", "fr"):
            page = server.ask(f"/?last=60d&lang={language}")
            body = page.body.decode()
            expect(f"page with {text!a}", page.status, 200)
            for tag in ("<script", "<img", "\x1b", "\u202e",
                        "\x00", "\x01"):
                if tag in body:
                    wrong(f"page with {text!a}", f"has {tag!a}")
            check_fields(f"page with {text!a}", page)
        report = server.ask("/report.json?last=60d").body
        json.loads(report)
        if not report.isascii():
            wrong(f"report with {text!a}", "is not ASCII")


# Accept, what the metrics are
ACCEPTS = [
    (None, CLASSIC),
    ("*/*", CLASSIC),
    ("text/html,*/*;q=0.8", CLASSIC),
    ("application/openmetrics-text;version=1.0.0,application/"
     "openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,"
     "*/*;q=0.1", OPEN),
    ("application/openmetrics-text; version=1.0.0; charset=utf-8", OPEN),
    ("text/plain;version=0.0.4;q=0.6,application/openmetrics-text;q=0.5",
     CLASSIC),
    ("application/openmetrics-text;q=0", CLASSIC),
]


def check_metrics(server, config):
    for accepted, media in ACCEPTS:
        name = f"metrics for {accepted}"
        answer = server.ask("/metrics", fields=[f"Accept: {accepted}"]
                            if accepted else [])
        expect(name, answer.fields.get("content-type"), media)
        expect(f"{name}: end", answer.body.endswith(b"\n# EOF\n"),
               media == OPEN)
        done = subprocess.run(
            [COMMAND, "metrics", "--config", str(config), "--format",
             "openmetrics" if media == OPEN else "prometheus"],
            capture_output=True, check=False)
        # Their names, types and labels; a value may be another a second later.
        for text in (answer.body, done.stdout):
            if b"attachmeter_readable" not in text:
                wrong(name, text[:200])
        got, wanted = (re.sub(rb" [^ ]*$", b"", text, flags=re.M).splitlines()
                       for text in (answer.body, done.stdout))
        if got != wanted:
            wrong(name, f"is not what the command prints: "
                        f"{set(got) ^ set(wanted)}")


def check_connection(server):
    with server.connect() as connection:
        for _ in range(3):
            connection.sendall(request("/healthz"))
            answers = receive_answers(connection, 1)
            expect("kept alive", [a.body for a in answers], [b"ok\n"])
        targets = ["/healthz", "/nowhere", "/report.json?day=yesterday",
                   "/healthz", "/report.json?since=x", "/report.json"]
        connection.sendall(b"".join(request(t) for t in targets))
        answers = receive_answers(connection, len(targets))
        expect("pipelined", [a.status for a in answers],
               [200, 404, 200, 200, 400, 200])
        if answers[-1].body == answers[2].body:
            wrong("pipelined", "one answer for two questions")
    for _ in range(50):  # who has gone before the answer comes
        connection = server.connect()
        connection.sendall(request("/report.json?last=3w"))
        connection.close()
    expect("after clients that left", server.ask("/healthz").status, 200)
    long = server.ask("/report.json?since=" + "x" * 40000)
    if long.status not in (413, 414, 431):
        wrong("a target of 40 kB", f"status {long.status}")
    many = server.exchange(request(
        "/healthz", fields=[f"X-{i}: {'y' * 100}" for i in range(1000)]))
    if Answer(many).status not in (None, 413, 431):
        wrong("fields of 100 kB", f"{many[:40]!r}")
    expect("afterwards", server.ask("/healthz").status, 200)


def run(*options, **more):
    return subprocess.run([COMMAND, "serve", *options], capture_output=True,
                          text=True, timeout=30, check=False, **more)


def check_places(config, where):
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    ordinary = where / "ordinary"
    ordinary.write_text("keep me")
    for place, status, text in (
            ("0.0.0.0:0", 2, "--force-public"),
            ("[::]:0", 2, "--force-public"),
            ("192.0.2.1:0", 2, "--force-public"),
            ("[2001:db8::1]:0", 2, "--force-public"),
            ("[::ffff:192.0.2.1]:0", 2, "--force-public"),
            ("example.org:80", 2, "--listen"),
            ("127.0.0.1", 2, "--listen"),
            ("127.0.0.1:65536", 2, "--listen"),
            ("::1:80", 2, "--listen"),
            ("[127.0.0.1]:80", 2, "--listen"),
            ("", 2, "--listen"),
            ("unix:", 2, "path of a socket"),
            ("unix:/" + "x" * 200, 2, "path of a socket"),
            (f"unix:{ordinary}", 2, "is no socket"),
            (f"127.0.0.1:{port}", 1, "in use"),
            (f"unix:{where}/nowhere/socket", 1, "nowhere")):
        done = run("--config", str(config), "--listen", place)
        name = f"--listen {place[:40]}"
        expect(name, done.returncode, status)
        if text not in done.stderr or done.stderr.count("\n") > 2:
            wrong(name, f"says {done.stderr!r}")
    taken.close()
    expect("the file in the way", ordinary.read_text(), "keep me")
    public = Server(COMMAND, config, "--listen", "0.0.0.0:0",
                    "--force-public")
    public.host = "127.0.0.1"
    expect("forced", public.ask("/healthz").status, 200)
    expect("forced, under a name of others",
           public.ask("/healthz", host="attacker.example").status, 421)
    public.stop("forced")
    expect("an argument", run("--config", str(config), "x").returncode, 2)
    expect("a host with a port",
           run("--config", str(config), "--host", "a:80").returncode, 2)


def check_unix(config, where):
    path = where / "serve.sock"
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(str(path))
    stale.close()  # as a process leaves it that was killed
    server = Server(COMMAND, config, "--listen", f"unix:{path}")
    expect("mode of the socket", oct(path.stat().st_mode & 0o777), "0o660")
    expect("by a Unix socket", server.ask("/healthz").status, 200)
    expect("by a Unix socket, under another name",
           server.ask("/healthz", host="attacker.example").status, 421)
    second = run("--config", str(config), "--listen", f"unix:{path}")
    expect("a second one", second.returncode, 1)
    expect("after a second one", server.ask("/healthz").status, 200)
    server.stop("a Unix socket", signal.SIGINT)
    if path.exists():
        wrong("a Unix socket", "is left behind")


def check_systemd(config, where):
    """A listening socket as fd 3, and READY=1 to where NOTIFY_SOCKET says."""
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(str(where / "notify"))
    notify.settimeout(20)
    for family, address in ((socket.AF_INET, ("127.0.0.1", 0)),
                            (socket.AF_UNIX, str(where / "given"))):
        listener = socket.socket(family)
        listener.bind(address)
        listener.listen()
        # The shell puts its own number into LISTEN_PID, then becomes the server.
        script = where / "activated"
        script.write_text(
            f"#!/bin/sh\nexec 3<&{listener.fileno()}\n"
            f'export LISTEN_PID=$$ LISTEN_FDS=1\nexec "{COMMAND}" "$@"\n')
        script.chmod(0o755)
        server = Server(str(script), config, pass_fds=[listener.fileno()],
                        env={**os.environ,
                             "NOTIFY_SOCKET": str(where / "notify")})
        expect("ready", notify.recv(100), b"READY=1")
        expect("by a socket that was given", server.ask("/healthz").status,
               200)
        server.stop("a socket that was given")
        listener.close()
    if not (where / "given").exists():
        wrong("a socket that was given", "its path is not ours to remove")
    notify.close()


def check_writer(server, where):
    """A writer is never kept waiting, and what it writes is told."""
    database = where / "site.db"
    slowest, stop = [0.0], threading.Event()

    def write():
        connection = sqlite3.connect(database, timeout=0,
                                     isolation_level=None)
        while not stop.is_set():
            began = time.monotonic()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE content SET last_day = last_day")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            slowest[0] = max(slowest[0], time.monotonic() - began)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    statuses = {server.ask(f"/report.json?last={n}d").status
                for n in range(1, 40)}
    stop.set()
    thread.join()
    expect("beside a writer", statuses, {200})
    if slowest[0] == 0:
        wrong("beside a writer", "it has not written")


def check_ends(config):
    """A signal at any moment of a request: the answer is whole, or none."""
    for round_number in range(30):
        server = Server(COMMAND, config, "--listen", "127.0.0.1:0")
        name = f"ended {round_number} ms after a request"
        connection = server.connect()
        connection.sendall(request("/report.json?last=60d",
                                   fields=["Connection: close"]))
        if round_number % 2:  # just when it has been sent
            receive_answers(connection, 1)
            connection.close()
            server.stop(name)
            continue
        time.sleep(round_number / 1000)
        server.process.send_signal(signal.SIGTERM)
        raw = receive_all(connection)
        if raw and not Answer(raw).is_whole:
            wrong(name, "half an answer")
        connection.close()
        server.stop(name)


def check_reader(config, where):
    """Who may only read: not write beside the database, nor own anything."""
    nobody, group = 65534, 1
    if os.geteuid() != 0 or not all(
            folder.stat().st_mode & 1
            for folder in pathlib.Path(COMMAND).resolve().parents):
        print("skipped: a user that may only read, as this is not root, or "
              "who is not root cannot run the command")
        return
    os.chown(where, 0, group)
    where.chmod(0o750)

    def share():
        for path in where.glob("site.db*"):
            os.chown(path, 0, group)
            path.chmod(0o640)

    share()
    server = Server(COMMAND, config, "--listen", "127.0.0.1:0",
                    user=nobody, group=group, extra_groups=[])
    expect("no writer", server.ask("/healthz").status, 200)
    writer = sqlite3.connect(where / "site.db", isolation_level=None)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute("UPDATE domain SET name = 'w' || id")
    share()
    time.sleep(1.2)  # no answer is kept for less than a second
    expect("beside a writer", server.ask("/report.json").status, 200)
    expect("files after that", {path.stat().st_uid
                                for path in where.glob("site.db*")}, {0})
    writer.close()
    time.sleep(1.2)
    expect("after a writer", server.ask("/?last=59d").status, 200)
    expect("what was said to a reader", server.said(), "")
    server.stop("a reader")
    where.chmod(0o755)


def is_healthy(server):
    return server.ask("/healthz").status == 200


def becomes(name, server, status, text, target="/healthz"):
    wait_for(lambda: server.ask(target).status == status)
    answer = server.ask(target)
    expect(name, answer.status, status)
    if text not in answer.body.decode() or answer.body.count(b"\n") != 1:
        wrong(name, f"says {answer.body!r}")
    expect(f"{name}: when to come again", answer.fields.get("retry-after"),
           "5")


def check_database(server, where):
    database, aside = where / "site.db", where / "aside.db"

    def put_back():
        for end_of_name in ("", "-wal", "-shm"):
            (where / f"site.db{end_of_name}").unlink(missing_ok=True)
        shutil.copy(aside, database)
        if not wait_for(lambda: is_healthy(server)):
            wrong("recovery", server.ask("/healthz").body)

    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(database, aside)
    before = server.ask("/report.json").body

    database.unlink()
    becomes("deleted", server, 503, "No such file")
    expect("deleted, metrics", server.ask("/metrics").status, 200)
    becomes("deleted, report", server, 503, "No such file", "/report.json")
    put_back()

    fill(FILL, database, 500, seed=7)
    other = server.ask("/report.json").body
    if json.loads(other)["totals"] == json.loads(before)["totals"]:
        wrong("replaced", "the old one is told")
    put_back()

    with open(database, "r+b") as file:
        file.write(b"not a database at all" * 50)
    becomes("damaged", server, 503, "not a database")
    put_back()

    with open(database, "r+b") as file:
        file.seek(100000)
        size = database.stat().st_size
        file.write(b"\xff" * (size - 100000))
    wait_for(lambda: server.ask("/report.json").status != 200)
    if server.ask("/report.json?last=57d").status not in (500, 503):
        wrong("damaged inside", "the report is told")
    put_back()

    with sqlite3.connect(database) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    becomes("an older one", server, 503, "start attachmeterd once")
    put_back()
    with sqlite3.connect(database) as connection:
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.close()
    becomes("a newer one", server, 503, "install the newer one")
    put_back()

    lock = sqlite3.connect(database, isolation_level=None)
    lock.execute("PRAGMA locking_mode = EXCLUSIVE")
    lock.execute("PRAGMA journal_mode = DELETE")
    lock.execute("BEGIN EXCLUSIVE")
    becomes("locked", server, 503, "locked")
    lock.execute("ROLLBACK")
    lock.close()
    put_back()

    said = server.said()
    for text in ("No such file", "not a database", "start attachmeterd once"):
        if said.count(text) != 1:
            wrong("what was said", f"{text} {said.count(text)} times:\n{said}")
    if "can be read again" not in said or "last=60d" in said:
        wrong("what was said", said)


def main():
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name)
        where.chmod(0o755)
        config = write_config(where)
        fill(FILL, where / "site.db", 5000)
        server = Server(COMMAND, config, "--listen", "127.0.0.1:0", "--host",
                        "stats.example.org")
        check_paths(server)
        check_methods(server)
        check_hosts(server)
        check_parameters(server)
        check_same_report(server, config)
        check_page(server, config)
        check_links(server)
        check_metrics(server, config)
        check_connection(server)
        expect("what was said", server.said(), "")
        check_writer(server, where)
        check_hostile(server, where)
        check_database(server, where)
        server.stop("SIGTERM")
        check_reader(config, where)
        check_ends(config)
        check_places(config, where)
        check_unix(config, where)
        check_systemd(config, where)
    return end()


if __name__ == "__main__":
    sys.exit(main())
