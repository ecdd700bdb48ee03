#!/usr/bin/env python3
"""attachmeter estimate and factors, as a program and as a person call them.

The check vectors of the carbon model to 1e-9 in every output: 1 MB to 20 people
in France 2024; one TB.year by Cloud Carbon Footprint's and by ADEME's factors.
Then the options: what is refused, with which exit status, and what is null.

usage: estimate.py ATTACHMETER FACTORS.JSON
"""
import hashlib
import json
import subprocess
import sys
import tempfile

PROGRAM, FACTORS = sys.argv[1:3]

ONE_MAIL = """
--country FRA --year 2024 --share-scope hash --unique-bytes 1000000
--message-bytes 1M --delivered-bytes 20M --hop-bytes 1000k --messages 1
--deliveries 20""".split()

ONE_TB = """
--country FRA --year 2024 --share-scope hash --unique-bytes 1000000000000
--message-bytes 1T --delivered-bytes 1000G --hop-bytes 0 --messages 1
--deliveries 1""".split()

ZERO = """
client.cache_copies client.embodied_kg_per_tb_year hw.refurb_embodied_ratio
hw.refurb_share mail.downloads_per_copy mail.sent_copies mail.sis_share
net.embodied_kg_per_gb net.kwh_per_gb shared.link_bytes shared.open_rate
shared.sync_share ssd.embodied_kg_per_tb ssd.watts_per_tb
storage.backup_copies storage.ssd_share""".split()
ONE = """
hdd.embodied_overhead hw.refurb_lifetime_years mail.expansion
mail.retention_years mail.store_ratio shared.retention_ratio
shared.version_factor ssd.embodied_overhead storage.power_overhead""".split()

CCF = """
grid=51.1 hdd.embodied_kg_per_tb=0 hdd.watts_per_tb=0.65 storage.pue=1.135
storage.replication=6 storage.utilisation=1""".split()
ADEME = """
grid=51.9 hdd.embodied_kg_per_tb=38.65811889497241
hdd.watts_per_tb=1.610754953957184 storage.pue=1.16 storage.replication=3
storage.utilisation=0.5""".split()

WANT_ONE_MAIL = """
mail.gb_months 0.2840529821966329 1.034208 3.4481254460915776
mail.kg_embodied 0.00035057667728088953 0.002622510720000001 0.023190134178530143
mail.kg_operational 8.675447757978761e-05 0.0005047505439846338 0.003123538898122011
mail.kgco2e 0.0005065756102863515 0.0031272612639846346 0.024755902226940178
mail.kwh 0.002036655753355913 0.011424865187520004 0.06754391431261818
mail.kwh_network 0.0 0.00043776000000000004 0.0026217153516901394
mail.kwh_storage 0.0017688173026516203 0.010987105187520003 0.06759090503698137
model.kg_embodied_per_tb_year 3.339424929576418 26.413333333333338 193.62210024923627
model.kg_per_tb_year 6.126323652599947 32.04558882373334 200.70888564517946
model.kwh_per_tb_year 35.0679793930212 127.48428000000003 496.86764817185394
ratio.gb_months 4.963369233959044 23.1304347826087 45.83687403265305
ratio.kgco2e 4.781742883706979 19.298385331745735 35.36594778907371
ratio.kwh 4.192003485898683 18.870773842576558 34.310307191473825
saved.gb_months 0.26477001078604756 0.989496 3.299832585253704
saved.kgco2e 0.000462183748463506 0.002965213444427404 0.02376636611112733
saved.kwh 0.0018462182932934017 0.010819438760240004 0.06455821649190725
shared.gb_months 0.012259947142725401 0.044711999999999995 0.2792245739034059
shared.kg_embodied 2.7798455552779168e-05 0.00013530008 0.0013313187338852147
shared.kg_operational 6.75737514800444e-06 2.6747739557230404e-05 0.00021861622252689606
shared.kgco2e 3.841639435548367e-05 0.0001620478195572304 0.0014538219902504462
shared.kwh 0.00016031730258931568 0.0006054264272800001 0.004756666592017516
shared.kwh_network 0.0 0.00013042 0.0007746483261887822
shared.kwh_storage 7.638088288276246e-05 0.00047500642728000005 0.0046516247246057765"""

WANT_ONE_TB = """
mail.gb_months 12000.0 12000.0
mail.kg_embodied 0.0 46.3897426739669
mail.kg_operational 1.981460754 5.096947723996892
mail.kgco2e 1.981460754 51.48669039796379
mail.kwh 38.77614 98.2070852407879
mail.kwh_network 0.0 0.0
mail.kwh_storage 38.77614 98.2070852407879
model.kg_embodied_per_tb_year 0.0 46.3897426739669
model.kg_per_tb_year 1.981460754 51.48669039796379
model.kwh_per_tb_year 38.77614 98.2070852407879
ratio.gb_months 1.0 1.0
ratio.kgco2e 1.0 1.0
ratio.kwh 1.0 1.0
saved.gb_months 0.0 0.0
saved.kgco2e 0.0 0.0
saved.kwh 0.0 0.0
shared.gb_months 12000.0 12000.0
shared.kg_embodied 0.0 46.3897426739669
shared.kg_operational 1.981460754 5.096947723996892
shared.kgco2e 1.981460754 51.48669039796379
shared.kwh 38.77614 98.2070852407879
shared.kwh_network 0.0 0.0
shared.kwh_storage 38.77614 98.2070852407879"""

failures = 0


def check(name, good, text=""):
    global failures
    if not good:
        failures += 1
        print(f"FAILED {name}: {text}"[:2000])


def run(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True)


def estimate(name, *words):
    done = run("estimate", "--format", "json", *words)
    check(name, done.returncode == 0, done.stderr)
    return json.loads(done.stdout, parse_constant=lambda c: check(name, 0, c))


def rows(text):
    for line in text.strip().splitlines():
        key, *numbers = line.split()
        yield key, [float(n) for n in numbers]


def compare(name, got, key, want):
    value = got.get(key)
    good = isinstance(value, list) and len(value) == 3 and all(
        abs(a - b) <= 1e-9 * abs(b) for a, b in zip(value, want))
    check(f"{name} {key}", good, f"{value}, not {want}")


def vectors():
    got = estimate("V01", *ONE_MAIL)
    for key, want in rows(WANT_ONE_MAIL):
        compare("V01", got, key, want)
    check("V01 verdict", got["verdict"] == "established", got["verdict"])
    top = [w["id"] for w in got["weights"]["ratio.kgco2e"]]
    check("V01 weights", top == ["shared.retention_ratio",
          "shared.version_factor", "shared.link_bytes"], top)
    short = estimate("1M to 20", "--size", "1M", "--recipients", "20",
                     "--country", "fra", "--year", "2024")
    for key, want in rows(WANT_ONE_MAIL):
        compare("1M to 20", short, key, want)
    sets = [f"{i}=0" for i in ZERO] + [f"{i}=1" for i in ONE]
    sets.append("hw.lifetime_years=5")
    for column, (name, own) in enumerate((("V04", CCF), ("V05", ADEME))):
        words = [w for s in sets + own for w in ("--set", s)]
        got = estimate(name, *ONE_TB, *words)
        for key, want in rows(WANT_ONE_TB):
            compare(name, got, key, 3 * [want[column]])
        check(name + " weights", got["weights"]["mail.kgco2e"] == [])
        check(name + " verdict", got["verdict"] == "not established")


def objects():
    got = estimate("objects", *ONE_MAIL, "--mailboxes", "10", "--period-days",
                   "73", "--set", "storage.pue=1.1,1.2,1.3")
    with open(FACTORS, "rb") as file:
        sha256 = hashlib.sha256(file.read()).hexdigest()
    check("sha256", got["factors"]["sha256"] == sha256, got["factors"])
    check("set", got["factors"]["set"] == {"storage.pue": {
        "status": "option", "value": [1.1, 1.2, 1.3]}}, got["factors"])
    check("grid", got["grid"]["country"] == "FRA"
          and got["grid"]["year"] == 2024, got["grid"])
    compare("per mailbox and year", got["per_mailbox_year"], "mail.kgco2e",
            [v * 365 / 73 / 10 for v in got["mail.kgco2e"]])
    check("no warning", got["warnings"] == [], got["warnings"])
    got = estimate("file", *ONE_MAIL, "--factors", FACTORS)
    check("same digest", got["factors"]["sha256"] == sha256)
    got = estimate("unknown country", *ONE_MAIL, "--country", "XYZ")
    check("unknown country", len(got["warnings"]) == 1
          and got["grid"]["country"] == "WORLD", got["warnings"])
    got = estimate("nothing", "--size", "0", "--recipients", "0")
    check("nothing", got["ratio.kgco2e"] is None and got["mail.sci"] is None
          and got["mail.kgco2e"] == [0, 0, 0] and got["verdict"] ==
          "not established", got)
    got = estimate("nothing new", *ONE_MAIL, "--unique-bytes", "0")
    check("nothing new", got["ratio.kwh"] is None, got["ratio.kwh"])
    got = estimate("large", "--size", "1000000000000000000", "--recipients",
                   "1000000000000000000")
    check("large", got["mail.kgco2e"][0] > 0, got["mail.kgco2e"])
    got = estimate("exponent", "--size", "1e6", "--recipients", "20")
    same = estimate("suffix", "--size", "1M", "--recipients", "20")
    check("exponent", got == same, got)


def usage():
    bad = [
        [], ["--size", "1M"], ["--recipients", "20"], ONE_MAIL[2:-2],
        ["--size", "1M", "--recipients", "20", "--messages", "1"],
        ["--size", "1e", "--recipients", "20"],
        ["--size", "1M", "--recipients", "-1"],
        ["--size", "1M", "--recipients", "1.5"],
        ["--size", "9000000000000000000", "--recipients", "1"],
        ONE_MAIL + ["--year", "24"], ONE_MAIL + ["--format", "xml"],
        ONE_MAIL + ["--share-scope", "all"], ONE_MAIL + ["--set", "x=1"],
        ONE_MAIL + ["--set", "storage.pue=0.5"], ONE_MAIL + ["more"],
        ONE_MAIL + ["--mailboxes", "10"], ONE_MAIL + ["--nothing"],
        ONE_MAIL + ["--mailboxes", "0", "--period-days", "30"],
    ]
    for words in bad:
        done = run("estimate", *words)
        check(f"usage {words}", done.returncode == 2 and not done.stdout
              and done.stderr.startswith("attachmeter: "), done)
    done = run("estimate", *ONE_MAIL, "--factors", "/nonexistent")
    check("no factor file", done.returncode == 1
          and "/nonexistent" in done.stderr, done)
    done = run("estimate", "--size", "1M", "--recipients", "20")
    check("table", done.returncode == 0 and "--set" in done.stdout
          and "established" in done.stdout, done.stdout)
    check("help", "without the Sent copy" in run("estimate", "-h").stdout)


def factors():
    listed = json.loads(run("factors", "list", "--format", "json").stdout)
    check("list", len(listed["factors"]) == 32, len(listed["factors"]))
    table = run("factors").stdout
    for row in listed["factors"]:
        check("list", row["id"] in table, row["id"])
        shown = run("factors", "show", row["id"]).stdout
        check("show", row["source"] in shown and row["unit"] in shown, shown)
    check("show a grid", "2024: 44.18" in
          run("factors", "show", "grid.FRA").stdout)
    check("show unknown", run("factors", "show", "x").returncode == 2)
    check("check", run("factors", "check", FACTORS).returncode == 0)
    check("check no JSON", run("factors", "check", __file__).returncode == 1)
    check_a_bad_file()


def check_a_bad_file():
    """Each fault has its own line, and none hides another."""
    with open(FACTORS) as file:
        bad = json.load(file)
    rows = {row["id"]: row for row in bad["factors"]}
    rows["storage.pue"]["low"] = 0.5
    rows["mail.sis_share"]["high"] = 1.5
    rows["hdd.watts_per_tb"]["low"] = -1
    rows["hw.lifetime_years"]["low"] = 9
    rows["net.kwh_per_gb"]["id"] = "net.kwh_per_mb"
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(bad, file)
        file.flush()
        done = run("factors", "check", file.name)
    told = done.stderr.splitlines()
    check("check a bad file", done.returncode == 1 and done.stdout == "", done)
    for want in ("storage.pue: low 0.5 is below 1",
                 "mail.sis_share: high 1.5 is over 1",
                 "hdd.watts_per_tb: low -1 is below 0",
                 "hw.lifetime_years: 9, 5, 7 are not low <= central <= high",
                 "net.kwh_per_mb: unknown id", "net.kwh_per_gb: is missing"):
        check("check a bad file", sum(want in line for line in told) == 1, told)
    check("check a bad file", len(told) == 6, told)


vectors()
objects()
usage()
factors()
sys.exit(failures > 0)
