"""pty_run: a command on a terminal of its own, as somebody would sit at it.

Knows nothing of what is run.
"""
import collections
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

Seen = collections.namedtuple("Seen", "out err status")


def environment(**changes):
    """Ours, with nothing that says how a terminal looks but TERM and LANG; None
    takes a variable away."""
    env = {name: value for name, value in os.environ.items()
           if name not in ("NO_COLOR", "COLUMNS", "LINES", "PAGER", "LESS",
                           "ATTACHMETER_PAGER") and not name.startswith("LC_")}
    env.update(TERM="xterm-256color", LANG="C.UTF-8", LANGUAGE="")
    env.update(changes)
    return {name: value for name, value in env.items() if value is not None}


def resize(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ,
                struct.pack("HHHH", rows, columns, 0, 0))


def make_raw(fd):
    """Let line ends pass as they are written."""
    modes = termios.tcgetattr(fd)
    modes[1] &= ~termios.OPOST
    termios.tcsetattr(fd, termios.TCSANOW, modes)


def become(terminal, is_out, is_err, pipes, command, env):
    """In the child: standard streams, then the command."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    os.dup2(terminal, 0)
    os.dup2(terminal if is_out else pipes[0], 1)
    os.dup2(terminal if is_err else pipes[1], 2)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.execvpe(command[0], command, env)


def collect(ends, child, deadline, on_output, tick_s):
    """What comes out of each of the ends, until all are closed."""
    got = {end: b"" for end in ends}
    open_ends = set(ends)
    while open_ends:
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            raise TimeoutError(f"it does not end: {got}")
        for end in select.select(list(open_ends), [], [], tick_s)[0]:
            try:
                data = os.read(end, 65536)
            except OSError:  # EIO: nobody has the terminal any more
                data = b""
            if not data:
                open_ends.discard(end)
            got[end] += data
        on_output(got)
    return got


def run(command, env, columns=80, rows=1000, out=True, err=True, wait_s=60,
        on_output=None, tick_s=0.1):
    """Run it with standard output, error or both on a terminal, the other in a
    pipe.  on_output(text so far, the terminal, the child) may type or resize;
    it is called again and again, after tick_s at most.  Returns what was on both, errors apart if they were in a pipe."""
    master, terminal = pty.openpty()
    make_raw(terminal)
    resize(master, columns, rows)
    pipes = [os.pipe(), os.pipe()]
    child = os.fork()
    if child == 0:
        try:
            become(terminal, out, err, [pipe[1] for pipe in pipes], command,
                   env)
        finally:
            os._exit(127)
    for fd in (terminal, pipes[0][1], pipes[1][1]):
        os.close(fd)
    ends = [master, pipes[0][0], pipes[1][0]]

    def tell(got):
        if on_output:
            on_output(got[master], master, child)

    got = collect(ends, child, time.monotonic() + wait_s, tell,
                  tick_s)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for end in ends:
        os.close(end)
    if not out:
        return Seen(got[ends[1]], got[master], status)
    return Seen(got[master], got[ends[2]], status)
