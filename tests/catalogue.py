#!/usr/bin/env python3
"""The French catalogue says all that the sources say, and says it properly.

usage: locale.py SOURCE

Fails on a text of lib/ or milter/ that the catalogue lacks, or that is not
translated or only fuzzily, on one that no source has any more, on a format that
does not take the same arguments, on two translations of one text, and on what
French typography wants otherwise: U+202F or U+00A0 before ? ! ; : % and inside
quotation marks, and in numbers of more than four digits.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

NARROW = "\u202f\u00a0"
DIRECTIVE = re.compile(
    r"%[-+ #0]*(\*|\d+)?(\.(\*|\d+))?(<\w+>|(hh|h|ll|l|z|j|t)?[diouxXeEfgGscp])")

RULES = [
    # Not within "unix:path", "--by=a;b", "12:30": what ends a word is a mark.
    (re.compile(r"[^%s?!](?=[?!;:](?=[\s)»\"']|$))" % NARROW),
     "no U+202F before ? ! ; :"),
    (re.compile(r"[^%s]%%" % NARROW), "no U+202F before %"),
    (re.compile(r"«[^%s]|«$|[^%s]»" % (NARROW, NARROW)),
     "no U+202F inside « »"),
    (re.compile(r"\d[ ,.']\d{3}(?!\d)"), "no U+202F between thousands"),
    (re.compile(r"(?<![\d.])\d{5,}(?![\d-])"), "a number without groups"),
    (re.compile(r"(?<![\d.])\d+\.\d+(?!\d| ?\.\d)"), "a decimal point"),
]
# As written in commands, files and names of versions.
ALLOWED = re.compile(
    r"\b(\d{4}\.\d\d|2\.[34]|ISO(/IEC)? \d+)\b|=\d+\.\d+|\"[\d.,]+\"|"
    r"(\d+\.){3}\d+|umask 377;")


def unquote(line):
    return (line[line.index('"') + 1:line.rindex('"')]
            .replace("\\\\", "\0").replace('\\"', '"').replace("\\n", "\n")
            .replace("\\t", "\t").replace("\0", "\\"))


def entries(path):
    """Each text of a catalogue: (texts, flags, translations)."""
    found = []
    ids, strings, flags = [], [], ""
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n") + [""]
    for line in lines:
        if line.startswith("#,"):
            flags += line
        elif line.startswith("#"):
            continue
        elif line.startswith("msgid"):
            ids.append(unquote(line))
            last = ids
        elif line.startswith("msgstr"):
            strings.append(unquote(line))
            last = strings
        elif line.startswith('"'):
            last[-1] += unquote(line)
        elif ids:
            if ids[0]:
                found.append((tuple(ids), flags, tuple(strings)))
            ids, strings, flags = [], [], ""
    return found


def typography(text, is_format):
    if is_format:
        text = text.replace("%%", "\0")
        text = DIRECTIVE.sub("X", text).replace("\0", "%")
    text = ALLOWED.sub("N", text)
    return [said for rule, said in RULES if rule.search(text)]


class Check:
    def __init__(self, source):
        self.source = source
        self.folder = os.path.join(source, "conf/locale/fr")
        self.wrong = 0
        self.translations = {}

    def say(self, area, ids, what):
        self.wrong += 1
        print(f"{area}: {what}: {ids[0]!r}", file=sys.stderr)

    def entry(self, area, ids, flags, strings):
        if "fuzzy" in flags:
            self.say(area, ids, "fuzzy")
        elif not all(strings):
            self.say(area, ids, "not translated")
        elif self.translations.setdefault(ids, strings) != strings:
            self.say(area, ids, "translated in two ways")
        is_format = re.search(r"[ ,]c-format", flags) is not None
        for string in strings:
            for what in typography(string, is_format):
                self.say(area, ids, what)

    def formats(self):
        for path in glob.glob(self.folder + "/*.po"):
            done = subprocess.run(["msgfmt", "--check-format", "-o", os.devnull, path],
                                  capture_output=True, text=True, check=False)
            if done.returncode != 0:
                self.wrong += 1
                print(done.stderr, file=sys.stderr, end="")

    def run(self):
        said = set()
        with tempfile.TemporaryDirectory() as updated:
            subprocess.run([self.source + "/conf/locale/update", self.source,
                            updated], check=True)
            for path in sorted(glob.glob(updated + "/*.po")):
                area = os.path.basename(path)
                for entry in entries(path):
                    said.add((area, entry[0]))
                    self.entry(area, *entry)
        for path in sorted(glob.glob(self.folder + "/*.po")):
            area = os.path.basename(path)
            for ids, _, _ in entries(path):
                if (area, ids) not in said:
                    self.say(area, ids, "of no source of this area")
            with open(path, encoding="utf-8") as file:
                for line in file:
                    if line.startswith("#~ msgid"):
                        self.say(area, (line,), "obsolete")
        self.formats()
        if not said:
            self.wrong += 1
            print("the sources say nothing at all", file=sys.stderr)
        print(f"{len(said)} texts, {self.wrong} wrong"
              + ("; new ones: cmake --build BUILD --target update-po"
                 if self.wrong else ""))
        return 1 if self.wrong else 0


if __name__ == "__main__":
    sys.exit(Check(os.path.abspath(sys.argv[1])).run())
