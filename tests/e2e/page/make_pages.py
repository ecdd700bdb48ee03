"""make_pages.py COMMAND BENCH_FILL RECORD_DOMAINS FOLDER: the product's page in
both languages, of a store that is empty, has a day, has a year, and of hostile
texts beside the same mail without (hostile_data.py).

Writes FOLDER/NAME.LANG.html, and site.conf of the year's database for serve.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import hostile_data  # noqa: E402

COMMAND, BENCH_FILL, RECORD_DOMAINS = sys.argv[1:4]
FOLDER = pathlib.Path(sys.argv[4])
FACTORS = pathlib.Path(__file__).resolve().parents[3] / "conf" / "factors.json"
NO_DATA = 3
YEAR_SIGHTINGS = "30000"


def write(name, arguments, status=0, langs=("en", "fr")):
    for lang in langs:
        page = FOLDER / f"{name}.{lang}.html"
        done = subprocess.run(
            [COMMAND, "report", "--format", "html", "--lang", lang,
             "--output", page, *arguments], check=False,
            stderr=subprocess.DEVNULL if status else None)
        if done.returncode != status or not page.stat().st_size:
            sys.exit(f"make_pages.py: {page.name}: exit {done.returncode}")


def make(where):
    nothing = where / "none"
    nothing.write_text("")
    (where / "key").write_text("07" * 32 + "\n")
    (where / "key").chmod(0o400)
    subprocess.run([RECORD_DOMAINS, where / "empty.db", where / "key", nothing],
                   check=True)
    (where / "conf").write_text(f'key_file = "{where}/key"\n')
    write("empty", ["--config", where / "conf", "--database",
                    where / "empty.db"], NO_DATA)

    subprocess.run([BENCH_FILL, "--sightings", YEAR_SIGHTINGS, "--days", "400",
                    FOLDER / "site.db"], check=True, stdout=subprocess.DEVNULL)
    site = FOLDER / "site.conf"
    site.write_text(f'database = "{FOLDER.resolve()}/site.db"\n'
                    f'key_file = "{where}/key"\nmailboxes = 1200\n'
                    'country = "FRA"\nstore_profile = "dovecot-sis"\n')
    write("year", ["--config", site, "--last", "1y"])

    harmless = hostile_data.make_database(RECORD_DOMAINS, where / "plain", False)
    write("day", ["--config", harmless, "--since", "today"])
    year = ["--since", "-365d"]  # today, too, when there were many senders
    write("harmless", ["--config", harmless, *year], langs=["en"])
    hostile = hostile_data.make_database(RECORD_DOMAINS, where / "bad", True)
    path = hostile_data.hostile_path(where)
    (where / "bad" / "site.db").rename(path)
    factors = path.with_name(path.name + ".json")
    hostile_data.write_factors(factors, json.loads(FACTORS.read_text()))
    write("hostile", ["--config", hostile, "--database", path,
                      "--factors", factors, *year])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        make(pathlib.Path(name))
