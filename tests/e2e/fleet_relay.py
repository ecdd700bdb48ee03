"""fleet_relay - relays of a fleet for tests: a database with mail, its
configuration, and the process that ships it.

Ends only what it started, by its process id.
"""
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import time

from fleet_nodes import write_password

KEY = "0011223344556677"

# Contents whose first sighting was of another family than later ones, and more
# containers, each with the content of the next number inside where that fits.
VARIETY = (
    "UPDATE content SET family = (family + id % 3) % 5",
    "INSERT OR IGNORE INTO sighting_part (sighting, ordinal, content, size_bytes) "
    "SELECT s.sequence, 1, c.id, c.size_bytes FROM sighting s JOIN content c ON "
    "c.id = s.content + 1 AND c.size_bytes <= s.size_bytes WHERE s.sequence % 9 = 0",
)


class Relay:
    def __init__(self, command, directory, name, mail, batch):
        self.program = command
        self.batch = batch
        self.dir = directory
        self.name = name
        self.path = directory / f"{name}.db"
        self.conf = directory / f"{name}.conf"
        self.log = directory / f"{name}.log"
        self.process = None
        shutil.copy(mail, self.path)
        self.run(f"UPDATE epoch SET key_id = '{KEY}', "
                 f"relay_id = '{random.Random(name).randbytes(16).hex()}'",
                 *VARIETY)

    def run(self, *statements):
        with sqlite3.connect(self.path, timeout=20) as db:
            for statement in statements:
                db.execute(statement)
        db.close()

    def ask(self, query):
        db = sqlite3.connect(self.path, timeout=20)
        rows = db.execute(query).fetchall()
        db.close()
        return rows

    def configure(self, urls, **others):
        settings = {"fleet_user": "default",
                    "fleet_password_file": write_password(self.dir),
                    "fleet_batch": self.batch,
                    "fleet_flush": "1s", **others}
        words = ", ".join(f'"{url}"' for url in urls)
        self.conf.write_text("\n".join(
            [f'database = "{self.path}"', f"fleet_url = {{{words}}}",
             *(f'{k} = "{v}"' for k, v in settings.items())]) + "\n")

    def command(self, *words):
        return subprocess.run(
            [self.program, *words, "--config", str(self.conf)],
            capture_output=True, text=True, timeout=900, check=False)

    def audit(self, word="--audit"):
        """Exit status, and what it found."""
        said = self.command("ship", word, "--format", "json")
        if not said.stdout:
            raise RuntimeError(f"ship {word}: {said.stderr}")
        return said.returncode, json.loads(said.stdout)

    def id(self):
        return self.ask("SELECT relay_id FROM epoch ORDER BY id DESC")[0][0]

    def ship(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "ship", "--config", str(self.conf)], stdout=log,
                stderr=log, stdin=subprocess.DEVNULL)

    def wait(self, seconds=60):
        """Until the process ships: it opens its state behind its lock."""
        state = f"{self.path.resolve()}.ship"
        files = pathlib.Path(f"/proc/{self.process.pid}/fd")
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if state in [os.readlink(file) for file in files.iterdir()]:
                    return
            except FileNotFoundError:
                pass  # a file that was closed meanwhile
            time.sleep(0.05)
        raise TimeoutError(f"{self.name} does not ship")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def lag(self):
        said = self.command("ship", "--status", "--format", "json")
        return json.loads(said.stdout)["lag_rows"] if said.stdout else None

    def add(self, count, day, skip=0):
        """So many sightings more, in messages of a day: as the first ones, or those behind."""
        first = self.ask("SELECT min(sequence) FROM sighting")[0][0] + skip
        self.run(
            "CREATE TEMP TABLE more AS SELECT * FROM message LIMIT 1",
            f"UPDATE more SET day = {day}, "
            "id = (SELECT max(id) + 1 FROM message)",
            "INSERT INTO message SELECT * FROM more",
            "CREATE TEMP TABLE rows AS SELECT * FROM sighting WHERE sequence "
            f">= {first} ORDER BY sequence LIMIT {count}",
            "UPDATE rows SET message = (SELECT id FROM more)",
            f"UPDATE rows SET sequence = sequence - {first} + 1 + "
            "(SELECT seq FROM sqlite_sequence WHERE name = 'sighting')",
            "INSERT INTO sighting SELECT * FROM rows",
            "DROP TABLE more", "DROP TABLE rows")
