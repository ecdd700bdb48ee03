"""hostile_data.py: texts that do harm where somebody takes them for more than a
text, and a database, a factor file and paths that hold them.

Where they come from: a domain is any line of local_domains without blank, tab
and @, and is recorded when mail comes for it; a path is what a user calls a
file; a factor file is written by whoever sells one.  What the configuration
would refuse is put into the rows, as by somebody who may write the database.
"""
import contextlib
import json
import pathlib
import sqlite3
import subprocess

# name, text; a name is also that of the domain that is written over by it.  The
# first ones get the most mail, as a page shows ten domains.
TEXTS = {
    "markup": '"><script>alert(1)</script>',
    "markup-quote": "'onload='alert(1)",
    "markup-end": "a]]>b--><b>c</b>",
    "entities": "&lt;b&gt;&amp;&#60;&nbsp",
    "right-to-left": "fdp\u202eexe.gpj",
    "isolates": "a\u2066\u2067\u2068b\u2069\u200f\u061c",
    "header": "a\r\nBcc: someone@example.org\r\n\r\nbody\r\n.\r\n",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f",
    "escape-sequence": "\x1b]0;owned\x07\x1b[31m",
    "long": "l" + "o" * 200 + "ng.example",
    "template": "${jndi:ldap://127.0.0.1/a}{{7*7}}<%=1%>",
    "formula": "=cmd|'/c calc'!A1",
    "formula-plus": "+1+cmd|'/c calc'!A1",
    "formula-minus": "-1+1",
    "formula-at": "@SUM(1+9)",
    "formula-tab": "\t=1+1",
    "formula-line": "\r=1+1",
    "formula-wide": "\uff1d1+1",
    "separators": "a;=1+1,=2+2",
    "quotes": '"=1+1";"',
    "label-end": '"} 1\nattachmeter_evil_total{a="',
    "label-escapes": 'a\\"b\\nc\\',
    "hidden": "pay\u200bpal\u2060\ufeff\U000e0041",
    "line-separators": "a\u2028b\u2029c\u0085d",
    "c1-control": "a\u009b31mb\u0090c",
    "line-ends": "a\r\nb\nc",
    "directive": "%s%n%x%1$s",
    "statement": "'; DROP TABLE domain; --",
}
# What is no text; how it is shown
BYTES = {
    "no-utf8": b"a\xff\xc3(\xed\xa0\x80\xf8b",
    "cut-utf8": b"caf\xc3",
    "overlong": b"\xc0\xbcscript\xc0\xbe",
    "nul": b"before\0after",
}
# That a configuration allows and mail brings into the rows, byte for byte.
RECORDED = ("markup", "markup-quote", "formula-minus", "directive",
            "right-to-left", "escape-sequence", "c1-control", "no-utf8")
# As a name in a directory; joined into one path, as each view prints all of it.
# Of a factor file, what may hold anything.
FREE_TEXTS = ("unit", "source", "note", "name", "group", "version")
IN_PATHS = ("markup-quote", "template", "formula-tab", "separators", "label-end",
            "right-to-left", "escape-sequence", "c1-control", "line-ends")



def can_come_by_mail(domain):
    """A line of local_domains can be that, and the end of an address, too.

    Outside of quotes a bracket ends the address.
    """
    return (not set(domain) & set(b"\0\n\r\t @")
            and (b">" not in domain or domain.startswith(b'"')))


def make_database(record_domains, where, is_hostile):
    """Mail for our domains, one a text, over a year; the configuration.

    What no line of the configuration can hold is written over the name of a
    domain like any other.  If not hostile, all of them are like any other.
    """
    where.mkdir(parents=True)
    (where / "key").write_text("07" * 32 + "\n")
    (where / "key").chmod(0o400)
    texts = {name: text.encode() for name, text in TEXTS.items()} | BYTES
    plain = [f"{name}.example".encode() for name in texts]
    lines = [text if is_hostile and can_come_by_mail(text) else name
             for name, text in zip(plain, texts.values())]
    lines += [name for name in plain if name not in lines]
    (where / "domains").write_bytes(b"\n".join(lines) + b"\n")
    subprocess.run([record_domains, where / "site.db", where / "key",
                    where / "domains"], check=True)
    if is_hostile:
        recorded = domains_of(where / "site.db")
        lost = {name for name in RECORDED if texts[name] not in recorded}
        if lost:
            raise AssertionError(f"not recorded: {lost}")
        # Closed, so that the file alone has all of it.
        with contextlib.closing(sqlite3.connect(where / "site.db",
                                                isolation_level=None)) \
                as connection:
            for name, text in zip(plain, texts.values()):
                if text not in recorded:
                    connection.execute(
                        "UPDATE domain SET name = CAST(? AS TEXT)"
                        " WHERE name = ?", (text, name.decode()))
    config = where / "conf"
    config.write_text(f'database = "{where}/site.db"\n'
                      f'key_file = "{where}/key"\n'
                      f'socket = "unix:{where}/socket"\nmailboxes = 100\n'
                      f'local_domains = {{"@{where}/domains"}}\n')
    return config


def domains_of(database):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.text_factory = bytes
        return {row[0] for row in connection.execute("SELECT name FROM domain")}


def write_factors(path, original):
    """A factor file whose every free text begins with a hostile one."""
    texts = list(TEXTS.values())
    count = 0

    def spoil(value, key):
        nonlocal count
        if isinstance(value, dict):
            return {k: spoil(inner, k) for k, inner in value.items()}
        if isinstance(value, list):
            return [spoil(inner, key) for inner in value]
        if isinstance(value, str) and key in FREE_TEXTS:
            count += 1
            return texts[count % len(texts)] + value
        return value

    path.write_text(json.dumps(spoil(original, "")))


def hostile_path(where):
    """A file name with what a name can hold, in a directory with the rest."""
    names = [TEXTS[name].replace("/", "") for name in IN_PATHS]
    directory = where / "".join(names[:5])
    directory.mkdir(parents=True)
    return pathlib.Path(directory, "".join(names[5:]))
