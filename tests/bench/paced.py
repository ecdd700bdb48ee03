#!/usr/bin/env python3
"""paced.py PORT MESSAGE RATE SECONDS SESSIONS - mail at a rate, for milter_shipping.py.

Each message has its moment; the sessions take turns, and stay.  Commands are pipelined, so that little
but the end of a message is waited for.  Prints JSON: messages in a second, and of each message the
milliseconds from its last byte to the answer.
"""
import json
import pathlib
import socket
import sys
import threading
import time

ENVELOPE = b"MAIL FROM:<c1@example.com>\r\nRCPT TO:<p1@example.org>\r\nDATA\r\n"


class Session:
    def __init__(self, port, body):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = self.socket.makefile("rb")
        self.body = body
        self.expect(b"220")
        self.socket.sendall(b"EHLO localhost\r\n")
        self.expect(b"250")

    def expect(self, code):
        while (line := self.answers.readline())[3:4] == b"-":
            pass
        if line[:3] != code:
            raise OSError(f"{line!r}, not {code.decode()}")

    def send(self):
        """Milliseconds from the last byte of a message to the answer."""
        self.socket.sendall(ENVELOPE)
        for code in (b"250", b"250", b"354"):
            self.expect(code)
        self.socket.sendall(self.body)
        began = time.monotonic()
        self.expect(b"250")
        return 1000 * (time.monotonic() - began)


def main():
    port, rate, seconds, sessions = (float(sys.argv[i]) for i in (1, 3, 4, 5))
    lines = pathlib.Path(sys.argv[2]).read_bytes().splitlines()
    body = b"\r\n".join(b"." + line if line[:1] == b"." else line for line in lines) + b"\r\n.\r\n"
    open_ones = [Session(int(port), body) for _ in range(int(sessions))]
    count = int(rate * seconds)
    moments = iter(range(count))
    lock, taken, failures = threading.Lock(), [], []
    began = time.monotonic()

    def work(session):
        try:
            while True:
                with lock:
                    i = next(moments, None)
                if i is None:
                    return
                time.sleep(max(0, began + i / rate - time.monotonic()))
                taken.append(session.send())
        except OSError as error:
            failures.append(str(error))

    threads = [threading.Thread(target=work, args=(session,)) for session in open_ones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        sys.exit(f"paced: {failures[0]}")
    print(json.dumps({"speed": count / (time.monotonic() - began), "ms": taken}))


if __name__ == "__main__":
    main()
