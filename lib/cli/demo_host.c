/*
 * demo_host - see demo_host.h.
 */
#include "cli/demo_host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/files.h"
#include "mta/traffic.h"

#define LIBRARY      "libattachmeter.so.0"
#define PAUSE_MS     50
#define START_PAUSES 200 /* 10 s */
#define STOP_PAUSES  300 /* 15 s: libmilter alone takes up to 5 */
#define CONNECT_MS   10000
#define FILE_LIMIT   ((size_t)256 << 20)

static void pause_ms(long ms)
{
    const struct timespec wait = {.tv_nsec = ms * 1000000L};

    nanosleep(&wait, NULL);
}

static int join(char *path, const char *dir, const char *name,
                struct am_err *err)
{
    int size = snprintf(path, AM_DEMO_PATH_SIZE, "%s/%s", dir, name);

    if (size < 0 || size >= AM_DEMO_PATH_SIZE)
        return am_fail_errno(err, ENAMETOOLONG, "%s", dir);
    return 0;
}

/* ---- where the programs are ---- */

/* The directory of this program. */
static int own_dir(char *dir)
{
    ssize_t size = readlink("/proc/self/exe", dir, AM_DEMO_PATH_SIZE - 1);

    if (size <= 0)
        return -1;
    dir[size] = '\0';
    *strrchr(dir, '/') = '\0';
    return 0;
}

int am_demo_host_find(struct am_demo_host *host, const char *daemon,
                      struct am_err *err)
{
    static const char *const places[] = {"attachmeterd", "../sbin/attachmeterd",
                                         "../../milter/attachmeterd"};
    char dir[AM_DEMO_PATH_SIZE];

    if (daemon != NULL) {
        snprintf(host->program, sizeof(host->program), "%s", daemon);
        return access(daemon, X_OK) == 0
                   ? 0
                   : am_fail_errno(err, errno, "%s", daemon);
    }
    for (size_t i = 0; own_dir(dir) == 0 && i < 3; i++) {
        if (join(host->program, dir, places[i], err) == 0 &&
            access(host->program, X_OK) == 0)
            return 0;
    }
    return am_fail(err, AM_ENOTFOUND,
                   "attachmeterd is not beside this program: name it with "
                   "--daemon");
}

/* The library that this very process has loaded. */
static int own_library(char *path, struct am_err *err)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[AM_DEMO_PATH_SIZE + 128];
    const char *found = NULL;

    while (maps != NULL && found == NULL &&
           fgets(line, sizeof(line), maps) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strstr(line, "/libattachmeter.so") != NULL)
            found = strchr(line, '/');
    }
    if (maps != NULL)
        fclose(maps);
    if (found == NULL)
        return am_fail(err, AM_ENOTFOUND, "%s is not loaded", LIBRARY);
    snprintf(path, AM_DEMO_PATH_SIZE, "%.*s", AM_DEMO_PATH_SIZE - 1, found);
    return 0;
}

/* ---- the directory ---- */

static int write_file(const char *path, mode_t mode, const struct am_buf *text,
                      struct am_err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

    if (fd < 0)
        return am_fail_errno(err, errno, "%s", path);
    int failed = am_write_all(fd, text->data, text->size);
    int why = errno;
    if (close(fd) < 0 || failed)
        return am_fail_errno(err, why, "%s", path);
    return 0;
}

static int copy_file(const char *from, const char *to, struct am_err *err)
{
    struct am_buf bytes;

    am_buf_init(&bytes, FILE_LIMIT);
    int failed = am_file_read(from, &bytes, err);
    if (!failed) {
        failed = write_file(to, S_IRWXU | S_IXGRP | S_IRGRP | S_IROTH | S_IXOTH,
                            &bytes, err);
    }
    am_buf_free(&bytes);
    return failed;
}

static int copy_programs(struct am_demo_host *host, struct am_err *err)
{
    char library[AM_DEMO_PATH_SIZE];
    char to[AM_DEMO_PATH_SIZE];

    if (own_library(library, err) < 0 ||
        join(to, host->dir, LIBRARY, err) < 0 ||
        copy_file(library, to, err) < 0)
        return -1;
    if (join(to, host->dir, "attachmeterd", err) < 0 ||
        copy_file(host->program, to, err) < 0)
        return -1;
    memcpy(host->program, to, sizeof(to));
    return 0;
}

static int write_config(const struct am_demo_host *host, struct am_err *err)
{
    char text[4 * AM_DEMO_PATH_SIZE];
    struct am_buf config;
    int used = snprintf(text, sizeof(text),
                        "socket = \"%s\"\ndatabase = \"%s\"\n"
                        "key_file = \"%s/key\"\ncountry = FRA\n"
                        "local_domains = {",
                        host->socket, host->database, host->dir);

    for (size_t i = 0; am_traffic_local_domains[i] != NULL; i++) {
        used += snprintf(text + used, sizeof(text) - (size_t)used, "%s%s",
                         i > 0 ? ", " : "", am_traffic_local_domains[i]);
    }
    used += snprintf(text + used, sizeof(text) - (size_t)used, "}\n");
    am_buf_init(&config, sizeof(text));
    int failed = am_buf_add(&config, text, (size_t)used, err);
    if (!failed) {
        failed = write_file(host->config, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH,
                            &config, err);
    }
    am_buf_free(&config);
    return failed;
}

/* The directory is the daemon's, and anyone may pass through it. */
static int give_to_nobody(const struct am_demo_host *host, struct am_err *err)
{
    struct passwd entry;
    struct passwd *found = NULL;
    char strings[1024];

    if (getpwnam_r("nobody", &entry, strings, sizeof(strings), &found) != 0 ||
        found == NULL)
        return am_fail(err, AM_ENOTFOUND, "there is no user nobody");
    if (chown(host->dir, found->pw_uid, found->pw_gid) < 0)
        return am_fail_errno(err, errno, "%s", host->dir);
    return 0;
}

static int make_dir(struct am_demo_host *host, struct am_err *err)
{
    const char *parent = getenv("TMPDIR"); // NOLINT: one thread
    char socket_path[AM_DEMO_PATH_SIZE];
    char dir[AM_DEMO_PATH_SIZE];

    if (parent == NULL || parent[0] != '/')
        parent = "/tmp";
    if (join(dir, parent, "attachmeter-demo.XXXXXX", err) < 0)
        return -1;
    if (mkdtemp(dir) == NULL)
        return am_fail_errno(err, errno, "%s", dir);
    memcpy(host->dir, dir, sizeof(dir));
    if (join(host->config, dir, "attachmeter.conf", err) < 0 ||
        join(host->database, dir, "demo.db", err) < 0 ||
        join(socket_path, dir, "socket", err) < 0)
        return -1;
    int size = snprintf(host->socket, sizeof(host->socket), "unix:%.*s",
                        AM_DEMO_PATH_SIZE - 6, socket_path);
    if (size < 0 || write_config(host, err) < 0)
        return -1;
    if (geteuid() != 0)
        return 0;
    return copy_programs(host, err) < 0 ? -1 : give_to_nobody(host, err);
}

/* ---- the daemon ---- */

/* In the child: becomes the daemon, or ends. */
static void become_daemon(const struct am_demo_host *host)
{
    char log[AM_DEMO_PATH_SIZE];

    if (join(log, host->dir, "daemon.log", NULL) < 0)
        _exit(127);
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, S_IRUSR | S_IWUSR);
    int null = open("/dev/null", O_RDONLY);
    if (fd < 0 || null < 0 || dup2(null, STDIN_FILENO) < 0 ||
        dup2(fd, STDOUT_FILENO) < 0 || dup2(fd, STDERR_FILENO) < 0)
        _exit(127);
    if (geteuid() != 0) {
        execl(host->program, "attachmeterd", "--foreground", "--config",
              host->config, (char *)NULL);
    } else if (setenv("LD_LIBRARY_PATH", host->dir, 1) == 0) { // NOLINT
        execlp("setpriv", "setpriv", "--reuid=nobody", "--regid=nogroup",
               "--clear-groups", host->program, "--foreground", "--config",
               host->config, (char *)NULL);
    }
    perror(host->program);
    _exit(127);
}

/* The last line that the daemon wrote, for the one who asks why it ended. */
static int fail_with_log(const struct am_demo_host *host, struct am_err *err)
{
    char path[AM_DEMO_PATH_SIZE];
    char line[256] = "";
    char last[256] = "no word";

    if (join(path, host->dir, "daemon.log", err) < 0)
        return -1;
    FILE *log = fopen(path, "re");
    while (log != NULL && fgets(line, sizeof(line), log) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        memcpy(last, line, sizeof(last));
    }
    if (log != NULL)
        fclose(log);
    return am_fail(err, AM_EIO, "attachmeterd ended at its start: %s", last);
}

static int wait_until_ready(struct am_demo_host *host, struct am_mta **mta,
                            struct am_mta_terms *terms, struct am_err *err)
{
    for (int i = 0; i < START_PAUSES; i++) {
        if (am_mta_connect(mta, host->socket, CONNECT_MS, terms, err) == 0)
            return 0;
        if (waitpid(host->pid, NULL, WNOHANG) == host->pid) {
            host->pid = 0;
            return fail_with_log(host, err);
        }
        pause_ms(PAUSE_MS);
    }
    return am_fail(err, AM_EIO, "attachmeterd does not answer on %s",
                   host->socket);
}

int am_demo_host_begin(struct am_demo_host *host, struct am_mta **mta,
                       struct am_mta_terms *terms, struct am_err *err)
{
    if (make_dir(host, err) < 0)
        return -1;
    /* The child must not print what waits in our buffers once more. */
    fflush(NULL);
    host->pid = fork();
    if (host->pid == 0)
        become_daemon(host);
    if (host->pid < 0) {
        host->pid = 0;
        return am_fail_errno(err, errno, "fork");
    }
    return wait_until_ready(host, mta, terms, err);
}

/* Asked first, then made to: libmilter stops within 5 s. */
static void stop_daemon(struct am_demo_host *host)
{
    kill(host->pid, SIGTERM);
    for (int i = 0; i < STOP_PAUSES; i++) {
        if (waitpid(host->pid, NULL, WNOHANG) != 0) {
            host->pid = 0;
            return;
        }
        pause_ms(PAUSE_MS);
    }
    kill(host->pid, SIGKILL);
    waitpid(host->pid, NULL, 0);
    host->pid = 0;
}

/* Remove the entries of a directory; those that are directories stay. */
static void empty_dir(const char *dir)
{
    char path[AM_DEMO_PATH_SIZE];
    const struct dirent *entry = NULL;
    DIR *stream = opendir(dir);

    while (stream != NULL && (entry = readdir(stream)) != NULL) // NOLINT
        if (strcmp(entry->d_name, ".") != 0 &&
            strcmp(entry->d_name, "..") != 0 &&
            join(path, dir, entry->d_name, NULL) == 0)
            unlink(path);
    if (stream != NULL)
        closedir(stream);
}

void am_demo_host_end(struct am_demo_host *host)
{
    char spool[AM_DEMO_PATH_SIZE];

    if (host->pid > 0)
        stop_daemon(host);
    if (host->dir[0] == '\0')
        return;
    if (join(spool, host->dir, "demo.db.spool", NULL) == 0) {
        empty_dir(spool);
        rmdir(spool);
    }
    empty_dir(host->dir);
    rmdir(host->dir);
    host->dir[0] = '\0';
}
