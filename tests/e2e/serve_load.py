"""serve_load.py COMMAND FILL SLOW_S FUZZ [sanitized]: `attachmeter serve` in a
crowd: many clients at once, clients that never finish what they send or never
read what they are sent, for SLOW_S seconds, and FUZZ requests of nonsense.

All the while the health is told in time; afterwards memory and open files are
what they were.
"""
import pathlib
import random
import socket
import sys
import tempfile
import threading
import time

from serve_client import (Answer, Server, end, expect, fill, receive_all,
                          request, wait_for, write_config, wrong)

COMMAND, FILL = sys.argv[1], sys.argv[2]
SLOW_S, FUZZ = int(sys.argv[3]), int(sys.argv[4])
SANITIZED = "sanitized" in sys.argv[5:]

# A sanitizer keeps what was freed for a while.
GROWTH_KIB = 40960 if SANITIZED else 2048
HEALTH_S = 8 if SANITIZED else 3
CROWD = 200
PAGES = ["/report.json?last=%dd" % days for days in range(1, 60)]


def crowd(server, name, count, targets):
    """count clients at once, each asks for all targets; all are answered."""
    wrongs, start = [], threading.Barrier(count)

    def client(number):
        start.wait()
        for target in targets:
            try:
                answer = server.ask(target, timeout=60)
            except OSError as error:
                wrongs.append(f"{target}: {error}")
                continue
            if answer.status != 200 or not answer.is_whole:
                wrongs.append(f"{target}: {answer.status}")

    threads = [threading.Thread(target=client, args=(i,))
               for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrongs:
        wrong(name, f"{len(wrongs)} were not answered: {wrongs[:3]}")


def start_request(server):
    connection = server.connect()
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-")
    connection.setblocking(False)
    return connection


def start_reader(server, number):
    """It asks for much and takes nothing of it."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    connection.settimeout(30)
    connection.connect((server.host, server.port))
    connection.sendall(request(PAGES[number % len(PAGES)]) * 20)
    connection.setblocking(False)
    return connection


def is_open(connection):
    try:
        connection.send(b"a")  # never as much as to end the request
        return True
    except BlockingIOError:
        return True
    except OSError:
        connection.close()
        return False


def check_slow(server, duration=SLOW_S):
    """A crowd that sends a byte now and then, and comes again when it is shown
    out: others are answered in time."""
    slow, slowest, sent_away = [], 0, 0
    until = time.monotonic() + duration
    while time.monotonic() < until:
        began = time.monotonic()
        staying = [c for c in slow if is_open(c)]
        sent_away += len(slow) - len(staying)
        slow = staying
        while len(slow) < CROWD:
            number = len(slow)
            slow.append(start_request(server) if number % 4
                        else start_reader(server, number))
        asked = time.monotonic()
        expect("the health in a crowd of slow ones",
               server.ask("/healthz").status, 200)
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(max(0, 0.5 - (time.monotonic() - began)))
    if slowest > HEALTH_S:
        wrong("a crowd of slow ones", f"the health took {slowest:.1f} s")
    if sent_away == 0:
        wrong("a crowd of slow ones", "nobody was shown out")
    print(f"{CROWD} slow clients for {duration} s: {sent_away} shown out, "
          f"the health in at most {slowest:.2f} s")
    for connection in slow:
        connection.close()


def check_long_answers(server):
    """Questions that were never asked before, in a queue: the health passes."""
    stop, slowest, count = threading.Event(), [0.0], [0]

    def ask_all(first):
        for number in range(first, 400, 8):
            if stop.is_set():
                return
            server.ask(f"/report.json?since=-{number + 50}d&until=-"
                       f"{number % 40}d", timeout=120)
            count[0] += 1

    threads = [threading.Thread(target=ask_all, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 4
    while time.monotonic() < until:
        began = time.monotonic()
        expect("the health beside long answers",
               server.ask("/healthz").status, 200)
        slowest[0] = max(slowest[0], time.monotonic() - began)
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    began = time.monotonic()
    server.ask("/report.json?last=59d")
    one = time.monotonic() - began
    if slowest[0] > 1 + 10 * one:
        wrong("beside long answers", f"the health took {slowest[0]:.2f} s, "
                                     f"one answer {one:.2f} s")
    print(f"{count[0]} reports in a queue: the health in at most "
          f"{slowest[0]:.2f} s")


WORDS = [b"GET", b"HEAD", b"POST", b" ", b"/", b"/report.json", b"?", b"&",
         b"=", b"since", b"class", b"lang", b"%", b"%00", b"%ff", b"HTTP/1.1",
         b"HTTP/9.9", b"\r\n", b"\n", b"\r", b"\0", b":", b"Host", b"localhost",
         b"Content-Length", b"Transfer-Encoding", b"chunked", b"0\r\n\r\n",
         b"Connection", b"keep-alive", b"Accept", b"Accept-Language", b";q=",
         b"Expect: 100-continue", b"Cookie: a=b", b"\xff\xfe", b"-1",
         b"99999999999999999999", b"x" * 300, b"," * 50, b"Authorization"]

WHOLE = [request("/healthz"), request("/report.json?last=7d&lang=fr"),
         request("/favicon.ico", "HEAD"),
         request("/report.json?class=all&direction=all&store=plain",
                 fields=["Accept: application/openmetrics-text;q=0.5,*/*",
                         "Accept-Language: fr;q=0.3, en, *;q=0.1"]),
         request("/healthz", "POST", fields=["Transfer-Encoding: chunked"])
         + b"5\r\nhello\r\n0\r\n\r\n"]


def nonsense(rng):
    """Random bytes, words in any order, or a good request that was changed."""
    kind = rng.randrange(4)
    if kind == 0:
        return rng.randbytes(rng.randrange(1, 400))
    if kind == 1:
        return b"".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 60)))
    raw = bytearray(rng.choice(WHOLE) * rng.randrange(1, 3))
    for _ in range(rng.randrange(1, 6)):
        place = rng.randrange(len(raw))
        change = rng.randrange(3)
        if change == 0:
            raw[place] = rng.randrange(256)
        elif change == 1:
            raw[place:place] = rng.choice(WORDS)
        else:
            del raw[place:place + rng.randrange(1, 20)]
            raw = raw or bytearray(b"G")
    return bytes(raw)


def check_fuzz(server):
    rng = random.Random(20261127)
    answered = 0
    for number in range(FUZZ):
        raw = nonsense(rng)
        try:
            # Who has sent half a request waits in vain; so not for long.
            with server.connect(5) as connection:
                connection.sendall(raw)
                connection.shutdown(socket.SHUT_WR)
                connection.settimeout(0.05)
                got = receive_all(connection)
        except OSError:
            got = b""
        answered += bool(got)
        if got and Answer(got).status is None:
            wrong(f"nonsense {number}", f"{raw!r}: {got[:80]!r}")
        if b"attacker" in got or not server.is_alive():
            wrong(f"nonsense {number}", f"{raw!r}: {server.said()}")
            return
    print(f"{FUZZ} requests of nonsense: {answered} got an answer")
    if answered < FUZZ // 10:
        wrong("nonsense", "too little of it is understood to test anything")


def check_growth(server, name, run):
    """Memory and open files before and after."""
    fds, rss = server.fds(), server.rss_kib()
    run(server)
    if not wait_for(lambda: server.fds() <= fds, 60 if SANITIZED else 20):
        wrong(name, f"{server.fds()} files are open, {fds} before")
    grown = server.rss_kib() - rss
    print(f"{name}: {rss} KiB and {grown:+} KiB")
    if grown > GROWTH_KIB:
        wrong(name, f"memory has grown by {grown} KiB")
    expect(f"the health after {name}", server.ask("/healthz").status, 200)


def main():
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name)
        config = write_config(where)
        fill(FILL, where / "site.db", 20000)
        server = Server(COMMAND, config, "--listen", "127.0.0.1:0")
        targets = ["/healthz", "/metrics", "/", "/?lang=fr", *PAGES[:10]]
        # What it takes once, it keeps.
        crowd(server, "the first crowd", CROWD, targets)
        check_slow(server, 5)
        check_growth(server, "crowds", lambda s: [
            crowd(s, f"crowd {i}", CROWD, targets) for i in range(3)])
        check_growth(server, "long answers", check_long_answers)
        check_growth(server, "slow clients", check_slow)
        check_growth(server, "nonsense", check_fuzz)
        expect("what was said", server.said(), "")
        server.stop("in the end")
    return end()


if __name__ == "__main__":
    sys.exit(main())
