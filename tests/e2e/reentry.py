"""reentry.py COMMAND DIR PORTS: mail through a Postfix that reentry.sh made, a
content filter that may alter it, and what the database must then have more.

A message says itself what the filter is to do, in X-Filter: "footer" adds a line
to its text, "strip" takes its attachment away, "field" adds a field on top,
"split" gives it back once for each recipient, "twice" gives it back again as if
the answer had been lost."""
import base64
import glob
import json
import os
import re
import smtplib
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time

COMMAND, DIR, PORTS = sys.argv[1:]
PLAIN, BOTH, ONCE, COPIED, BACK, UNSEEN, FILTER, FILTER_ONCE = map(int, PORTS.split())
DATABASE = DIR + "/data-am/attachmeter.db"

# ---- the filter ----


def altered(data, task):
    if "field" in task:
        data = b"X-Scanned: yes\r\n" + data
    if "footer" in task:
        data = data.replace(b"text of it\r\n", b"text of it\r\n-- \r\nscanned\r\n")
    if "strip" in task:
        start = data.index(b"--B\r\nContent-Type: application/pdf")
        data = data[:start] + b"--B\r\n\r\nit was removed\r\n--B--\r\n"
    return b"Received: from a by filter.example (filter) id 1; today\r\n" + data


class Filter(socketserver.StreamRequestHandler):
    """Speaks SMTP to Postfix, word for word what the next one must hear."""

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 filter.example")
        for line in iter(self.rfile.readline, b""):
            line = line.decode().rstrip("\r\n")
            verb = line.split(" ")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "MAIL":
                self.sender, self.recipients = line, []
            if verb == "RCPT":
                self.recipients.append(line)
            if line.startswith("RCPT TO:<nobody@"):
                self.say("550 no such user")
            elif verb == "DATA":
                self.take()
            elif verb == "EHLO":
                self.say("250-filter.example\r\n250-8BITMIME\r\n250 DSN")
            else:
                self.say("250 yes")

    def take(self):
        self.say("354 go on")
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            lines.append(line[1:] if line.startswith(b".") else line)
        data = b"".join(lines)
        task = re.search(rb"^X-Filter: (.*)\r", data, re.M)
        task = task.group(1).decode().split() if task else []
        groups = [[r] for r in self.recipients] if "split" in task else [self.recipients]
        for group in groups + (groups if "twice" in task else []):
            self.give_back(group, altered(data, task))
        self.say("250 given back")

    def give_back(self, recipients, data):
        with smtplib.SMTP("127.0.0.1", self.server.back) as smtp:
            smtp.ehlo("filter.example")
            for line in [self.sender] + recipients:
                code, answer = smtp.docmd(line)
                assert code == 250, (line, answer)
            code, answer = smtp.data(data)
            assert code == 250, answer


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port, back):
        super().__init__(("127.0.0.1", port), Filter)
        self.back = back
        threading.Thread(target=self.serve_forever, daemon=True).start()


# ---- the mail ----

OURS = "p9@example.org"
ABROAD = "someone@else.example"


def message(number, task="", identified=True):
    content = b"%PDF-1.4 " + str(number).encode() * 100
    return (
        "From: somebody\r\nDate: Fri, 27 Nov 2026 10:00:00 +0000\r\n"
        + (f"Message-ID: <{number}@client.example>\r\n" if identified else "")
        + (f"X-Filter: {task}\r\n" if task else "")
        + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
        + "--B\r\n\r\ntext of it\r\n"
        + "--B\r\nContent-Type: application/pdf; name=a.pdf\r\n"
        + "Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content).decode().replace("\n", "\r\n")
        + "--B--\r\n"
    ).encode()


def connect(port):
    """From an address that is not trusted, as the filter's is."""
    return smtplib.SMTP("127.0.0.1", port, source_address=("127.0.0.2", 0))


def send(port, sender, recipients, data):
    with connect(port) as smtp:
        refused = smtp.sendmail(sender, recipients, data)
        assert not refused, refused


def in_parts(size):
    """A client that takes no more recipients at once."""

    def play(port, sender, recipients, data):
        for i in range(0, len(recipients), size):
            send(port, sender, recipients[i : i + size], data)

    return play


def retry(port, sender, recipients, data):
    """A client that goes away before the answer, and comes again."""
    smtp = connect(port)
    smtp.ehlo()
    smtp.mail(sender)
    for recipient in recipients:
        smtp.rcpt(recipient)
    smtp.docmd("DATA")
    smtp.send(data + b".\r\n")
    smtp.sock.recv(1000)  # it was queued; the client never learns it
    smtp.close()
    send(port, sender, recipients, data)


def submit(port, sender, recipients, data):
    command = ["sendmail", "-C", DIR + "/etc", "-i", "-f", sender, "--"] + recipients
    subprocess.run(command, input=data.replace(b"\r\n", b"\n"), check=True, timeout=20)


IN, OUT, INTERNAL = "inbound", "outbound", "internal"

# name, port, sender, recipients, what the filter does, has a Message-ID, how it
# is sent; how often the milter sees it; messages and deliveries by direction;
# sightings, local copies, external ones, in Sent, continuations
ROWS = [
    ("no filter", PLAIN, ABROAD, ["p1@example.org"], "", True, send,
     1, {IN: (1, 1)}, 1, 1, 0, 0, 0),
    ("given back as it was", BOTH, OURS, ["p1@example.org", ABROAD], "", True, send,
     2, {OUT: (1, 2)}, 1, 1, 1, 1, 0),
    ("given back without milters", ONCE, OURS, ["p1@example.org", ABROAD], "footer", True, send,
     1, {OUT: (1, 2)}, 1, 1, 1, 1, 0),
    ("a footer", BOTH, OURS, ["p1@example.org", ABROAD], "footer field", True, send,
     2, {OUT: (1, 2)}, 1, 1, 1, 1, 0),
    ("the attachment taken away", BOTH, OURS, ["p1@example.org"], "strip", True, send,
     2, {INTERNAL: (1, 1)}, 1, 1, 0, 1, 0),
    ("no Message-ID", BOTH, OURS, ["p1@example.org"], "footer", False, send,
     2, {INTERNAL: (1, 1)}, 1, 1, 0, 1, 0),
    ("two without Message-ID", BOTH, OURS, ["p1@example.org"], "", False,
     lambda *mail: [send(*mail), send(*mail)],
     4, {INTERNAL: (2, 2)}, 2, 2, 0, 2, 0),
    ("Postfix adds a recipient", COPIED, ABROAD, ["p1@example.org"], "footer", True, send,
     2, {IN: (1, 2)}, 1, 2, 0, 0, 1),
    ("a list is expanded", BOTH, ABROAD, ["list@example.org", "p3@example.org"], "footer", True, send,
     2, {IN: (1, 2)}, 1, 2, 0, 0, 0),
    ("a filter in parts", BOTH, ABROAD, ["p1@example.org", "p2@example.org"], "footer split", True, send,
     3, {IN: (1, 2)}, 1, 2, 0, 0, 0),
    ("a filter that lost the answer", BOTH, ABROAD, ["p1@example.org"], "footer twice", False, send,
     3, {IN: (1, 1)}, 1, 1, 0, 0, 0),
    ("more recipients than a delivery takes", BOTH, ABROAD,
     [f"p{i}@example.net" for i in range(5)], "footer", True, send,
     3, {IN: (1, 5)}, 1, 5, 0, 0, 0),
    ("a client in parts", PLAIN, ABROAD,
     [f"p{i}@example.net" for i in range(5)], "", True, in_parts(2),
     3, {IN: (1, 5)}, 1, 5, 0, 0, 2),
    ("a client in parts, a footer", BOTH, ABROAD,
     [f"p{i}@example.net" for i in range(5)], "footer", True, in_parts(2),
     6, {IN: (1, 5)}, 1, 5, 0, 0, 2),
    ("a client's retry", PLAIN, ABROAD, ["p1@example.org", "p2@example.org"], "", True, retry,
     2, {IN: (1, 2)}, 1, 2, 0, 0, 0),
    ("a client's retry, a footer", BOTH, ABROAD, ["p1@example.org"], "footer", True, retry,
     4, {IN: (1, 1)}, 1, 1, 0, 0, 0),
    ("submitted on this host, by a user of ours", None, OURS, ["p1@example.org", ABROAD],
     "footer", True, submit,
     2, {OUT: (1, 2)}, 1, 1, 1, 1, 0),
    ("submitted on this host, with a sender abroad", None, "x@else.example", ["p1@example.org"],
     "", False, submit,
     2, {INTERNAL: (1, 1)}, 1, 1, 0, 1, 0),
    ("a bounce comes in", BOTH, "", ["p1@example.org"], "footer", True, send,
     2, {IN: (1, 1)}, 1, 1, 0, 0, 0),
    ("a bounce of Postfix's own is none of ours", PLAIN, OURS, ["nobody@bad.example"], "", True, send,
     1, {OUT: (1, 1)}, 1, 0, 1, 1, 0),
]

# ---- what is counted ----


def ask(sql):
    database = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def state():
    by_direction = {
        name: (messages, deliveries)
        for name, messages, deliveries in ask(
            "SELECT name, sum(messages), sum(deliveries) FROM day_message JOIN code"
            " ON kind = 'direction' AND number = direction GROUP BY name"
        )
    }
    numbers = ask(
        "SELECT (SELECT coalesce(sum(sightings), 0) FROM day_sighting),"
        " coalesce(sum(local), 0), coalesce(sum(external), 0),"
        " coalesce(sum(sent), 0), coalesce(sum(continuation), 0) FROM message"
    )[0]
    return by_direction, numbers


def status():
    command = [COMMAND, "status", "--json", "--config", DIR + "/conf"]
    return json.loads(subprocess.run(command, capture_output=True, timeout=20).stdout)


def wait_for(passes):
    """Until so many passes were answered in all, and are in the database."""
    end = time.monotonic() + 20
    while True:
        now = status()
        seen = now["latency"]["messages"]
        if seen >= passes and now["spool"]["waiting_records"] == 0:
            return seen
        if time.monotonic() > end:
            return seen
        time.sleep(0.05)


def less(after, before):
    return tuple(a - b for a, b in zip(after, before))


def difference(before, after):
    directions = {
        name: less(after[0][name], before[0].get(name, (0, 0)))
        for name in after[0]
        if after[0][name] != before[0].get(name)
    }
    return directions, less(after[1], before[1])


def check_row(number, row, passes):
    name, port, sender, recipients, task, identified, play = row[:7]
    expected = row[8], tuple(row[9:])
    before = state()
    play(port, sender, recipients, message(number, task, identified))
    seen = wait_for(passes + row[7])
    got = difference(before, state())
    good = got == expected and seen == passes + row[7]
    if not good:
        print(f"{name}: seen {seen - passes} times, not {row[7]}: {got}, not {expected}")
    return good, seen


def check_nothing_is_told():
    """No queue id, and no name that Received lines have, is on disk."""
    with open(DIR + "/maillog") as log:
        ids = set(re.findall(r"(?:smtpd|cleanup)\[\d+\]: ([0-9A-F]{6,}):", log.read()))
    files = glob.glob(DIR + "/data-am/**", recursive=True)
    data = b"".join(open(f, "rb").read() for f in files if os.path.isfile(f))
    told = [i for i in ids if i.encode() in data] + [
        word for word in ("relay.example", "filter.example", "client.example") if word.encode() in data
    ]
    print(f"{len(ids)} queue ids, {len(data)} bytes on disk, {len(told)} of them told")
    return len(ids) > 30 and len(data) > 10000 and not told


def main():
    Server(FILTER, BACK)
    Server(FILTER_ONCE, UNSEEN)
    passes, bad = 0, 0
    for number, row in enumerate(ROWS):
        good, passes = check_row(number, row, passes)
        bad += not good
    print(f"{len(ROWS)} rows, {passes} messages seen, {bad} wrong")
    return 1 if bad or not check_nothing_is_told() else 0


sys.exit(main())
