#!/usr/bin/env python3
"""dovecot.py BUILD [SCALE] - the store profiles against stores of Dovecot 2.3.

The same mail goes to a plain store and to one that saves bytes, copy by copy
with Sent, or by LMTP with all recipients in a transaction; it is also measured
and reported.  What the second store really saved (each inode once, without
indexes and directories) must be what the report says that such a store saves
already, to 0.1 %.  Wrong models must be further off.

Needs root, and Dovecot 2.3 (2.4 writes no single instances any more); else it
is skipped.  Dovecot runs out of a temporary directory, on unix sockets.
"""
import imaplib
import json
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import time

import dovecot_mail

AGREEMENT = 0.001
UID = 5000  # need not exist
DAY = "2024-10-04"
NOON = 1728043200
USERS = [f"u{n}" for n in range(1, 61)]
# A store: its format, has it single instances, how is mail delivered to it?
STORES = {
    "sdbox": ("sdbox", False, "append"),
    "mdbox": ("mdbox", False, "append"),
    "maildir": ("maildir", False, "lmtp"),
    "sdbox-sis": ("sdbox", True, "append"),
    "mdbox-sis": ("mdbox", True, "append"),
    "maildir-linked": ("maildir", False, "lmtp-all"),
    "sdbox-linked": ("sdbox", False, "lmtp-all"),
}
KINDS = ["large", "mixed", "sizes"]
# Profile, the store that saves, the plain one beside it, kinds of mail.  What
# sdbox writes about a message, some 100 bytes, is linked too: no attachment, and
# 0.16 % of small ones.
PAIRS = [
    ("dovecot-sis", "sdbox-sis", "sdbox", KINDS),
    ("dovecot-sis", "mdbox-sis", "mdbox", KINDS),
    ("lmtp-hardlink", "maildir-linked", "maildir", KINDS),
    ("lmtp-hardlink", "sdbox-linked", "sdbox", ["large", "mixed"]),
]
CONF = """\
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
first_valid_uid = 5000
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_max_userip_connections = 1000
mail_fsync = never
mail_attachment_fs = sis posix:no-fsync
lmtp_add_received_header = no
lmtp_hdr_delivery_address = none
passdb {{
  driver = passwd-file
  args = {dir}/users
}}
userdb {{
  driver = passwd-file
  args = {dir}/users
}}
service imap {{
  service_count = 0
  client_limit = 100
}}
service imap-login {{
  service_count = 0
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = 0
  }}
  unix_listener {dir}/imap {{
  }}
}}
service auth {{
  client_limit = 10000
}}
service lmtp {{
  unix_listener {dir}/lmtp {{
  }}
}}
"""


class Imap(imaplib.IMAP4):
    """Over a unix socket."""

    def __init__(self, path):
        self.path = path
        super().__init__()

    def _create_socket(self, timeout=None):
        connected = socket.socket(socket.AF_UNIX)
        connected.connect(self.path)
        return connected


class Dovecot:
    """All stores in one server: a store is the domain of its users."""

    def __init__(self, where, kinds):
        self.dir = where
        self.stores = [f"{kind}-{name}" for kind in kinds for name in STORES]
        self.process = None
        os.chmod(where, 0o755)
        with open(f"{where}/users", "w") as users:
            for store in self.stores:
                self.add_store(users, store)
        with open(f"{where}/dovecot.conf", "w") as conf:
            conf.write(CONF.format(dir=where))

    def add_store(self, users, store):
        form, is_sis, _ = STORES[store.split("-", 1)[1]]
        extra = f"userdb_mail={form}:~/box"
        for path in self.roots(store):
            os.makedirs(path)
            os.chown(path, UID, UID)
        if is_sis:
            extra += f" userdb_mail_attachment_dir={self.dir}/att/{store}"
        for user in USERS:
            users.write(f"{user}@{store}:{{PLAIN}}x:{UID}:{UID}::"
                        f"{self.dir}/home/{store}/{user}::{extra}\n")

    def roots(self, store):
        return [f"{self.dir}/home/{store}", f"{self.dir}/att/{store}"]

    def start(self):
        self.process = subprocess.Popen(["dovecot", "-F", "-c", f"{self.dir}/dovecot.conf"])
        for _ in range(300):
            if os.path.exists(f"{self.dir}/run/master.pid"):
                return
            time.sleep(0.05)
        sys.exit(f"dovecot does not start: {open(f'{self.dir}/log').read()}")

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()

    def login(self, user):
        imap = Imap(f"{self.dir}/imap")
        imap.login(user, "x")
        imap.create("Sent")
        return imap

    def lmtp(self, sender, recipients, data):
        with smtplib.LMTP(f"{self.dir}/lmtp") as lmtp:
            lmtp.ehlo()
            lmtp.mail(sender)
            for recipient in recipients:
                check(lmtp.rcpt(recipient)[0] == 250, f"{recipient} is refused")
            codes = [lmtp.data(data)[0]] + [lmtp.getreply()[0] for _ in recipients[1:]]
            check(set(codes) == {250}, f"not delivered: {codes}")

    def deliver(self, store, mails):
        """Every copy of every mail; returns the IMAP connections."""
        way = STORES[store.split("-", 1)[1]][2]
        imaps = {user: self.login(f"{user}@{store}")
                 for user in {u for m in mails for u in m.local + [m.sent_user]}}
        for mail in mails:
            addresses = [f"{user}@{store}" for user in mail.local]
            if way == "append":
                for user in mail.local:
                    imaps[user].append("INBOX", None, None, mail.data)
            else:
                step = 1 if way == "lmtp" else 50
                for at in range(0, len(addresses), step):
                    self.lmtp(mail.sender, addresses[at:at + step], mail.data)
            if mail.is_sent:
                imaps[mail.sent_user].append("Sent", None, None, mail.data)
        return imaps

    def read_back(self, store, mails, imaps):
        """Are the messages in the store still those that went in?"""
        imap = imaps[mails[-1].local[0]]
        imap.select("INBOX", readonly=True)
        held = set()
        for number in imap.search(None, "ALL")[1][0].split():
            held.add(imap.fetch(number, "BODY.PEEK[]")[1][0][1])
        wanted = {m.data for m in mails if mails[-1].local[0] in m.local}
        check(held == wanted, f"{store} does not give the mail back")

    def held_bytes(self, store):
        """Of files of mail and attachments, each inode once."""
        sizes = {}
        for root in self.roots(store):
            for path, _, files in os.walk(root):
                for name in files:
                    if not name.startswith(("dovecot", "maildirfolder", "subscriptions")):
                        info = os.lstat(f"{path}/{name}")
                        sizes[info.st_ino] = info.st_size
        return sum(sizes.values())


failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print(f"FAILED: {what}")


class Measured:
    """The same mail in a database, and reports of it."""

    def __init__(self, build, where, kind, mails):
        self.build, self.database = build, f"{where}/{kind}.db"
        self.reports = {}
        self.config = f"{where}/empty.conf"
        open(self.config, "w").close()
        with open(f"{where}/{kind}.list", "w") as lists:
            for mail in mails:
                path = f"{where}/{kind}-{mail.number}.eml"
                with open(path, "wb") as out:
                    out.write(mail.data)
                to = [f"{user}@example.org" for user in mail.local]
                to += [f"x{n}@example.com" for n in range(mail.external)]
                lists.write("\t".join([path, mail.sender] + to) + "\n")
        subprocess.run([f"{build}/tests/e2e/e2e_measure", self.database,
                        f"{where}/{kind}.list", str(NOON)], check=True)

    def report(self, store):
        if store not in self.reports:
            self.reports[store] = self.make_report(store)
        return self.reports[store]

    def make_report(self, store):
        run = subprocess.run(
            [f"{self.build}/lib/cli/attachmeter", "report", "-c", self.config, "-D", self.database,
             "--day", DAY, "--store", store, "--format", "json"],
            check=True, stdout=subprocess.PIPE)
        return json.loads(run.stdout)


def error_of(predicted, realised):
    return (predicted - realised) / realised


def compare(kind, pair, measured, realised, text_bytes):
    """Print a line, and check it."""
    profile, saving = pair[:2]
    report = measured.report(profile)
    attachments = report["store"]["already"]["total_bytes"]
    predicted = attachments + text_bytes
    error = error_of(predicted, realised)
    print(f"{kind:6} {profile:13} {saving:14} attachments {attachments:11,} text {text_bytes:9,} "
          f"predicted {predicted:11,} realised {realised:11,} error {100 * error:+.4f} %")
    check(abs(error) <= AGREEMENT, f"{kind}: {profile} beside {saving}: {error:+.5f}")
    for name, wrong in wrong_models(kind, profile, measured).items():
        wrong_error = error_of(wrong + text_bytes, realised)
        print(f"{'':6} not {name}: error {100 * wrong_error:+.2f} %")
        check(abs(wrong_error) > AGREEMENT, f"{kind}: {name} is as good as {profile}")
    own = report["own"]
    check(own["delivered"]["stored_bytes"] + attachments ==
          measured.report("plain")["own"]["delivered"]["stored_bytes"],
          f"{kind}: {profile}: what is held and what is saved is no plain store")


def wrong_models(kind, profile, measured):
    """Other ways to count, none of which may pass for the profile."""
    own = measured.report("plain")["own"]
    avoidable = own["avoidable"]
    wrong = {"plain": measured.report("plain")["store"]["already"]["total_bytes"]}
    if profile == "dovecot-sis":
        wrong["decoded x (copies - 1)"] = avoidable["within_bytes"] + avoidable["across_bytes"]
        wrong["wire x copies - decoded once"] = (own["delivered"]["wire_bytes"] -
                                                 own["unique_size_bytes"])
        if kind != "large":  # where it is right, as all is large and canonical
            wrong["stored x copies - decoded once"] = avoidable["total_bytes"]
    else:
        wrong["dovecot-sis"] = measured.report("dovecot-sis")["store"]["already"]["total_bytes"]
        wrong["decoded"] = own["delivered"]["size_bytes"] - measured.report(profile)["own"][
            "delivered"]["size_bytes"]
    return wrong


def text_saved(profile, mails):
    """What links save of the messages beside their attachments."""
    if profile != "lmtp-hardlink":
        return 0
    return sum(mail.text_bytes() * (len(mail.local) - -(-len(mail.local) // 50))
               for mail in mails)


def run_kind(dovecot, build, kind, scale):
    mails = dovecot_mail.make(kind, scale)
    measured = Measured(build, dovecot.dir, kind, mails)
    for name in STORES:
        store = f"{kind}-{name}"
        imaps = dovecot.deliver(store, mails)
        if STORES[name][2] == "append":
            dovecot.read_back(store, mails, imaps)
        for imap in imaps.values():
            imap.logout()
    held = {name: dovecot.held_bytes(f"{kind}-{name}") for name in STORES}
    for pair in [pair for pair in PAIRS if kind in pair[3]]:
        compare(kind, pair, measured, held[pair[2]] - held[pair[1]], text_saved(pair[0], mails))


def missing():
    if os.geteuid() != 0:
        return "needs root"
    if shutil.which("dovecot") is None:
        return "no dovecot"
    version = subprocess.run(["dovecot", "--version"], stdout=subprocess.PIPE, text=True).stdout
    if not version.startswith("2.3."):
        return f"dovecot {version.strip()} writes no single instances"
    return None


def main():
    build, scale = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
    lack = missing()
    if lack is not None:
        print(f"e2e_dovecot: {lack}: skipped")
        return 77
    where = tempfile.mkdtemp(prefix="attachmeter-dovecot-")
    dovecot = Dovecot(where, KINDS)
    try:
        dovecot.start()
        for kind in KINDS:
            run_kind(dovecot, build, kind, scale)
    finally:
        dovecot.stop()
        shutil.rmtree(where)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
