#!/usr/bin/env python3
"""completion.py bash|zsh COMMAND SOURCE: what the shell offers is what there is.

Each command, each option of its help; the words of an option are accepted, and
all that the command itself names when it is given another; files where a file is
wanted.  bash runs its function, zsh completes on a pseudo-terminal, both without
anybody's configuration.
"""
import os
import pathlib
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

SHELL = sys.argv[1]
COMMAND, SOURCE = (pathlib.Path(p).resolve() for p in sys.argv[2:4])
FILES = SOURCE / "conf/completion"
SKIPPED = 77
NONSENSE = "no-such-word"
failures = []


def wrong(what):
    failures.append(what)
    print(what, file=sys.stderr)


def run(*words):
    environment = {k: v for k, v in os.environ.items()
                   if not k.startswith("LC_") and k not in ("LANG", "LANGUAGE")}
    return subprocess.run([COMMAND, *words], capture_output=True, text=True,
                          encoding="utf-8", check=False, env=environment)


class Bash:
    """Its function is called as readline would."""

    LOOP = r"""
        source "$1"
        complete -p attachmeter >/dev/null || exit 1
        compopt() { :; }
        while IFS=$'\x1f' read -r -a COMP_WORDS; do
            COMP_CWORD=$((${#COMP_WORDS[@]} - 2)) COMPREPLY=()
            unset "COMP_WORDS[$((COMP_CWORD + 1))]"
            _attachmeter_complete "${COMP_WORDS[0]}"
            (IFS=$'\x1f'; echo "${COMPREPLY[*]}")
        done"""

    def __init__(self):
        self.shell = subprocess.Popen(
            ["bash", "--norc", "--noprofile", "-c", self.LOOP, "bash",
             FILES / "attachmeter.bash"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def offered(self, *words):
        # bash takes = for a word of its own
        cut = [part for word in words
               for part in (re.split("(=)", word, 1)
                            if word.startswith("--") else [word])]
        # A last field that is empty would be lost: an end is put behind it.
        self.shell.stdin.write("\x1f".join([str(COMMAND), *cut, "end"]) + "\n")
        self.shell.stdin.flush()
        line = self.shell.stdout.readline().rstrip("\n")
        return line.split("\x1f") if line else []

    def close(self):
        self.shell.stdin.close()
        self.shell.wait()


class Zsh:
    """Writes down what is given to compadd, and fits."""

    SETUP = r"""
        PROMPT= RPROMPT=; unset zle_bracketed_paste
        fpath=({folder} $fpath); autoload -Uz compinit; compinit -D -u
        compadd() {{
            local -a found
            if ((! ${{argv[(I)-[OAD]]}})); then
                builtin compadd -O found "$@"
                print -rl -- $found >>out
            fi
            builtin compadd "$@"
        }}
        probe() {{ zle list-choices; print -r -- END >>out; BUFFER= }}
        zle -N probe; bindkey '^T' probe; stty -echo; print -r READY"""

    def __init__(self):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="dumb", HOME=os.getcwd(), LC_ALL="C")
            os.environ["PATH"] = f"{COMMAND.parent}:{os.environ['PATH']}"
            os.execvp("zsh", ["zsh", "-f", "-i"])
        setup = self.SETUP.format(folder=shlex.quote(str(FILES)))
        pathlib.Path("setup").write_text(setup, encoding="utf-8")
        pathlib.Path("out").write_text("", encoding="utf-8")
        os.write(self.terminal, b"source ./setup\n")
        said = b""
        while b"READY" not in said:
            said += os.read(self.terminal, 65536)

    def offered(self, *words):
        out = pathlib.Path("out")
        out.write_text("", encoding="utf-8")
        line = " ".join(["attachmeter", *words])
        os.write(self.terminal, line.encode() + b"\x14")
        end = time.monotonic() + 20
        while not out.read_text(encoding="utf-8").endswith("END\n"):
            if select.select([self.terminal], [], [], 0.01)[0]:
                os.read(self.terminal, 65536)
            if time.monotonic() > end:
                sys.exit(f"zsh does not answer to: {line}")
        found = out.read_text(encoding="utf-8").split("\n")
        # What the list is cut off from, as --units= or inline,
        before = re.match(r"(.*,|--[a-z-]+=)?", words[-1])[0] or ""
        if before.startswith("--"):
            before = ""
        return list(dict.fromkeys(before + w for w in found[:-2] if w))

    def close(self):
        os.write(self.terminal, b"exit\n")
        os.waitpid(self.child, 0)


def same(name, offered, wanted):
    if sorted(offered) != sorted(wanted):
        wrong(f"{name}: offers {sorted(offered)}, not {sorted(wanted)}")


def named(error):
    """The words that a usage error tells to write."""
    told = re.search(r"write (?:all, or some of |one of )?(.*)", error)
    if not told:
        return []
    listed = told[1].split(", '=' and")
    words = re.split(r", | or ", listed[0])
    words = [w + "=" for w in words] if len(listed) > 1 else words
    return words + ["all"] if "all, or some" in error else words


def check_words(shell, command, option, offered):
    name = f"{command} {option}"
    # Nothing is run: if the word is taken, the next one is not.
    told = named(run(command, option, NONSENSE, "--no-such").stderr)
    if offered and not told:
        wrong(f"{name}: {offered} are offered, the command names none")
    same(name, offered, told)
    # Both shells offer the same words.
    for word in offered if SHELL == "bash" else []:
        value = word + "1" if word.endswith("=") else word
        if run(command, option, value, "--help").returncode != 0:
            wrong(f"{name} {value} is not taken")
    if "all" in offered:
        same(f"{name}, a list", shell.offered(command, option, offered[1] + ","),
             [f"{offered[1]},{w}" for w in offered])
    first = offered[0] if offered else "x"
    same(f"{name}=", shell.offered(command, f"{option}={first}"),
         [first] if offered else [])


def check_option(shell, command, option, kind):
    offered = shell.offered(command, f"--{option}", "")
    if kind in ("FILE", "PATH", "DATABASE"):
        same(f"{command} --{option}", shell.offered(command, f"--{option}", "fi"),
             ["file.txt"])
    elif kind == "DIR":
        same(f"{command} --{option}",
             [w.rstrip("/") for w in shell.offered(command, f"--{option}", "")],
             ["folder"])
    elif kind == "SIZE":
        same(f"{command} --{option}", offered, [])
    elif kind in ("DAY", "MONTH"):
        for word in offered:
            if run(command, f"--{option}", word, "--help").returncode != 0:
                wrong(f"{command} --{option} {word} is not taken")
    elif kind == "CODE":
        countries = set(re.findall(r"^([A-Z]\w+),", run(
            "factors", "list", "--grids", "--format", "csv").stdout, re.M))
        same(f"{command} --{option}", offered, countries)
    elif kind == "ID=VALUE":
        factors = re.findall(r"^([a-z][\w.]+),", run(
            "factors", "list", "--format", "csv").stdout, re.M)
        same(f"{command} --{option}", offered, [f + "=" for f in factors[1:]])
    else:
        check_words(shell, command, f"--{option}", offered)


def check_operands(shell, command, usage):
    wanted = []
    offered = shell.offered(command, "")
    if "|" in usage:
        wanted = [w for w in re.findall(r"[a-z]+", usage.split(command, 1)[1])
                  if w != "options"]
    elif re.search("FILE|PATH|DATABASE", usage):
        offered, wanted = shell.offered(command, "fi"), ["file.txt"]
    elif re.search("[A-Z]{2,}", usage.replace("SIZE", "").replace(" N ", "")):
        wanted = named(run(command, NONSENSE).stderr)
    same(f"{command}, behind the options", offered, wanted)


def check_command(shell, command, seen):
    told = run(command, "--help").stdout
    options = re.findall(
        r"^  (?:-(\w), |    )--([a-z-]+)(?: ([A-Z=]+) )?", told, re.M)
    same(f"{command} --", shell.offered(command, "--"),
         ["--" + o for _, o, _ in options])
    check_operands(shell, command, told.split("\n")[0])
    for letter, option, kind in options:
        # What has the same line of help is the same option.
        case = (option, tuple(re.findall(rf"--{option} .*", told)))
        if not kind or case in seen:
            continue
        seen.add(case)
        check_option(shell, command, option, kind)
        if letter:
            same(f"{command} -{letter}", shell.offered(command, f"-{letter}", ""),
                 shell.offered(command, f"--{option}", ""))


def check_rest(shell):
    """Where no command stands, or another one than it seems."""
    for words, wanted in (
            (["help", "tre"], ["trend"]), (["--lang", ""], ["en", "fr"]),
            (["--lang", "fr", "tre"], ["trend"]),
            (["--lang=fr", "tre"], ["trend"]),
            (["--"], ["--help", "--lang", "--version"]),
            (["report", "--quiet", "--cl"], ["--class"]),
            (["report", "--by", "type,mo"], ["type,month"]),
            (["factors", "show", "storage.p"],
             ["storage.power_overhead", "storage.pue"]),
            (["factors", "show", "grid.FR"], ["grid.FRA"]),
            (["factors", "check", "fi"], ["file.txt"]),
            (["report", "--output", "folder/in"], ["folder/inside"]),
            ([NONSENSE, "--"], [])):
        offered = shell.offered(*words)
        if SHELL == "zsh":
            offered = ["folder/" + w if "folder/" in words[-1] else w
                       for w in offered]
        same(" ".join(words), offered, wanted)


def check_tables():
    """The words of options are the same in both files."""
    tables = [re.search(r"^_attachmeter_words\(\) \{\n.*?^\}", (
        FILES / name).read_text(encoding="utf-8"), re.M | re.S)[0]
        for name in ("attachmeter.bash", "_attachmeter")]
    if tables[0] != tables[1]:
        wrong("_attachmeter_words() is not the same in bash and zsh")


def main():
    if shutil.which(SHELL) is None:
        print(f"skipped: {SHELL} is not installed")
        sys.exit(SKIPPED)
    check_tables()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("folder")
        for name in ("file.txt", "folder/inside"):
            pathlib.Path(name).write_text("", encoding="utf-8")
        shell = {"bash": Bash, "zsh": Zsh}[SHELL]()
        commands = re.findall(r"^  ([a-z]+)  ",
                              run("--help").stdout.split("options:")[0], re.M)
        same("nothing", shell.offered(""), commands + ["help"])
        seen = set()
        for command in commands:
            check_command(shell, command, seen)
        check_rest(shell)
        shell.close()
        os.chdir("/")
    print(f"{len(commands)} commands, {len(seen)} options with a value, "
          f"{len(failures)} wrong")
    sys.exit(1 if failures else 0)


main()
