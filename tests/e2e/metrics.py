"""metrics.py COMMAND ROOT CONFIG DATABASE PHASE SENT: what `metrics` prints of a
daemon that scraped.c plays with: up, killed, again, stopped.

Figures against what was sent, and against the report of the same days.  Both
formats through parsers of other people: promtool and Python's prometheus_client.
At the end, what is installed for Grafana and Prometheus against the families
that there are, node_exporter's textfile collector, and a database into which
somebody has written.  What is not here is skipped by name.
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

COMMAND, ROOT, CONFIG, DATABASE, PHASE, SENT = sys.argv[1:]
SENT = int(SENT)
GRAFANA = pathlib.Path(ROOT) / "conf" / "grafana"
ABORTED, RECIPIENTS = 2, 3
EVIL = 'x"} 1\nattachmeter_up 7\n# EOF\n\\'
failures = []

os.environ.pop("LD_LIBRARY_PATH", None)  # the daemon's: it has no catalogue
sys.path.append("/usr/lib/python3/dist-packages")  # where Debian's packages are
try:
    from prometheus_client.openmetrics import parser as openmetrics
except ImportError:
    openmetrics = None
    print("skipped: prometheus_client (package python3-prometheus-client)")


def check(name, found, wanted):
    if found != wanted:
        failures.append(f"{PHASE}: {name}: {found!r}, not {wanted!r}")


def have(program, package):
    found = shutil.which(program)
    if found is None:
        print(f"skipped: {program} (package {package})")
    return found


def run(*arguments, status=0, env=None, **more):
    done = subprocess.run(arguments, capture_output=True, text=True, env=env,
                          check=False, **more)
    check(" ".join(map(str, arguments[:4])) + " ends", done.returncode, status)
    if done.returncode != status:
        failures.append(done.stdout[-500:] + done.stderr[-500:])
    return done.stdout


def metrics(*arguments, status=0, env=None):
    return run(COMMAND, "metrics", "--config", CONFIG, *arguments,
               status=status, env=env)


def beside(*options, **more):
    """The metrics, and those with options, of one moment: some tell how long
    ago something was."""
    before = metrics()
    for _ in range(10):
        other = metrics(*options, **more)
        after = metrics()
        if after == before:
            break
        before = after
    return before, other


def samples(text):
    """Samples of the classic format: {name with its labels: value}."""
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            check(f"{name} once", name in found, False)
            found[name] = float(value)
    return found


def sample(found, name):
    value = found.get("attachmeter_" + name)
    return value if value is None or value % 1 else int(value)


# ---- figures ----

def expected():
    """What must be there, by the phase."""
    wanted = {
        'up': int(PHASE in ("up", "again")),
        'readable{part="database"}': 1,
        'readable{part="spool"}': 1,
        'messages_total{result="measured"}': SENT,
        'messages_total{result="aborted"}': ABORTED,
        'messages_total{result="gap"}': int(PHASE in ("again", "stopped")),
        'recipients_count': SENT,
        'recipients_sum': RECIPIENTS * SENT,
        'recipients_bucket{le="2"}': 0,
        'recipients_bucket{le="3"}': SENT,
        'recipients_bucket{le="+Inf"}': SENT,
        'eom_seconds_count': SENT,
        'eom_seconds_bucket{le="+Inf"}': SENT,
        'queue_records': 0,
        'queue_bytes': 0,
        'fanout_copies': RECIPIENTS,
        'spool_limit_bytes': 1000000000,
    }
    for reason in "memory", "disk", "full", "stop", "torn", "hung_up":
        wanted[f'dropped_records_total{{reason="{reason}"}}'] = 0
    wanted['dropped_records_total{reason="crash"}'] = \
        wanted['messages_total{result="gap"}']
    return wanted


def report_of_month():
    today = datetime.datetime.now(datetime.timezone.utc).date()
    text = run(COMMAND, "report", "--config", CONFIG, "--format", "json",
               "--since", today.replace(day=1).isoformat(),
               "--until", (today + datetime.timedelta(days=1)).isoformat())
    report = json.loads(text)
    wanted = {}
    for scope, key in ("all", "totals"), ("own", "own"):
        savings = report[key]
        wanted[f'received_bytes_total{{scope="{scope}"}}'] = \
            savings["received"]["stored_bytes"]
        wanted[f'delivered_bytes_total{{scope="{scope}"}}'] = \
            savings["delivered"]["stored_bytes"]
        wanted[f'unique_bytes_total{{scope="{scope}"}}'] = \
            savings["unique_size_bytes"]
    return wanted


def check_figures():
    wanted = {**expected(), **report_of_month()}
    # The daemon takes what was sent without an answer a moment later.
    for _ in range(100):
        found = samples(metrics())
        if all(sample(found, name) == value for name, value in wanted.items()):
            break
        time.sleep(0.1)
    for name, value in wanted.items():
        check(name, sample(found, name), value)
    last = sample(found, "last_message_timestamp_seconds")
    check("the last message is told by the hour", last % 3600, 0)
    check("and it is this hour's", 0 <= time.time() - last < 2 * 3600, True)
    spent = found["attachmeter_eom_seconds_sum"]
    check("answers took time", 0 < spent < 60, True)
    check("the database has bytes", found["attachmeter_database_bytes"] ==
          sum(os.path.getsize(DATABASE + end) for end in ("", "-wal")
              if os.path.exists(DATABASE + end)), True)
    below = [value for name, value in found.items()
             if name.startswith("attachmeter_eom_seconds_bucket")]
    check("buckets add up", below, sorted(below))


# ---- formats ----

def check_formats(prefix=""):
    classic, opened = beside("--format", "openmetrics")
    if PROMTOOL:
        check(prefix + "promtool", run(PROMTOOL, "check", "metrics",
                                       input=classic), "")
    check(prefix + "it ends", opened.endswith("\n# EOF\n"), True)
    check(prefix + "the classic one does not", "# EOF" in classic, False)
    if openmetrics is None:
        return
    ours = samples(classic)
    theirs = {}
    for family in openmetrics.text_string_to_metric_families(opened):
        check(f"{family.name} is ours",
              family.name.startswith("attachmeter_"), True)
        check(f"{family.name} has a help", family.documentation != "", True)
        for one in family.samples:
            labels = ",".join(
                f'{name}="{value.removesuffix(".0") if name == "le" else value}"'
                for name, value in one.labels.items())
            if not one.name.endswith("_created"):
                theirs[one.name + (f"{{{labels}}}" if labels else "")] = \
                    one.value
    check(prefix + "both formats say the same",
          set(theirs.items()) ^ set(ours.items()), set())


def check_same_everywhere():
    """Neither language nor locale."""
    for locale in "fr_FR.UTF-8", "de_DE.UTF-8":
        plain, other = beside("--lang", "fr", env={**os.environ, "LC_ALL": locale})
        check(f"the same in {locale}", other, plain)


def check_output(where):
    path = where / "attachmeter.prom"
    check("nothing on standard output", metrics("-o", str(path)), "")
    check("the file is read by all", path.stat().st_mode & 0o777, 0o644)
    check("and alone", os.listdir(where), ["attachmeter.prom"])
    check("what is in it", samples(path.read_text(encoding="utf-8")).keys(),
          samples(metrics()).keys())


def check_missing(where):
    """Parts that cannot be read are left out, said, and told to the caller."""
    text = metrics("--database", str(where / "none"), status=1)
    found = samples(text)
    check("no database", sample(found, 'readable{part="database"}'), 0)
    check("no spool", sample(found, 'readable{part="spool"}'), 0)
    check("nothing else", len(found), 4)
    run(COMMAND, "metrics", "--format", "json", status=2)
    run(COMMAND, "metrics", "--config", CONFIG, "word", status=2)


# ---- shipping to a fleet ----

STATE = pathlib.Path(ROOT) / "sql" / "ship" / "schema.sql"


def ship_config(where):
    """The same, with a fleet that nobody speaks to."""
    path = where / "ship.conf"
    text = pathlib.Path(CONFIG).read_text("utf-8")
    path.write_text(text + '\nfleet_url = {"http://127.0.0.1:9"}\n', "utf-8")
    return str(path)


def write_state(**progress):
    """As `ship` would; returns the file."""
    row = {"id": 1, "origin": b"x" * 16, "acked": 0, "sending": 0, "version": 0,
           "sent_s": 0, "failed_s": 0, "why": "", **progress}
    path = pathlib.Path(DATABASE + ".ship")
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as db:
        db.executescript(STATE.read_text("utf-8"))
        db.execute(f"INSERT INTO progress ({', '.join(row)}) VALUES "
                   f"({', '.join(':' + key for key in row)})", row)
    db.close()
    return path


def check_shipping(where):
    global CONFIG
    before, CONFIG = CONFIG, ship_config(where)
    found = samples(metrics(status=1))
    check("nothing was shipped", sample(found, 'readable{part="shipping"}'), 0)
    check("and no lag is told", [name for name in found if "shipping_" in name],
          [])
    with sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True) as db:
        last = db.execute("SELECT max(sequence) FROM sighting").fetchone()[0]
    db.close()
    now = int(time.time())
    state = write_state(acked=last - 1, sent_s=now - 7150, failed_s=now - 600,
                        why=EVIL)
    found = samples(metrics())
    status = json.loads(run(COMMAND, "ship", "--status", "--config", CONFIG,
                            "--format", "json", status=1))
    check("rows that wait", (sample(found, "shipping_lag_rows"), 1),
          (status["lag_rows"],) * 2)
    check("since when", sample(found, "shipping_lag_seconds"), 7140)
    check("it fails", 600 <= sample(found, "shipping_failing_seconds") < 660,
          True)
    check("the hour", sample(found, "shipping_last_success_timestamp_seconds"),
          (now - 7150) // 3600 * 3600)
    check_formats("shipping: ")
    there = families(metrics())
    write_state(acked=last)
    found = samples(metrics())
    for name in "lag_rows", "lag_seconds", "failing_seconds":
        check(f"{name} of one that never sent", sample(found,
                                                       "shipping_" + name), 0)
    check("nor when", sample(found, "shipping_last_success_timestamp_seconds"),
          None)
    state.unlink()
    CONFIG = before
    return there


# ---- a database that somebody has written into ----


def check_hostile(where):
    global CONFIG
    spool = where / "db.spool"
    shutil.copytree(DATABASE + ".spool", spool)
    for end in "", "-wal":
        if os.path.exists(DATABASE + end):
            shutil.copy(DATABASE + end, str(where / "db") + end)
    with sqlite3.connect(where / "db") as db:
        db.execute("UPDATE domain SET name = ? || id", (EVIL,))
        db.execute("UPDATE code SET name = ? || number", (EVIL,))
        db.execute("UPDATE day_sighting SET day = day - 1, family = 999")
        db.execute("UPDATE small_group SET day = day - 1")
        db.execute("INSERT INTO gap VALUES (1, 77, 5)")
        db.execute("INSERT INTO ingest VALUES (?, ?, ?)",
                   (EVIL.encode(), -1, 1 << 62))
    db.close()
    before, CONFIG = CONFIG, str(where / "conf")
    pathlib.Path(CONFIG).write_text(f"database = {where}/db\n"
                                    f"socket = unix:{where}/none\n",
                                    encoding="utf-8")
    check_formats("hostile: ")
    check("nothing of it is there", "x\"}" in metrics(), False)
    # and a spool that is none of ours
    (spool / "counters").write_bytes(b"\xff" * 4096)
    found = samples(metrics(status=1))
    check("a damaged spool", sample(found, 'readable{part="spool"}'), 0)
    CONFIG = before


# ---- what is installed for Prometheus and Grafana ----

def families(text):
    return set(re.findall(r"^# TYPE (\S+)", text, re.M))


def used(expression):
    """The families that an expression names."""
    names = re.findall(r"\b((?:attachmeter|node)_\w+)(?!\w*:)", expression)
    return {re.sub(r"(?<=eom_seconds|.recipients)_(bucket|sum|count)$", "",
                   name) for name in names}


def expressions(dashboard):
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            yield variable["name"], variable["query"]["query"]


def check_grafana(where):
    there = (families(metrics()) | check_shipping(where)
             | {"node_textfile_mtime_seconds"})
    dashboard = json.loads((GRAFANA / "grafana.json").read_text("utf-8"))
    names = set()
    rules = {"groups": [{"name": "panels", "rules": []}]}
    for title, expression in expressions(dashboard):
        check(f"families of '{title}'", used(expression) - there, set())
        check(f"'{title}' asks for some", used(expression) != set(), True)
        names |= used(expression)
        for name, value in ("$instance", ".*"), ("$scope", "own"):
            expression = expression.replace(name, value)
        check(f"variables of '{title}'", "$" in expression, False)
        if not expression.startswith("label_values"):
            rules["groups"][0]["rules"].append(
                {"record": "panel:expression", "expr": expression,
                 "labels": {"n": str(len(rules["groups"][0]["rules"]))}})
    check("the datasource is a variable", {
        json.dumps(target["datasource"]) for panel in dashboard["panels"]
        for target in panel["targets"]},
        {json.dumps({"type": "prometheus", "uid": "${datasource}"})})
    for path in GRAFANA.glob("*.yml"):
        lines = path.read_text("utf-8").splitlines()
        text = "\n".join(line for line in lines
                         if not line.lstrip().startswith("#"))
        check(f"families of {path.name}", used(text) - there, set())
        names |= used(text)
    check("a family that nothing shows", there - names, {
        "attachmeter_build_info", "attachmeter_direction_unique_bytes_total"})
    if PROMTOOL:
        (where / "panels.yml").write_text(json.dumps(rules), "utf-8")
        run(PROMTOOL, "check", "rules", str(where / "panels.yml"))


def check_co2e():
    """The example's factors are what the report says, in two digits."""
    day = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    kept = json.loads(run(COMMAND, "report", "--config", CONFIG, "--since", day,
                          "--format", "json"))["co2e"]["kept_per_year"]
    text = (GRAFANA / "co2e-rules.yml").read_text("utf-8")
    for bound, key in ("low", "min"), ("central", "value"), ("high", "max"):
        said = re.search(rf"bound: {bound}.*?\* (\S+)", text, re.S).group(1)
        check(f"kg a byte and year, {bound}", said,
              f"{kept[key] / kept['bytes']:.1e}")


# ---- node_exporter ----

def scraped(port):
    for _ in range(100):
        try:
            url = f"http://127.0.0.1:{port}/metrics"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    return ""


def check_node_exporter(where):
    program = have("prometheus-node-exporter", "prometheus-node-exporter")
    if program is None:
        return
    metrics("-o", str(where / "attachmeter.prom"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
            [program, "--collector.disable-defaults", "--collector.textfile",
             f"--collector.textfile.directory={where}",
             f"--web.listen-address=127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as exporter:
        text = scraped(port)
        exporter.terminate()
    check("node_exporter reads it", "node_textfile_scrape_error 0" in text,
          True)
    ours = (where / "attachmeter.prom").read_text("utf-8")
    for kind in re.findall(r"^# TYPE .*", ours, re.M):
        check("node_exporter keeps the type", kind in text, True)
    wanted = f'attachmeter_messages_total{{result="measured"}} {SENT}\n'
    check("node_exporter tells the messages", wanted in text, True)


PROMTOOL = have("promtool", "prometheus")
check_figures()
if PHASE == "stopped":
    check_same_everywhere()
    check_co2e()
    for inside in (check_output, check_missing, check_hostile, check_grafana,
                   check_node_exporter):
        with tempfile.TemporaryDirectory() as folder:
            inside(pathlib.Path(folder))
check_formats()
for failure in failures:
    print("FAILED:", failure, file=sys.stderr)
sys.exit(1 if failures else 0)
