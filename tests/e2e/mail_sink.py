"""mail_sink.py PORT FILE: takes one mail over SMTP on a port of 127.0.0.1,
writes the number of the port into PORT and the mail into FILE."""
import asyncore
import os
import smtpd
import sys

PORT, FILE = sys.argv[1:]


def put(path, data):
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.rename(path + ".new", path)


class Sink(smtpd.SMTPServer):
    def process_message(self, peer, sender, recipients, data, **options):
        put(FILE, data)


sink = Sink(("127.0.0.1", 0), None, decode_data=False)
put(PORT, str(sink.socket.getsockname()[1]).encode())
asyncore.loop()
