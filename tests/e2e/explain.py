#!/usr/bin/env python3
"""What --explain prints is all that it takes to work a figure out again.

For estimates and for the report of a small mail store: from the inputs and the
factors in the JSON alone every step, every output with its interval, every
weight, the verdict, what is kept a year and the SCI are computed anew, by the
model of carbonmodel.py, and by the printed formulas as they stand; all must
agree to 1e-9.  The table and the CSV say the same.

usage: explain.py ATTACHMETER
"""
import base64
import csv
import io
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import types

import carbonmodel

PROGRAM = sys.argv[1]
failures = 0


def check(name, good, text=""):
    global failures
    if not good:
        failures += 1
        print(f"FAILED {name}: {text}"[:1000])


def close(a, b):
    if a is None or b is None:
        return a is b or (a is None and math.isnan(b))
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def same(name, got, want):
    check(name, close(got, want), f"{got}, not {want}")


def run(*words, status=0):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    check(words, done.returncode == status, done.stderr)
    return done.stdout


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


class Names(dict):
    """Symbols and ids as Python finds them: storage.pue is an attribute."""

    def add(self, name, value):
        group, _, rest = name.partition(".")
        if rest:
            setattr(self.setdefault(group, types.SimpleNamespace()), rest, value)
        else:
            self[name] = value


def by_formulas(name, explain):
    """The texts are formulas: evaluated in any order that works."""
    names = Names(share_scope=explain["share_scope"])
    for row in explain["inputs"]:
        names.add(row["symbol"], row["value"])
    for row in explain["factors"]:
        names.add(row["id"], row["value"])
    left = explain["steps"] + explain["outputs"]
    while left:
        late = []
        for row in left:
            key = row.get("symbol", row.get("id"))
            try:
                value = eval(row["formula"], {"__builtins__": {}}, names)
            except (NameError, AttributeError):
                late.append(row)
                continue
            except ZeroDivisionError:
                value = math.nan
            names.add(key, value)
            if row["value"] is not None:
                same(f"{name}, {key} by its formula", row["value"], value)
        check(f"{name}: formulas", len(late) < len(left), late)
        if len(late) == len(left):
            return
        left = late


def by_model(name, explain):
    inputs = {row["name"]: row["value"] for row in explain["inputs"]}
    inputs["share_scope"] = explain["share_scope"]
    factors = {row["id"]: (row["min"], row["value"], row["max"])
               for row in explain["factors"]}
    central = {key: value[1] for key, value in factors.items()}
    steps = carbonmodel.steps(inputs, central)
    check(f"{name}: steps", {r["symbol"] for r in explain["steps"]} == set(steps))
    for row in explain["steps"]:
        same(f"{name}, {row['symbol']}", row["value"], steps[row["symbol"]])
    outputs, weights = carbonmodel.estimate(inputs, factors)
    check(f"{name}: outputs",
          {r["id"] for r in explain["outputs"]} == set(outputs))
    for row in explain["outputs"]:
        for key, want in zip(("min", "value", "max"), outputs[row["id"]]):
            same(f"{name}, {row['id']}.{key}", row[key], want)
    for output, top in explain["weights"].items():
        want = sorted(weights[output].items(), key=lambda w: (-w[1], w[0]))[:3]
        want = [w for w in want if w[1] > 0]
        check(f"{name}, weights of {output}", len(top) == len(want)
              and all(close(t["share"], w[1]) for t, w in zip(top, want)), top)
        for row in top:
            check(f"{name}, option", f"--set {row['id']}=" in row["option"], row)
            same(f"{name}, weight of {row['id']}", row["share"],
                 weights[output][row["id"]])
    return outputs


def by_sci(name, sci, outputs):
    for who in ("mail", "shared"):
        row = sci[who]
        if sci["r_copies"] == 0:
            check(f"{name}: sci", row["value"] is None, row)
            continue
        same(f"{name}, sci of {who}",
             row["value"], (row["e_kwh"]["value"]
                            * sci["i_g_co2e_per_kwh"]["value"] / 1000
                            + row["m_kg_co2e"]["value"]) / sci["r_copies"])
        same(f"{name}, sci of {who}", row["min"], outputs[f"{who}.sci"][0])
    check(f"{name}: sci names its frame",
          "location-based" in sci["electricity"] and sci["boundary"]
          and "21031" in sci["method"] and "copy" in sci["functional_unit"], sci)


def by_text(name, words, explain):
    """Every row stands in the table, with its formula or source, and in 80
    columns; the table rounds to seven digits."""
    table = run(*words, "--explain")
    table = table[table.index("How the CO2e is worked out"):]
    check(f"{name}: width", max(map(len, table.splitlines())) <= 80)
    flat = re.sub(r"\s+", " ", table)
    for row in explain["steps"] + explain["outputs"]:
        number = "unknown" if row["value"] is None else f"{row['value']:.7g}"
        text = (f"{row.get('symbol', row.get('id'))} = {row['formula']}"
                f" = {number}")
        check(f"{name}: table", text in flat, text)
    for row in explain["factors"]:
        text = f"{row['id']} = {row['value']:.7g}"
        check(f"{name}: table", text in flat, text)
        check(f"{name}: table", re.sub(r"\s+", " ", row["source"]) in flat, row)
    for words_of in (explain["attribution"], explain["interval"]):
        check(f"{name}: sentence", re.sub(r"\s+", " ", words_of) in flat, words_of)
    rows = list(csv.DictReader(io.StringIO(
        run(*words, "--explain", "--format", "csv"), newline="")))
    all_rows = [row for kind in ("inputs", "factors", "steps", "outputs")
                for row in explain[kind]]
    check(f"{name}: csv", len(rows) == len(all_rows), len(rows))
    for got, want in zip(rows, all_rows):
        check(f"{name}: csv", got["symbol"] == want.get("symbol", want.get("id"))
              and close(float(got["value"]) if got["value"] else None,
                        want["value"]), got)


def whole(name, *words):
    got = json.loads(run(*words, "--explain", "--format", "json"),
                     parse_constant=refuse)
    explain = got["explain"]
    check(f"{name}: attribution", "postpones" in explain["attribution"])
    by_formulas(name, explain)
    outputs = by_model(name, explain)
    by_sci(name, got["sci"], outputs)
    by_text(name, words, explain)
    plain = json.loads(run(*words, "--format", "json"))
    check(f"{name}: only if asked for", "explain" not in plain)
    return got, outputs


def estimates():
    one = ["estimate", "--size", "1M", "--recipients", "20", "--year", "2024"]
    cases = {
        "one mail": [*one, "--country", "FRA"],
        "one upload a message": [*one, "--share-scope", "message"],
        "a loss": ["estimate", "--size", "10", "--recipients", "1"],
        "an open sign": ["estimate", "--size", "1k", "--recipients", "1"],
        "nobody": ["estimate", "--size", "1M", "--recipients", "0"],
        "a grid of one's own": [*one, "--set", "grid=10,20,30"],
        "no interval in what is divided by": [
            *one, "--set", "shared.version_factor=0,1,2",
            "--set", "shared.link_bytes=0"],
        "old hardware, few copies": [
            *one, "--set", "hw.refurb_share=0.1,0.4,0.9",
            "--set", "mail.delivered_share=0.5,0.8,1",
            "--set", "mail.sis_share=0.2,0.5,0.9"],
        "quantities": [
            "estimate", "--unique-bytes", "12345678", "--message-bytes",
            "23456789", "--linked-bytes", "20000000", "--delivered-bytes",
            "345678901", "--hop-bytes", "45678901", "--messages", "77",
            "--deliveries", "890", "--country", "POL"],
    }
    for name, words in cases.items():
        got, outputs = whole(name, *words)
        check(f"{name}: verdict", got["verdict"] == carbonmodel.verdict(
            outputs["ratio.kgco2e"]), got["verdict"])


def letter(to, number, size):
    body = base64.encodebytes(bytes([number]) * size).decode()
    return (f"Return-Path: <a@example.com>\nDelivered-To: {to}@example.org\n"
            f"Message-ID: <{number}@x>\nMIME-Version: 1.0\n"
            'Content-Type: application/pdf; name="a.pdf"\n'
            'Content-Disposition: attachment; filename="a.pdf"\n'
            f"Content-Transfer-Encoding: base64\n\n{body}")


def reports():
    with tempfile.TemporaryDirectory() as mail:
        for number in range(8):
            for to in range(1 + number):
                path = os.path.join(mail, f"{number}-{to}")
                with open(path, "w") as file:
                    file.write(letter(f"p{to}", number // 2, 1000 * (number + 9)))
        got, outputs = whole("scan", "scan", mail)
        co2e = got["co2e"]
        check("scan: verdict", co2e["verdict"] == carbonmodel.verdict(
            outputs["ratio.kgco2e"]), co2e["verdict"])
        for key, end in (("min", 0), ("value", 1), ("max", 2)):
            same(f"scan, saved.{key}", co2e[key], outputs["saved.kgco2e"][end])
            same(f"scan, kept.{key}", co2e["kept_per_year"][key],
                 co2e["kept_per_year"]["bytes"] / 1e12
                 * outputs["model.kg_per_tb_year"][end])
        same("scan, kept bytes", co2e["kept_per_year"]["bytes"],
             got["own"]["avoidable"]["total_bytes"])
        measured = [f for f in got["explain"]["factors"]
                    if f["status"] == "measured"]
        check("scan: measured", {f["id"] for f in measured} >= {
            "mail.expansion", "mail.store_ratio", "mail.sent_copies"}, measured)
        check("scan: source", all("bytes" in f["source"] for f in measured),
              measured)
        expansion = [f for f in measured if f["id"] == "mail.expansion"][0]
        received = got["own"]["received"]
        same("scan, expansion", expansion["value"],
             received["wire_bytes"] / received["size_bytes"])
        whole("scan, others", "scan", "--share-scope", "message", "--country",
              "DEU", "--year", "2024", "--set", "mail.delivered_share=0.7,0.8,1",
              mail)
    with tempfile.TemporaryDirectory() as mail:
        with open(os.path.join(mail, "1"), "w") as file:
            file.write("Subject: nothing\n\nhello\n")
        got = json.loads(run("scan", mail, "--explain", "--format", "json"))
        check("no figure: no explanation", got["explain"] is None, got["explain"])
        check("no figure: no explanation", "How the CO2e" not in
              run("scan", mail, "--explain"))


estimates()
reports()
print("failed" if failures else "passed")
sys.exit(failures > 0)
