"""mail.py COMMAND DIR: `report --format mail` as a mail program reads it; DIR
holds the configuration conf with a database of 70 days.
mail.py --same SENT ARRIVED: did a mail arrive as it was sent?
"""
import base64
import datetime
import email
import email.policy
import pathlib
import re
import subprocess
import sys

failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED:", what, file=sys.stderr)


def read(data):
    return email.message_from_bytes(data, policy=email.policy.default)


def parts(message):
    return [(part.get_content_type(), part.get_content())
            for part in message.iter_parts()]


def run(*words, status=0):
    done = subprocess.run([COMMAND, "report", "--config", CONF, *words],
                          capture_output=True, check=False)
    expect(done.returncode == status,
           f"{' '.join(words)}: exit {done.returncode}, not {status}: "
           f"{done.stderr.decode()}")
    return done


def without_time(text):
    return re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?", "TIME", text)


def check_lines(data, what):
    for line in data.split(b"\n"):
        expect(len(line) <= 78, f"{what}: a line of {len(line)}: {line[:90]}")
        expect(all(32 <= byte < 127 for byte in line),
               f"{what}: not printable ASCII: {line[:90]}")


def check_language(lang, words):
    printed = run("--month", "last", "--format", "mail", "--lang", lang).stdout
    message = read(printed)
    check_lines(printed, lang)
    expect(message["To"] == "p1@example.org", f"{lang}: To: {message['To']}")
    expect(message["From"] == "root@example.org", f"{lang}: From")
    expect(message["Auto-Submitted"] == "auto-generated", f"{lang}: automatic")
    expect(message["Content-Language"] == lang, f"{lang}: Content-Language")
    expect(message.get_content_type() == "multipart/alternative",
           f"{lang}: {message.get_content_type()}")
    for word in words:
        expect(word in message["Subject"],
               f"{lang}: {word!r} is not in {message['Subject']!r}")
    expect(not message.defects, f"{lang}: {message.defects}")
    views = [("text/plain", "table"), ("text/html", "html")]
    for (kind, text), (wanted, view) in zip(parts(message), views):
        alone = run("--month", "last", "--format", view, "--lang", lang)
        expect(kind == wanted, f"{lang}: {kind}, not {wanted}")
        expect(without_time(text) == without_time(alone.stdout.decode()),
               f"{lang}: {kind} is not what --format {view} prints")
    expect(len(parts(message)) == len(views), f"{lang}: parts")


# name, arguments, what is said
REFUSED = [
    ("a header inside", ["--to", "a@example.org\nBcc: b@example.org"], "address"),
    ("two in one", ["--to", "a@example.org, b@example.org"], "address"),
    ("a display name", ["--to", "Ann <a@example.org>"], "address"),
    ("an option of sendmail", ["--to", "-bs"], "address"),
    ("no mailbox", ["--to", "@example.org"], "address"),
    ("no domain", ["--to", "a@"], "address"),
    ("two domains", ["--to", "a@b@example.org"], "address"),
    ("not ASCII", ["--to", "\u00e9@example.org"], "address"),
    ("empty", ["--to", ""], "address"),
    ("too long", ["--to", "a" * 250 + "@b.example"], "address"),
    ("a header in From", ["--sender", "a\r\nX: y"], "address"),
]


def check_refused():
    for name, words, said in REFUSED:
        done = run("--format", "mail", *words, status=2)
        expect(done.stdout == b"", f"{name}: prints something")
        expect(said in done.stderr.decode(), f"{name}: {done.stderr}")
    done = run("--to", "a@example.org", status=2)
    expect("--format mail" in done.stderr.decode(), f"to alone: {done.stderr}")
    done = run("--config", "/dev/null", "--database", str(DIR / "db"),
               "--format", "mail", status=1)
    expect("report_to" in done.stderr.decode(), f"nobody: {done.stderr}")
    run("--format", "mail", *["--to", "a@example.org"] * 33, status=2)


def check_many():
    message = read(run("--format", "mail", "--to", "root", "--to",
                       "b@example.org").stdout)
    expect([str(a) for a in message["To"].addresses] == ["root", "b@example.org"],
           f"two: {message['To']}")


def check_empty():
    done = run("--month", "2020-02", "--format", "mail", status=3)
    message = read(done.stdout)
    expect("no message" in message["Subject"], f"empty: {message['Subject']}")
    expect(len(parts(message)) == 2, "empty: parts")


def check_words():
    """Each word of a header is whole characters (RFC 2047 5): 36 bytes would
    end inside the one of August."""
    printed = run("--since", "2020-05-01", "--until", "2020-08-10", "--format",
                  "mail", "--lang", "fr", status=3).stdout
    words = re.findall(rb"=\?UTF-8\?B\?(.*?)\?=",
                       printed.split(b"\nAuto-Submitted")[0])
    expect(len(words) > 1, f"{len(words)} words")
    for word in words:
        try:
            base64.b64decode(word, validate=True).decode()
        except ValueError as why:
            expect(False, f"{word}: {why}")


def check_day():
    day = ("--since", "2026-11-28", "--until", "2026-11-29", "--format", "mail")
    for lang, subject in (("en", "Attachments, 28 November 2026: no message"),
                          ("fr", "Pièces jointes, 28 novembre 2026\u00a0: aucun message")):
        said = read(run(*day, "--lang", lang, status=3).stdout)["Subject"]
        expect(said == subject, f"a day: {said!r}")


def check_month():
    today = datetime.datetime.now(datetime.timezone.utc).date()
    last = today.replace(day=1) - datetime.timedelta(days=1)
    printed = run("--month", "last", "--format", "mail").stdout
    expect(str(last.day) in read(printed)["Subject"], "the last month's end")


def same(sent, arrived):
    before, after = (read(pathlib.Path(path).read_bytes())
                     for path in (sent, arrived))
    for name in ("To", "From", "Subject", "Auto-Submitted"):
        expect(before[name] == after[name], f"{name}: {after[name]}")
    expect(after["Date"] and after["Message-ID"], "Date, Message-ID: none")
    expect(parts(before) == parts(after), "the parts have changed")


if sys.argv[1] == "--same":
    same(*sys.argv[2:])
else:
    COMMAND, DIR = sys.argv[1], pathlib.Path(sys.argv[2])
    CONF = str(DIR / "conf")
    check_language("en", ["Attachments,", "avoidable", "B"])
    check_language("fr", ["Pi\u00e8ces jointes", "\u00e9vitables", "o"])
    check_refused()
    check_many()
    check_empty()
    check_words()
    check_day()
    check_month()
sys.exit(1 if failures else 0)
