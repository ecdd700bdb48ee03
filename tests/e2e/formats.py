"""formats.py COMMAND SCHEMAS: what the views print, as other programs read it.

JSON against the JSON Schemas that are installed: every key that is printed is
required by its schema, so that none is ever removed, and more keys are allowed.
CSV and the page against JSON.  And texts that harm where they are shown, in all formats:
a database that somebody has written into, and a path with a hostile name.
"""
import copy
import csv
import datetime
import io
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import jsonschema

COMMAND, SCHEMAS = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
WRONG_USAGE = 2
NO_DATA = 3
failures = []
checked = set()  # schema, path of an object, key

# name, arguments, exit status
REPORTS = [
    ("report", ["report", "--since", "today"], 0),
    ("report by day", ["report", "--since", "-7d", "--by", "day"], 0),
    ("report by class", ["report", "--since", "today", "--by", "class"], 0),
    ("report by direction",
     ["report", "--since", "today", "--by", "direction"], 0),
    ("report by domain and day",
     ["report", "--since", "today", "--by", "domain,day"], 0),
    ("report by week and type",
     ["report", "--since", "today", "--by", "week,type"], 0),
    ("report by month and class",
     ["report", "--since", "today", "--by", "month,class"], 0),
    ("report by year and direction",
     ["report", "--since", "today", "--by", "year,direction"], 0),
    ("report without rows", ["report", "--since", "today", "--by", "nothing"],
     0),
    ("report of a class that nothing has",
     ["report", "--since", "today", "--class", "opaque"], 0),
    ("report with a grid of one's own",
     ["report", "--since", "today", "--set", "grid=10,20,30"], 0),
    ("report of an empty period", ["report", "--day", "2020-01-01"], NO_DATA),
    ("report of an empty period by day",
     ["report", "--day", "2020-01-01", "--by", "day"], NO_DATA),
]

# Keys that an option adds, and objects with one for each year or factor.
IF_ASKED_FOR = ["explain", "per_mailbox_year"]
MAPS = ["series", "set", "weights"]

# Views whose CSV has other rows than the JSON.
OTHERS = [
    ("report, explained", ["report", "--since", "today", "--explain"], 0),
    ("report of an empty period, explained",
     ["report", "--day", "2020-01-01", "--explain"], NO_DATA),
]
WITHOUT_A_DATABASE = [
    ("estimate", ["estimate", "--size", "1M", "--recipients", "20"], 0),
    ("estimate of all that there is",
     ["estimate", "--size", "1M", "--recipients", "20", "--explain",
      "--mailboxes", "10", "--period-days", "30", "--country", "XYZ",
      "--set", "storage.pue=1.2"], 0),
    ("estimate with a grid of one's own",
     ["estimate", "--size", "1M", "--recipients", "20", "--set", "grid=50"],
     0),
    ("estimate of nothing", ["estimate", "--size", "0", "--recipients", "0"],
     0),
    ("factors", ["factors"], 0),
    ("grids", ["factors", "list", "--grids"], 0),
]

# Views whose rows have the same cells in JSON and CSV, where the total, if there
# is one, is the last row.
FLAT = [
    ("top", ["top", "--since", "today"], 0),
    ("top of a content", ["top", "--since", "today", "--top", "1"], 0),
    ("top types", ["top", "--since", "today", "types"], 0),
    ("top domains", ["top", "--since", "today", "domains"], 0),
    ("histogram", ["histogram", "--since", "today"], 0),
    ("histogram of repeats", ["histogram", "--since", "today", "repeats"], 0),
    ("histogram of sizes", ["histogram", "--since", "today", "size"], 0),
    ("histogram of an empty period", ["histogram", "--day", "2020-01-01"],
     NO_DATA),
    ("trend", ["trend", "--since", "today"], 0),
    ("trend by day", ["trend", "--since", "today", "--by", "day"], 0),
    ("trend by month", ["trend", "--since", "today", "--by", "month"], 0),
    ("trend by year", ["trend", "--since", "today", "--by", "year"], 0),
    ("trend of an empty period", ["trend", "--day", "2020-01-01"], NO_DATA),
    ("top of an empty period", ["top", "--day", "2020-01-01"], NO_DATA),
    ("top types of an empty period", ["top", "--day", "2020-01-01", "types"],
     NO_DATA),
]

# The same, with the set before the rows.
WHATIFS = [
    ("whatif", ["whatif", "--since", "today"], 0),
    ("whatif of a few", ["whatif", "--since", "today", "--type", "image"], 0),
    ("whatif of some", ["whatif", "--since", "today", "--min-recipients", "2",
                        "--max-size", "90000"], 0),
    ("whatif of nothing", ["whatif", "--since", "today", "--min-size", "1G"],
     0),
    ("whatif in another store",
     ["whatif", "--since", "today", "--store", "lmtp-hardlink"], 0),
    ("whatif of an empty period", ["whatif", "--day", "2020-01-01"], NO_DATA),
]

# Those that print a text of the database.
PRINTS_TEXTS = [("report by domain",
                 ["report", "--since", "today", "--by", "domain"], 0),
                ("top domains", ["top", "--since", "today", "domains"], 0)]

# Texts that do harm where somebody takes them for more than a text.
HOSTILE = {
    "markup": '"><script>alert(1)</script>',
    "formula": "=cmd|'/c calc'!A1",
    "formula, plus": "+1+cmd|'/c calc'!A1",
    "formula, at": "@SUM(1+9)",
    "formula, after a tab": "\t=1+1",
    "other separators": "a;=1+1,=2+2",
    "right to left": "fdp\u202eexe.gpj",
    "escape sequence": "\x1b]0;owned\x07\x1b[2J",
    "C1 control": "a\u009b31mb",
    "line ends": "a\r\nb\nc",
}
UNSAFE = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f"
                    "\u2028-\u202e\u2060-\u206f\ufeff]")


def wrong(name, text):
    failures.append(name)
    print(f"FAILED: {name}: {text}", file=sys.stderr)


def run(name, arguments, status):
    """Standard output, as bytes."""
    done = subprocess.run([COMMAND, *arguments], capture_output=True,
                          stdin=subprocess.DEVNULL, check=False, timeout=60)
    if done.returncode != status:
        wrong(name, f"exit {done.returncode}, not {status}: {done.stderr}")
    return done.stdout


# ---- JSON ----

def load_validator(schema):
    """The validator of "attachmeter.VIEW/N"."""
    view, version = re.fullmatch(r"attachmeter\.(\w+)/(\d+)", schema).groups()
    path = SCHEMAS / f"{view}-{version}.json"
    document = json.loads(path.read_text())
    jsonschema.Draft202012Validator.check_schema(document)
    resolver = jsonschema.RefResolver(path.as_uri(), document)
    return jsonschema.Draft202012Validator(document, resolver=resolver)


def shorten(value):
    """The same, with one object of each list of objects."""
    if isinstance(value, dict):
        return {key: shorten(inner) for key, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shorten(value[0])]
    return value


def walk(value, path=()):
    """All (path, object) in value; of a list only the first item counts."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from walk(inner, path + (key,))
    elif isinstance(value, list) and value:
        yield from walk(value[0], path + (0,))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def check_keys(name, document, validator):
    """More keys are valid, and without any one of them it is not."""
    for path, inner in walk(document):
        if path[-1:] and path[-1] in MAPS:
            continue
        place = (document["schema"], path)
        keys = [key for key in inner if (*place, key) not in checked]
        checked.update((*place, key) for key in keys)
        if not keys:
            continue
        more = copy.deepcopy(document)
        at(more, path)["a_key_of_a_later_release"] = 0
        if not validator.is_valid(more):
            wrong(name, f"{path}: a new key is not allowed")
        for key in keys:
            less = copy.deepcopy(document)
            value = at(less, path).pop(key)
            if validator.is_valid(less) and key not in IF_ASKED_FOR:
                wrong(name, f"{path}: {key} may be removed")
            at(less, path)[key] = [] if isinstance(value, dict) else {}
            if validator.is_valid(less):
                wrong(name, f"{path}: {key} may be anything")


def check_schemas():
    """A schema that nothing was held against is none."""
    held = {re.sub(r"attachmeter\.(\w+)/(\d+)", r"\1-\2", schema)
            for schema, *_ in checked}
    for path in SCHEMAS.glob("*.json"):
        if path.stem not in held and path.stem != "view-1":
            wrong(path.name, "no view is held against it")


def check_numbers(name, document):
    """Bytes and counts are written as integers, or null."""
    for path, inner in walk(document):
        if path[-1:] in (("input",), ("inputs",)):  # of a model of doubles
            continue
        for key, value in inner.items():
            if key.endswith("_bytes") and not isinstance(value, (int, type(None))):
                wrong(name, f"{path}: {key} is {value!r}")


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def check_json(name, text, deep):
    document = json.loads(text, parse_constant=refuse)
    validator = load_validator(document["schema"])
    for error in validator.iter_errors(document):
        wrong(name, f"{list(error.absolute_path)}: {error.message}")
    if deep:
        check_keys(name, shorten(document), validator)
    check_numbers(name, document)
    return document


# ---- CSV ----

def check_csv(name, text, separator=","):
    """The rows, after a look at form and guards."""
    if text.replace(b"\r\n", b"").count(b"\n") or not text.endswith(b"\r\n"):
        wrong(name, "a line does not end with CRLF")
    rows = list(csv.reader(io.StringIO(text.decode(), newline=""),
                           delimiter=separator, strict=True))
    if len({len(row) for row in rows}) != 1:
        wrong(name, "rows of different length")
    for cell in (cell for row in rows for cell in row):
        number = re.fullmatch(r"-?[0-9]+([.,][0-9]+)?(e[+-][0-9]+)?", cell)
        if cell[:1] in ("=", "+", "-", "@") and not number:
            wrong(name, f"a cell is a formula: {cell}")
        if UNSAFE.search(cell):
            wrong(name, f"unsafe characters in {cell!a}")
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def check_against_json(name, rows, document):
    """Rows of both have the same figures; CSV has the totals, too."""
    if (len(rows) != len(document["rows"]) + 1
            or rows[-1][document["by"]] != "total"):
        wrong(name, f"{len(rows)} rows, JSON has {len(document['rows'])}")
    for row, wanted in zip(rows, document["rows"]):
        for key, value in wanted.items():
            is_text = isinstance(value, str)
            got = row[key] if is_text else float(row[key] or "nan")
            if got != value and not (value is None and row[key] == ""):
                wrong(name, f"{key}: {row[key]}, not {value}")
    last = {key: int(rows[-1][f"avoidable_{key}"])
            for key in document["totals"]["avoidable"]}
    if last != document["totals"]["avoidable"]:
        wrong(name, f"totals: {last}")


def check_flat(name, rows, document):
    """Rows of both have the same cells in the same order."""
    wanted = document["rows"] + [document[key] for key in ("total",)
                                 if key in document]
    if len(rows) != len(wanted):
        wrong(name, f"{len(rows)} rows, JSON has {len(wanted)}")
    for row, cells in zip(rows, wanted):
        if list(row) != list(cells):
            wrong(name, f"the columns {list(row)}, JSON has {list(cells)}")
        for key, value in cells.items():
            is_text = isinstance(value, str)
            got = row[key] if is_text else float(row[key] or "nan")
            if got != value and not (value is None and row[key] == ""):
                wrong(name, f"{key}: {row[key]}, not {value}")


# ---- all formats ----

def check_view(view, more):
    """In all formats; JSON's document and the rows of CSV."""
    name, arguments, status = view
    arguments = [*arguments, *more]
    document = check_json(
        name, run(name, [*arguments, "--format", "json"], status), True)
    rows = check_csv(name, run(name, [*arguments, "--format", "csv"], status))
    french = check_csv(
        name, run(name, [*arguments, "--csv-excel-fr"], status), ";")
    if len(french) != len(rows):
        wrong(name, "other rows in --csv-excel-fr")
    table = run(name, arguments, status).decode()
    if re.search(r"\b(nan|inf)\b", table):
        wrong(name, f"no number in the table: {table}")
    return document, rows


PAGE_FIGURES = {
    "delivered": lambda own: own["delivered"]["stored_bytes"],
    "received": lambda own: own["received"]["stored_bytes"],
    "unique": lambda own: own["unique_size_bytes"],
    "within a message": lambda own: own["avoidable"]["within_bytes"],
    "across messages": lambda own: own["avoidable"]["across_bytes"],
    "encoding": lambda own: own["avoidable"]["encoding_bytes"],
    "avoidable": lambda own: own["avoidable"]["total_bytes"],
}


def without_rows(arguments):
    """Without the options that a page does not take."""
    return [word for before, word in zip(["", *arguments], arguments)
            if word not in ("--by", "--explain") and before != "--by"]


def read_page(name, arguments, status):
    """The page, which is XML as well."""
    page = run(name, [*arguments, "--format", "html"], status).decode()
    if re.search("[\0-\x09\x0b-\x1f\x7f]", page) or "\u202e" in page:
        wrong(name, "unsafe characters in the page")
    return xml.etree.ElementTree.fromstring(page)


def check_page(view, more, document):
    """The page of a report has the figures of its JSON, or is refused where
    options ask for what no page shows."""
    name, arguments, status = view
    if without_rows(arguments) != arguments:
        run(name, [*arguments, *more, "--format", "html"], WRONG_USAGE)
        return
    page = read_page(name, [*arguments, *more, "--units", "raw"], status)
    section = page.find(".//section[@aria-labelledby='duplicated']")
    if section is None:
        if status != NO_DATA:
            wrong(name, "the page has no figures")
        return
    rows = {row.find("th").text: row.find("td[@class='number']").text
            for row in section.iterfind(".//tbody/tr")}
    wanted = {key: str(of(document["own"])) for key, of in PAGE_FIGURES.items()}
    if {key: rows.get(key) for key in wanted} != wanted:
        wrong(name, f"the page has {rows}, JSON {wanted}")


def check_whatif(view, more):
    """Rows of CSV are the set, then the rows of JSON."""
    document, rows = check_view(view, more)
    name, arguments, status = view
    shown = [document["chosen"]] if document["chosen"] else []
    wanted = [{key: "" if value is None else value if isinstance(value, str)
               else float(value) for key, value in row.items()}
              for row in shown + document["rows"]]
    got = [{key: row[key] if key in ("kind", "verdict") or row[key] == ""
            else float(row[key]) for key in row if key not in ("from", "until")}
           for row in rows]
    if got != wanted:
        wrong(name, f"CSV has {got}, JSON {wanted}")
    if document["withheld"] != (name == "whatif of a few") or (
            document["withheld"] and (shown or document["rows"])):
        wrong(name, f"withheld: {document['withheld']}")
    if name == "whatif" and not document["rows"]:
        wrong(name, "no rows")
    table = run(name, [*arguments, *more], status).decode()
    if any(len(line) > 80 for line in table.splitlines()):
        wrong(name, f"over 80 columns: {table}")


def check_views(config):
    for view in REPORTS:
        document, rows = check_view(view, ["--config", config])
        check_against_json(view[0], rows, document)
        check_page(view, ["--config", config], document)
    for view in OTHERS:
        check_view(view, ["--config", config])
    for view in WITHOUT_A_DATABASE:
        check_view(view, [])
    for view in WHATIFS:
        check_whatif(view, ["--config", config])


def check_balance(config, where):
    """The balance of the year of yesterday, on which the mail is put."""
    database = str(where / "yesterday.db")
    shutil.copy(where / "site.db", database)
    with sqlite3.connect(database) as connection:
        for table in ("day_message", "day_sighting"):
            connection.execute(f"UPDATE {table} SET day = day - 1")
    yesterday = datetime.datetime.now(datetime.timezone.utc) - \
        datetime.timedelta(days=1)
    arguments = ["report", "--config", config, "--database", database,
                 "--balance", str(yesterday.year)]
    for more in ([], ["--explain"]):
        name = " ".join(["balance", *more])
        document = check_json(
            name, run(name, [*arguments, *more, "--format", "json"], 0), True)
        if document["days"]["days_with_data"] < 1:
            wrong(name, f"no day has data: {document['days']}")
        rows = check_csv(name, run(name, [*arguments, "--format", "csv"], 0))
        for row in rows:
            figure = document.get(row["section"], {}).get(row["figure"])
            if row["section"] in ("grid", "month"):
                continue
            value = figure["value"] if isinstance(figure, dict) else figure
            if row["figure"] == "verdict":
                value, row["value"] = None, row["note"] != figure
            if float(row["value"] or 0) != (value or 0):
                wrong(name, f"{row}: JSON has {value}")
        table = run(name, [*arguments, *more], 0).decode()
        if re.search(r"\b(nan|inf)\b", table):
            wrong(name, f"no number in the table: {table}")
    check_json("balance of a year without data", run(
        "balance of a year without data",
        [*arguments[:-1], "2019", "--format", "json"], NO_DATA), True)


def check_flat_views(config):
    for name, arguments, status in FLAT:
        arguments = [*arguments, "--config", config]
        document = check_json(
            name, run(name, [*arguments, "--format", "json"], status), True)
        rows = check_csv(
            name, run(name, [*arguments, "--format", "csv"], status))
        check_flat(name, rows, document)
        table = run(name, arguments, status).decode()
        if re.search(r"\b(nan|inf)\b", table):
            wrong(name, f"no number in the table: {table}")


def check_upkeep(config, where):
    """Commands that look up and delete, each over a copy of the database."""
    seen, unseen = where / "seen", where / "unseen"
    seen.write_bytes(b"x" * 57 + b"\r\n")  # sent in lines
    unseen.write_text("y")
    for name, arguments, key in (
            ("lookup", ["lookup", str(seen), str(unseen)], "files"),
            ("forget", ["forget", "-y", str(seen), str(unseen)], "contents"),
            ("purge", ["purge"], None)):
        for more in ([], ["-n"] if name != "lookup" else []):
            formats = {}
            for form in ("json", "csv", "table"):
                database = str(where / "upkeep.db")
                shutil.copy(where / "site.db", database)
                formats[form] = run(
                    name, [*arguments, *more, "--config", config,
                           "--database", database, "--format", form], 0)
            document = check_json(name, formats["json"], True)
            rows = check_csv(name, formats["csv"])
            if key is None:
                for row in rows:
                    if int(row["rows"]) != document[row["what"]]["rows"]:
                        wrong(name, f"{row}: JSON has {document[row['what']]}")
                continue
            if [row["seen"] for row in rows] != ["yes", "no"]:
                wrong(name, f"seen: {rows}")
            for row, inner in zip(rows, document[key]):
                if (row["fingerprint"] != inner["fingerprint"]
                        or (row["seen"] == "yes") != inner["seen"]):
                    wrong(name, f"{row}: JSON has {inner}")
            if name == "forget" and int(rows[0]["messages"]) != 1:
                wrong(name, f"messages: {rows}")
            if (name == "lookup"
                    and document[key][0]["attached"]["copies"]["local"] != 2):
                wrong(name, f"copies: {document}")


def check_key_show(config, where):
    name = "key"
    arguments = ["key", "--config", config, "--database",
                 str(where / "site.db")]
    document = check_json(name, run(name, [*arguments, "--format", "json"], 0),
                          True)
    rows = check_csv(name, run(name, [*arguments, "--format", "csv"], 0))
    check_flat(name, rows, {"rows": document["epochs"]})


def check_merge(config, where):
    """A relay, a copy of it under another name, and one of it as it is."""
    site, other = str(where / "relay.db"), str(where / "other.db")
    shutil.copy(where / "site.db", site)
    with sqlite3.connect(site) as connection:  # as if by a daemon
        connection.execute("INSERT INTO ingest VALUES (x'01', 1, 2)")
    shutil.copy(site, other)
    with sqlite3.connect(other) as connection:
        connection.execute("UPDATE epoch SET relay_id = hex(randomblob(16))")
    document = check_json("merge", run("merge", [
        "merge", "--json", "-o", str(where / "merged.db"),
        site, other, site], 0), True)
    arguments = ["report", "--since", "today", "--config", config, "--format",
                 "json", "--database"]
    totals = [json.loads(run("merged", [*arguments, str(where / name)], 0))
              ["totals"] for name in ("site.db", "merged.db")]
    for key, factor in (("sightings", 2), ("contents", 1), ("messages", 2),
                        ("unique_size_bytes", 1)):
        if totals[1][key] != factor * totals[0][key]:
            wrong("merge", f"{key}: {totals[1][key]} of {totals[0][key]}")
    if document["relays"] != 2 or len(document["left_out"]) != 1:
        wrong("merge", f"{document}")


def check_backup(config, where):
    check_json("backup", run("backup", [
        "backup", "--json", "--config", config, "--database",
        str(where / "site.db"), str(where / "backup.db")], 0), True)


def check_claims(config):
    name = "claims"
    arguments = ["claims", "--since", "today", "--config", config]
    document = check_json(
        name, run(name, [*arguments, "--format", "json"], 0), True)
    rows = check_csv(name, run(name, [*arguments, "--format", "csv"], 0))
    if [row["id"] for row in rows] != [c["id"] for c in document["claims"]]:
        wrong(name, "CSV has other rows than JSON")
    for row, claim in zip(rows, document["claims"]):
        figure = (claim["figures"] or [{"value": None}])[0]
        for got, want in ((row["value"], figure["value"]),
                          (row["claimed"], claim["claimed"]["value"])):
            if (float(got) if got else None) != want:
                wrong(name, f"{row['id']}: {got}, not {want}")
        if row["verdict"] != claim["verdict"]:
            wrong(name, f"{row['id']}: {row['verdict']}")
    table = run(name, arguments, 0).decode()
    if re.search(r"\b(nan|inf)\b", table):
        wrong(name, f"no number in the table: {table}")
    arguments = ["claims", "--day", "2020-01-01", "--config", config]
    check_json(name, run(name, [*arguments, "--format", "json"], NO_DATA), True)


def check_inert(name, page, text):
    """Nothing runs, and what could be shown of the text is there."""
    if page.find(".//script") is not None:
        wrong(name, "the page has a script")
    shown = "".join(page.itertext())
    word = max(UNSAFE.split(text.replace("\n", "\r")), key=len)
    if word not in shown:
        wrong(name, f"the page lacks {word!a}")


def check_hostile(config, database, text, about):
    """text is the name of a group and of the file: it must stay a text."""
    for name, arguments, status in PRINTS_TEXTS:
        name = f"{about}: {name}"
        arguments = [*arguments, "--config", config, "--database", database]
        raw = run(name, [*arguments, "--format", "json"], status)
        if not raw.isascii():
            wrong(name, "JSON is not ASCII")
        document = check_json(name, raw, False)
        if document["source"] != database:
            wrong(name, f"JSON says {document['source']!a}")
        words = [row.get("domain") for row in document["rows"]]
        if words and text not in words:
            wrong(name, f"JSON has the groups {words!a}")
        check_csv(name, run(name, [*arguments, "--format", "csv"], status))
        check_csv(name, run(name, [*arguments, "--csv-excel-fr"], status), ";")
        table = run(name, arguments, status).decode()
        if UNSAFE.search(table):
            wrong(name, f"unsafe characters in the table: {table!a}")
        if arguments[0] == "report":
            page = read_page(name, without_rows(arguments), status)
            check_inert(name, page, text)


def record(where):
    """Some mail into a database of its own; the configuration."""
    mail = where / "mail"
    mail.mkdir()
    for number, size in enumerate((5700, 5700, 57, 99999, 300000,
                                   1, 70000, 2, 60000, 3)):
        (mail / str(number)).write_text(
            "Return-Path: <someone@example.com>\n"
            "Delivered-To: p1@example.org\nDelivered-To: p2@example.org\n"
            f"Message-ID: <{number}@example.com>\nMIME-Version: 1.0\n"
            f"Content-Type: {('application/pdf', 'image/png')[number % 2]}\n"
            "Content-Disposition: attachment; filename=\"a\"\n"
            f"Content-Transfer-Encoding: 8bit\n\n{'x' * size}\n")
    key = where / "key"
    key.write_text("07" * 32 + "\n")
    key.chmod(0o400)
    config = where / "conf"
    config.write_text(f'database = "{where}/site.db"\nkey_file = "{key}"\n'
                      f'socket = "unix:{where}/socket"\n')
    run("record", ["scan", "--record", "--config", str(config), str(mail)], 0)
    with sqlite3.connect(where / "site.db") as connection:
        # A content that is shown.
        connection.execute("UPDATE content SET senders = 5 WHERE id = 1")
    return str(config)


def check_setup(config):
    """Of a Postfix, if there is one, and of a Sendmail: no other gives a line."""
    arguments = ["setup", "--format", "json", "--config", config]
    files = pathlib.Path(__file__).parent.parent / "data" / "sendmail"
    check_json("setup sendmail", run(
        "setup sendmail", [*arguments, "sendmail", "--sendmail-cf",
                           str(files / "sendmail.cf"), "--sendmail-mc",
                           str(files / "sendmail.mc")], 0), True)
    check_json("doctor", run(
        "doctor", ["doctor", "--json", "--config", config, "--sendmail-cf",
                   str(files / "sendmail.cf")], 1), True)
    if shutil.which("postconf", path="/usr/sbin:/usr/bin"):
        check_json("setup postfix",
                   run("setup postfix", [*arguments, "postfix"], 0), True)


def write_into(database, text):
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE domain SET name = ?", (text,))
        # Enough senders for the group to be shown.
        connection.execute("UPDATE small_group SET senders = 5")


def main():
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name)
        config = record(where)
        check_views(config)
        check_json("status", run("status", ["status", "--json", "--config",
                                            config], 1), True)
        check_setup(config)
        check_view(("held", ["scan", "--held", str(where / "mail")], 0), [])
        check_balance(config, where)
        check_flat_views(config)
        check_backup(config, where)
        check_key_show(config, where)
        check_merge(config, where)
        check_upkeep(config, where)
        check_claims(config)
        for name, text in HOSTILE.items():
            database = str(where / f"{text.replace('/', '')}.db")
            shutil.copy(where / "site.db", database)
            write_into(database, text)
            check_hostile(config, database, text, name)
    check_schemas()
    print("passed" if not failures else f"{len(failures)} failed")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
