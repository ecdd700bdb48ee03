#!/usr/bin/env python3
"""fleet_embedded - a shard of a fleet for tests: a current ClickHouse, which Debian
has not as a server, as a library behind the part of its HTTP that is spoken to it.

As a program, LIBRARY DIRECTORY PORT: that shard, until it is killed.  It logs
nobody in, and knows one database at a time: what a server does about users and
broken connections is not to be learnt from it.  What was run is in
DIRECTORY/statements, a JSON text a line.
"""
import ctypes
import gzip
import http.server
import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from fleet_nodes import Node, free_port


class Engine:
    def __init__(self, library, directory):
        functions = ctypes.CDLL(library)
        pointer = ctypes.c_void_p
        for name, result, *arguments in (
                ("chdb_connect", ctypes.POINTER(pointer), ctypes.c_int,
                 ctypes.POINTER(ctypes.c_char_p)),
                ("chdb_query_n", pointer, pointer, ctypes.c_char_p, ctypes.c_size_t,
                 ctypes.c_char_p, ctypes.c_size_t),
                ("chdb_result_buffer", pointer, pointer),
                ("chdb_result_length", ctypes.c_size_t, pointer),
                ("chdb_result_error", ctypes.c_char_p, pointer),
                ("chdb_destroy_query_result", None, pointer)):
            function = getattr(functions, name)
            function.restype, function.argtypes = result, arguments
        self.functions = functions
        words = (ctypes.c_char_p * 2)(b"clickhouse", f"--path={directory}/data".encode())
        self.connection = functions.chdb_connect(len(words), words)
        self.body = pathlib.Path(directory) / "body"
        self.log = open(f"{directory}/statements", "a", encoding="utf-8")

    def run(self, query):
        """Its rows as bytes; or its complaint as a text."""
        f = self.functions
        result = f.chdb_query_n(self.connection[0], query, len(query), b"TabSeparated",
                                len(b"TabSeparated"))
        error = f.chdb_result_error(result)
        size = f.chdb_result_length(result)
        rows = ctypes.string_at(f.chdb_result_buffer(result), size) if size else b""
        f.chdb_destroy_query_result(result)
        return rows if error is None else error.decode(errors="replace")

    def request(self, parameters, body):
        for name, value in parameters.items():
            # readonly would hold for the next one, too
            if name not in ("query", "database", "wait_end_of_query", "readonly"):
                said = self.run(f"SET {name} = '{value}'".encode())
                if isinstance(said, str):
                    return said
        said = self.run(f"USE `{parameters['database']}`".encode())
        if isinstance(said, str):
            return said
        query = parameters.get("query", "").encode()
        statement = query or body
        self.log.write(json.dumps(statement.decode(errors="replace")) + "\n")
        self.log.flush()
        if not query:
            return self.run(body)
        # Behind the statement itself a library takes an empty line for the end.
        self.body.write_bytes(body)
        return self.run(re.sub(rb" (FORMAT \w+)$", lambda found: (
            f" FROM INFILE '{self.body}' ".encode() + found[1]), query))


class Handler(http.server.BaseHTTPRequestHandler):
    """A connection a request: one that is kept would keep all others out."""

    engine = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        parameters = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        said = self.engine.request(parameters, body)
        if isinstance(said, bytes):
            self.send_response(200)
        else:
            code = re.search(r"Code: (\d+)", said)
            self.send_response(404 if code and code[1] in ("60", "81") else 500)
            self.send_header("X-ClickHouse-Exception-Code", code[1] if code else "1")
            said = said.encode()
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass


class EmbeddedNode(Node):
    """Such a shard as a process of its own; asked as any other one."""

    def __init__(self, library, directory):
        self.dir = pathlib.Path(directory)
        self.dir.mkdir(parents=True)
        self.path = library
        self.http = free_port()
        self.url = f"http://127.0.0.1:{self.http}"
        self.start()

    def start(self):
        with open(self.dir / "out", "ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, __file__, self.path, str(self.dir), str(self.http)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def statements(self):
        return [json.loads(line) for line in open(self.dir / "statements",
                                                  encoding="utf-8")]


if __name__ == "__main__":
    Handler.engine = Engine(sys.argv[1], sys.argv[2])
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[3])), Handler).serve_forever()
