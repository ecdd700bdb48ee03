/*
 * startup - the daemon finds something wrong at its start: one line that says
 * how to go on, and the exit status of sysexits.h; or it starts anyway, where
 * mail can pass.
 *
 *   startup ATTACHMETERD DIR
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "e2e/broken.h"
#include "e2e/daemon.h"
#include "e2e/unique.h"

#define WAIT_S 40

/* A directory with a daemon that ran, has a key and contents, and stopped. */
static struct daemon home;

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "startup: %s: %s\n", what, why);
    return -1;
}

static int send_one(unsigned number, int64_t *took_ms)
{
    struct am_err err;
    int64_t begin_ms = am_clock_ms();
    int status = unique_pass_alone(home.socket, number, 2000, &err);

    *took_ms = am_clock_ms() - begin_ms;
    return status == 0 ? 0 : tell("message", err.text);
}

struct fault {
    const char *name;
    const char *settings; /* added; "@" stands for the directory */
    int (*prepare)(const struct daemon *home); /* or NULL */
    const char *option;                        /* or NULL */
    bool as_root;
    int status;
    const char *said; /* a piece of the one line */
};

static const struct fault faults[] = {
    {"root", "", NULL, NULL, true, EX_USAGE, "will not run as root"},
    {"an unknown option", "", NULL, "--quick", false, EX_USAGE, "quick"},
    {"an unknown setting", "retention = 3\n", NULL, NULL, false, EX_CONFIG,
     "conf:5: no such option 'retention'"},
    {"a bad value", "detail_days = 0\n", NULL, NULL, false, EX_CONFIG,
     "conf:5: detail_days: must be 1 to 3650 days"},
    {"the same, by --check", "detail_days = 0\n", NULL, "--check", false,
     EX_CONFIG, "conf:5: detail_days"},
    {"good settings, by --check", "", NULL, "--check", false, EX_OK, "good"},
    {"a list that is not there", "local_domains = {\"@/nowhere/list\"}\n", NULL,
     NULL, false, EX_CONFIG, "/nowhere/list"},
    {"a key that others may read", "key_file = @/other\n", broken_loose_key,
     NULL, false, EX_CONFIG, "chmod"},
    {"a key that is none", "key_file = @/other\n", broken_short_key, NULL,
     false, EX_CONFIG, "@/other"},
    {"another key", "key_file = @/other\n", broken_other_key, NULL, false,
     EX_CONFIG, "key"},
    {"the same, by --check", "key_file = @/other\n", broken_other_key,
     "--check", false, EX_CONFIG, "key rotate"},
    {"the key is gone", "key_file = @/other\n", broken_no_key, NULL, false,
     EX_CONFIG, "restore KEY"},
    {"the same, by --check", "key_file = @/other\n", broken_no_key, "--check",
     false, EX_CONFIG, "restore KEY"},
    {"a newer database", "database = @/newer\n", broken_newer_database, NULL,
     false, EX_CONFIG, "newer"},
    {"an older database waits for the start", "database = @/older\n",
     broken_older_database, "--check", false, EX_OK, "good"},
    {"a database that somebody has locked, by --check", "database = @/locked\n",
     broken_locked_database, "--check", false, EX_OK, "good"},
    {"a merged database", "database = @/merged\n", broken_merged_database, NULL,
     false, EX_CONFIG, "for reports"},
    {"the same, by --check", "database = @/merged\n", NULL, "--check", false,
     EX_CONFIG, "for reports"},
    {"no database at all", "database = @/other\n", broken_not_a_database, NULL,
     false, EX_IOERR, "@/other"},
    {"no directory for the database", "database = @/no/db\n", NULL, NULL, false,
     EX_CANTCREAT, "install -d"},
    {"no directory for the socket", "socket = unix:@/no/sock\n", NULL, NULL,
     false, EX_CANTCREAT, "install -d"},
    {"a directory of somebody else", "socket = unix:/am-sock\n", NULL, NULL,
     false, EX_CANTCREAT, "install -d"},
    {"something else in its place",
     "socket = unix:@/key\nlock_file = @/lock2\n", NULL, NULL, false,
     EX_CANTCREAT, "is no socket"},
};

/* While a daemon runs: nobody else takes its place. */
static const struct fault rivals[] = {
    {"another of the same", "", NULL, NULL, false, EX_CANTCREAT, "spool"},
    {"another at its socket",
     "database = @/db2\nkey_file = @/key2\nlock_file = @/lock2\n", NULL, NULL,
     false, EX_CANTCREAT, "sock is in use"},
    {"another with its lock", "database = @/db3\nkey_file = @/key3\n", NULL,
     NULL, false, EX_CANTCREAT, "another attachmeterd is running"},
};

/* text with the directory in the place of "@"; "@/nowhere" is meant so. */
static void expand(const char *text, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (; *text != '\0' && used + 1 < size; text++) {
        if (*text == '@' && strncmp(text, "@/nowhere", 9) != 0) {
            snprintf(out + used, size - used, "%s", home.dir);
            used += strlen(out + used);
        } else {
            out[used++] = *text;
            out[used] = '\0';
        }
    }
}

static void become(const struct fault *fault, int out)
{
    const char *args[12];
    size_t n = 0;

    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    if (getuid() == 0 && !fault->as_root) {
        args[n++] = "setpriv";
        args[n++] = "--reuid=64123";
        args[n++] = "--regid=64123";
        args[n++] = "--clear-groups";
    }
    args[n++] = home.program;
    args[n++] = "--config";
    args[n++] = home.config;
    if (fault->option != NULL)
        args[n++] = fault->option;
    args[n] = NULL;

    union {
        const char **ours;
        char *const *theirs;
    } words = {.ours = args};

    execvp(args[0], words.theirs);
    _exit(127);
}

/* Run it to its end; what it said is in said. */
static int run_to_end(const struct fault *fault, char *said, size_t size)
{
    int ends[2];
    int status = -1;
    size_t used = 0;
    ssize_t n = 0;

    if (pipe(ends) < 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        become(fault, ends[1]);
    close(ends[1]);
    alarm(60); /* one that does not end is a failure of the test */
    while ((n = read(ends[0], said + used, size - 1 - used)) > 0)
        used += (size_t)n;
    said[used] = '\0';
    close(ends[0]);
    waitpid(pid, &status, 0);
    alarm(0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int try_fault(const struct fault *fault)
{
    char settings[1024];
    char piece[512];
    char said[4096];

    if (fault->as_root && getuid() != 0) {
        printf("%s: skipped, we are not root\n", fault->name);
        return 0;
    }
    expand(fault->settings, settings, sizeof(settings));
    expand(fault->said, piece, sizeof(piece));
    if ((fault->prepare != NULL && fault->prepare(&home) < 0) ||
        broken_settings(&home, settings) < 0)
        return -1;
    int status = run_to_end(fault, said, sizeof(said));
    printf("%s: %d: %s", fault->name, status, said);
    if (status != fault->status)
        return tell(fault->name, "another exit status was due");
    if (strstr(said, piece) == NULL)
        return tell(fault->name, "it does not say so");
    return 0;
}

static int try_faults(const struct fault *rows, size_t count)
{
    int result = 0;

    for (size_t i = 0; i < count; i++) {
        if (try_fault(&rows[i]) < 0)
            result = -1;
    }
    return result;
}

/* A socket that its daemon left behind is no hindrance. */
static int try_stale_socket(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat owner;
    int64_t took_ms = 0;

    const char *path = home.socket + strlen("unix:");
    if (strlen(path) >= sizeof(address.sun_path))
        return tell(path, "too long for a socket");
    memcpy(address.sun_path, path, strlen(path) + 1);
    unlink(address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
        stat(home.dir, &owner) < 0 ||
        chown(address.sun_path, owner.st_uid, owner.st_gid) < 0)
        return tell("stale socket", "cannot be made");
    close(fd);
    if (broken_settings(&home, "") < 0 || daemon_start(&home) < 0)
        return -1;
    return send_one(2, &took_ms);
}

/* The database is locked at the start, and the spool takes little: mail passes
 * at once; later all of it is there, or is a gap. */
static int try_locked_and_small(void)
{
    int64_t slowest_ms = 0;
    int64_t before = daemon_messages(&home, NULL);
    int64_t gaps = 0;

    if (broken_settings(&home, "spool_limit = 16Ki\n") < 0)
        return -1;
    sqlite3 *db = daemon_lock(&home);
    if (db == NULL || daemon_start(&home) < 0)
        return -1;
    int status = 0;
    for (unsigned i = 0; i < 300 && status == 0; i++) {
        int64_t took_ms = 0;
        status = send_one(1000 + i, &took_ms);
        if (took_ms > slowest_ms)
            slowest_ms = took_ms;
    }
    sqlite3_close(db);
    if (status < 0 || daemon_wait(&home, before + 1, WAIT_S) < 0)
        return -1;
    daemon_end(&home, SIGTERM);
    int64_t messages = daemon_messages(&home, &gaps) - before;
    printf("%lld messages and %lld gaps of 300, slowest %lld ms\n",
           (long long)messages, (long long)gaps, (long long)slowest_ms);
    if (messages + gaps != 300 || gaps == 0 || messages == 0)
        return tell("small spool", "the sums do not agree");
    return slowest_ms < 2000 ? 0 : tell("small spool", "mail had to wait");
}

static int run_all(void)
{
    int64_t took_ms = 0;
    int result = 0;

    if (daemon_start(&home) < 0 || send_one(1, &took_ms) < 0 ||
        daemon_wait(&home, 1, WAIT_S) < 0)
        return -1;
    if (try_faults(rivals, sizeof(rivals) / sizeof(rivals[0])) < 0)
        result = -1;
    daemon_end(&home, SIGTERM);
    if (try_faults(faults, sizeof(faults) / sizeof(faults[0])) < 0)
        result = -1;
    if (try_stale_socket() < 0)
        result = tell("stale socket", "failed");
    daemon_end(&home, SIGTERM);
    if (try_locked_and_small() < 0)
        result = tell("locked database, small spool", "failed");
    return result;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: startup ATTACHMETERD DIR\n", stderr);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (daemon_prepare(&home, argv[1], argv[2], "startup") < 0)
        return EXIT_FAILURE;
    int result = run_all();
    daemon_end(&home, SIGKILL);
    return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
