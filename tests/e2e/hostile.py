"""hostile.py COMMAND SCHEMAS RECORD_DOMAINS: every format of every view, of a
database, a factor file and paths that are full of texts which harm where somebody
takes them for more than texts (hostile_data.py).

Nothing of it may be more than a text: no control character in a table, no formula
in CSV, exact JSON, no element and no attribute in HTML that a page of harmless
data has not, no header in a mail, no sample in metrics.  A format that the
command offers and nothing here checks is a failure.
"""
import datetime
import email
import email.policy
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import hostile_data
import formats
from formats import COMMAND, SCHEMAS, UNSAFE, run, without_rows, wrong

RECORD_DOMAINS = sys.argv[3]

# name, arguments; each in all formats that its command has
VIEWS = [
    ("report", ["report", "--by", "domain", "--since", "today"]),
    ("report of a year", ["report", "--by", "domain", "--last", "1y"]),
    ("report by two", ["report", "--by", "domain,day", "--last", "60d"]),
    ("report, explained", ["report", "--explain", "--since", "today"]),
    ("top", ["top", "--since", "today"]),
    ("top domains", ["top", "--top", "0", "--since", "today", "domains"]),
    ("top types", ["top", "--since", "today", "types"]),
    ("whatif", ["whatif", "--last", "60d", "--min-size", "1k"]),
    ("histogram", ["histogram", "--since", "today"]),
    ("histogram of repeats", ["histogram", "--since", "today", "repeats"]),
    ("histogram of sizes", ["histogram", "--since", "today", "size"]),
    ("trend", ["trend", "--last", "1y"]),
    ("claims", ["claims", "--since", "today"]),
    ("balance", ["report", "--balance", "YEAR"]),
    ("metrics", ["metrics"]),
]
FRENCH = "csv-excel-fr"  # an option of its own
NOT_SEEN = 3
NO_SPOOL = 1  # the database has no daemon, and the rest is written
# Which the page, too, must show as they are, as the ten with the most mail.
IN_PAGE = ("markup", "markup-quote", "markup-end", "entities")
# What may be refused, as there is none of a view or too few are behind it.
PAGES = ("html", "mail", "poster")
# Where every domain must be found, as it is.
ALL_DOMAINS = ("report", "top domains")


def offered(command):
    """The formats that its help tells of."""
    text = run("help", [command, "--help"], 0).decode()
    line = re.search(r"^ +(?:-\w, )?--format FORMAT +(.*(?:\n {20,}.*)*)", text, re.M)
    words = re.findall(r"[a-z]+", line.group(1)) if line else []
    words = [word for word in words if word not in ("default", "or", "and")]
    return words + [FRENCH] * ("csv" in words)


# ---- a format each: what is wrong is told, what a reader gets returned ----

def check_text(name, raw):
    text = raw.decode()
    if UNSAFE.search(text):
        wrong(name, f"unsafe characters: {UNSAFE.search(text).group()!a} in "
              f"{text[max(0, UNSAFE.search(text).start() - 40):][:80]!a}")
    return None


def check_json(name, raw):
    if not raw.isascii():
        wrong(name, "not ASCII")
    return {"keys": sorted(formats.check_json(name, raw, False))}


def check_csv(name, raw, separator=","):
    rows = formats.check_csv(name, raw, separator)
    return {"columns": list(rows[0]) if rows else []}


def check_french_csv(name, raw):
    return check_csv(name, raw, ";")


class Page(html.parser.HTMLParser):
    """Names of elements, and of attributes on them."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.names, self.text = set(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names |= {tag} | {f"{tag} {name}" for name, _ in attrs}

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.names.add("a comment")

    def unknown_decl(self, data):
        self.names.add("a declaration")

    def handle_pi(self, data):
        self.names.add("an instruction")


def check_html(name, raw):
    check_text(name, raw)
    page = Page(raw.decode())
    return {"elements and attributes": sorted(page.names)}


def check_mail(name, raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.defects:
            wrong(name, f"defects: {part.defects}")
        for key, value in part.items():
            if UNSAFE.search(str(value)):
                wrong(name, f"unsafe characters in {key}: {value!a}")
        if part.get_content_type() == "text/plain":
            check_text(name, part.get_content().encode())
    html_parts = [part.get_content() for part in message.walk()
                  if part.get_content_type() == "text/html"]
    return {"headers": [part.keys() for part in message.walk()],
            "html": [check_html(name, text.encode()) for text in html_parts]}


SAMPLE = re.compile(r'([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*\})?'
                    r' [-+]?[0-9.eE+-]+(?: [0-9.]+)?|# (?:HELP|TYPE|UNIT|EOF).*')


def check_metrics(name, raw):
    check_text(name, raw)
    lines = raw.decode().split("\n")
    for line in lines[:-1]:
        if not SAMPLE.fullmatch(line):
            wrong(name, f"no sample: {line!a}")
    return {"families": sorted({re.split(r"[{ ]", line)[0] for line in lines
                                if line and line[0] != "#"})}


CHECKS = {"table": check_text, "json": check_json, "csv": check_csv,
          FRENCH: check_french_csv,
          "html": check_html, "poster": check_html, "mail": check_mail,
          "metrics": check_metrics, "prometheus": check_metrics,
          "openmetrics": check_metrics}


def look(name, form, arguments, status=0):
    """What the format shows of its own structure."""
    if form not in CHECKS:
        wrong(name, "nothing here checks this format")
        return None
    if form in PAGES:
        arguments = without_rows(arguments)
    chosen = ["--csv-excel-fr"] if form == FRENCH else ["--format", form]
    if form == "mail":
        chosen += ["--to", "someone@example.org"]
    if form in PAGES and name.split(",")[0] != "report":
        done = subprocess.run([COMMAND, *arguments, *chosen], check=False,
                              capture_output=True, timeout=60)
        if done.returncode in (1, 2) and done.stderr and not done.stdout:
            check_text(name, done.stderr)
            return "refused"
    return CHECKS[form](name, run(name, [*arguments, *chosen], status))


# ---- views ----

def shown_domains(database):
    """As they are in JSON: U+FFFD for what is no UTF-8, and up to a NUL."""
    texts = {name.split(b"\0")[0] for name in hostile_data.domains_of(database)}
    return {text.decode("utf-8", "replace").replace("\ufffd", "")
            for text in texts if text}


def check_domains(name, arguments, database):
    """No domain is lost, and each of them is what it is."""
    texts = {text.encode() for text in hostile_data.TEXTS.values()}
    if not hostile_data.domains_of(database) >= texts:
        wrong(name, "not all of the texts are in the database")
    document = json.loads(run(name, [*arguments, "--format", "json"], 0))
    got = {row["domain"].replace("\ufffd", "") for row in document["rows"]}
    if not got >= shown_domains(database):
        wrong(name, f"JSON lacks {shown_domains(database) - got!a}")
    if document["source"] != str(database):
        wrong(name, f"JSON says {document['source']!a}")
    if "html" in offered(arguments[0]):
        page = Page(run(name, [*without_rows(arguments), "--format", "html"],
                        0).decode())
        for text in IN_PAGE:
            if hostile_data.TEXTS[text] not in "".join(page.text):
                wrong(name, f"the page does not show {text}")


def check_views(where):
    """Each view of harmless data, and of the same data with hostile texts."""
    yesterday = datetime.datetime.now(datetime.timezone.utc) \
        - datetime.timedelta(days=1)
    for name, arguments in VIEWS:
        arguments = [word.replace("YEAR", str(yesterday.year))
                     for word in arguments]
        takes_factors = b"--factors" in run("help", [arguments[0], "--help"], 0)
        status = NO_SPOOL if name == "metrics" else 0
        for form in offered(arguments[0]):
            harmless = look(f"{name}, {form}", form,
                            [*arguments, *where["harmless"]], status)
            for kind in ("hostile", "factors")[:1 + takes_factors]:
                found = look(f"{name}, {form}, {kind}", form,
                             [*arguments, *where[kind]], status)
                if found != harmless:
                    wrong(f"{name}, {form}, {kind}",
                          f"{found} in place of {harmless}")
        if name in ALL_DOMAINS:
            check_domains(name, [*arguments, *where["hostile"]],
                          where["database"])


def check_without_database(where):
    """What a factor file says, and what files are called."""
    factors = ["--factors", str(where["factor file"])]
    estimate = ["estimate", "--size", "1M", "--recipients", "9", *factors]
    for name, arguments in (
            ("factors", ["factors", "list", *factors]),
            ("grids", ["factors", "list", "--grids", *factors]),
            ("estimate", estimate), ("estimate, explained",
                                     [*estimate, "--explain"]),
            ("lookup", ["lookup", *where["hostile"], str(where["file"])]),
            ("purge", ["purge", "-n", *where["hostile"]]),
            ("held", ["scan", "--held", str(where["file"])]),
            ("scan", ["scan", str(where["file"])])):
        for form in offered(arguments[0]):
            look(f"{name}, {form}", form, arguments,
                 NOT_SEEN if name == "lookup" else 0)
    for shown in ("storage.pue", "grid.FRA", "lecko.mail_share"):
        check_text(f"factors show {shown}",
                   run("factors", ["factors", "show", shown, *factors], 0))
    for line in run("parts", ["scan", "--parts", str(where["file"])],
                    0).splitlines():
        if not line.isascii() or json.loads(line)["file"] != str(where["file"]):
            wrong("parts", f"{line!a}")
    check_text("config", run("config", ["config", *where["harmless"][:2]], 0))


def check_complaints(where):
    """Messages about what a user wrote; each text in each place."""
    for text in (hostile_data.TEXTS[name].encode() for name in
                 ("escape-sequence", "c1-control", "right-to-left",
                  "line-ends", "directive")):
        config = where["file"].parent / "bad.conf"
        config.write_bytes(b'store_profile = "' + text + b'"\n')
        database = [b"--database", str(where["database"]).encode()]
        warned = [b"report", b"--country", text, *database]
        for arguments in (
                warned, [text], [b"report", b"--" + text], [b"top", text],
                *([b"report", option, text, *database] for option in (
                    b"--since", b"--by", b"--store", b"--set", b"--format",
                    b"--class", b"--factors", b"--units", b"--config")),
                *([b"report", b"--format", b"mail", option, text, *database]
                  for option in (b"--to", b"--sender")
                  if "mail" in offered("report")),
                [b"report", b"--database", b"/nowhere/" + text],
                [b"report", b"--output", b"/nowhere/" + text, *database],
                [b"report", b"--config", os.fsencode(config)],
                [b"config", b"--check", os.fsencode(config)],
                [b"factors", b"show", text], [b"factors", b"check", text],
                [b"lookup", text, *database], [b"scan", text],
                [b"estimate", b"--size", text, b"--recipients", b"1"]):
            about = f"complaint of {b' '.join(arguments)!a}"
            done = subprocess.run([COMMAND, *arguments], capture_output=True,
                                  stdin=subprocess.DEVNULL, check=False)
            is_done = arguments is warned or b"mail" in arguments
            if done.returncode not in (1, 2, 78) and not is_done or \
                    (not done.stderr and not done.stdout):
                wrong(about, f"exit {done.returncode}: {done.stderr}")
            check_text(about, done.stderr + done.stdout)


def prepare(where):
    """Databases, a factor file and a file of mail; their options."""
    make = hostile_data.make_database
    harmless = make(RECORD_DOMAINS, where / "harmless", False)
    config = make(RECORD_DOMAINS, where / "hostile", True)
    path = hostile_data.hostile_path(where)
    database = path.with_name(path.name + ".db")
    shutil.copy(where / "hostile" / "site.db", database)
    factors = path.with_name(path.name + ".json")
    hostile_data.write_factors(
        factors, json.loads((SCHEMAS.parent / "factors.json").read_text()))
    mail = path.with_name(path.name + ".eml")
    mail.write_bytes(b"Content-Type: a/" + hostile_data.TEXTS[
        "escape-sequence"].encode() + b"\nContent-Disposition: attachment;"
        b" filename=\"\x1b[2J\xff\"\n\nx\n")
    options = ["--config", str(config), "--database", str(database)]
    return {"harmless": ["--config", str(harmless)], "hostile": options,
            "factors": [*options, "--factors", str(factors), "--lang", "fr"],
            "database": database, "factor file": factors, "file": mail}


def main():
    with tempfile.TemporaryDirectory() as name:
        where = prepare(pathlib.Path(name))
        check_views(where)
        check_without_database(where)
        check_complaints(where)
    print("passed" if not formats.failures
          else f"{len(formats.failures)} failed")
    return bool(formats.failures)


if __name__ == "__main__":
    sys.exit(main())
