/*
 * cmd_backup - `attachmeter backup FILE`: a copy of the database that is whole,
 * beside a running daemon.
 *
 * Never copies the key: who has both can ask for files.
 */
#include <getopt.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/units.h"
#include "cli/command.h"
#include "cli/newfile.h"
#include "cli/opening.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "report/json.h"
#include "report/words.h"
#include "store/backup.h"

#define LINE_SIZE 160

enum {
    LETTER_NO_PROGRESS = 256,
};

static const struct am_option options[] = {
    {"force", 'f', NULL, N_("take the place of FILE, if it is there")},
    {"json", 'j', NULL, N_("print one JSON object")},
    {"quiet", 'q', NULL, N_("errors only: no remarks, no progress")},
    {"no-progress", LETTER_NO_PROGRESS, NULL, N_("do not tell how far it is")},
    {"database", 'D', N_("FILE"), N_("copy this database")},
    AM_OPTION_CONFIG,
    {0},
};

static const struct am_usage usage = {
    N_("backup [options] FILE"),
    N_("Copy the database into FILE, as it is at one moment; the daemon may run.\n"
       "The copy is looked through for damage, and is there whole or not at all."),
    options,
    N_("The key is not in it: keep a copy of that (attachmeter key export), but not\n"
       "beside this one.\n"
       "To restore: stop attachmeterd, move away the database and what is named\n"
       "after it (-wal, -shm, .spool), copy FILE to its place for the same owner,\n"
       "start it.  It goes on under a new relay id, so that no\n"
       "number of the old one means two things.\n"
       "exit: 0 done, 1 failed, 2 wrong usage"),
};

struct backup {
    const char *config, *database, *path;
    bool may_replace, is_json, is_quiet, has_no_progress;
    struct am_progress progress;
    struct am_backup_extent extent;
    int64_t bytes;
};

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    stopped = number;
}

/* Ended by the keyboard it leaves nothing behind. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

/* ---- copy ---- */

static void tell(struct backup *backup, int64_t done, int64_t total)
{
    char left[AM_PROGRESS_LEFT_SIZE];
    char line[LINE_SIZE];

    am_progress_left(am_progress_elapsed_s(&backup->progress), (double)done,
                     (double)total, left);
    snprintf(line, sizeof(line), _("%lld %% copied, %s"),
             (long long)(total > 0 ? done * 100 / total : 0), left);
    am_progress_show(&backup->progress, line);
}

static int copy_all(struct backup *backup, struct am_backup *copying,
                    struct am_err *err)
{
    int64_t done = 0;
    int64_t total = 0;
    int result = 1;

    am_progress_begin(&backup->progress, "backup", AM_PROGRESS_DELAY_S,
                      !backup->has_no_progress && !backup->is_quiet);
    while (result == 1 && !stopped) {
        result = am_backup_step(copying, err);
        am_backup_count(copying, &done, &total);
        if (am_progress_is_due(&backup->progress))
            tell(backup, done, total);
    }
    am_progress_end(&backup->progress);
    if (result == 1)
        return am_fail(err, AM_EIO, "stopped");
    return result < 0 ? -1 : am_backup_finish(copying, &backup->extent, err);
}

static int copy(struct backup *backup, struct am_store *store, const char *path,
                struct am_err *err)
{
    struct am_backup *copying = NULL;

    if (am_backup_create(&copying, store, path, err) < 0)
        return -1;
    int result = copy_all(backup, copying, err);
    am_backup_destroy(&copying);
    return result;
}

static int copy_file(struct backup *backup, struct am_store *store)
{
    struct am_newfile file;
    struct stat about;
    struct am_err err;

    if (am_newfile_begin(&file, backup->path, backup->may_replace, &err) < 0)
        return am_failure(&err);
    if (copy(backup, store, file.temporary, &err) < 0) {
        am_newfile_drop(&file);
        return am_failure(&err);
    }
    if (am_newfile_keep(&file, &err) < 0)
        return am_failure(&err);
    if (stat(backup->path, &about) == 0)
        backup->bytes = about.st_size;
    return AM_EXIT_OK;
}

/* ---- print ---- */

static int print_json(const struct backup *backup, struct am_err *err)
{
    return am_json_print(
        json_pack("{ss so so so sI sI sI}", "schema", "attachmeter.backup/1",
                  "generated", am_json_time(time(NULL)), "source",
                  am_json_text(backup->database), "file",
                  am_json_text(backup->path), "bytes",
                  (json_int_t)backup->bytes, "first_sequence",
                  (json_int_t)backup->extent.first, "last_sequence",
                  (json_int_t)backup->extent.last),
        stdout, err);
}

static int print(const struct backup *backup,
                 const struct am_settings *settings)
{
    char size[AM_SIZE_TEXT_SIZE];
    char last[AM_COUNT_SIZE];
    struct am_err err;

    if (backup->is_json)
        return print_json(backup, &err) < 0 ? am_failure(&err) : AM_EXIT_OK;
    if (backup->is_quiet)
        return AM_EXIT_OK;
    am_print_safe(stdout, backup->path);
    printf(_(": %s, up to attachment %s; no damage found\n"),
           am_format_size((uint64_t)backup->bytes, AM_UNITS_SI, size),
           am_count_text(backup->extent.last, last));
    fputs(_("the key is not in it: "), stdout);
    am_print_safe(stdout, settings->key_file);
    putchar('\n');
    return AM_EXIT_OK;
}

/* ---- command ---- */

static int take_option(struct backup *backup, int letter)
{
    switch (letter) {
    case 'f':
        backup->may_replace = true;
        return 0;
    case 'j':
        backup->is_json = true;
        return 0;
    case 'q':
        backup->is_quiet = true;
        return 0;
    case LETTER_NO_PROGRESS:
        backup->has_no_progress = true;
        return 0;
    case 'D':
        backup->database = optarg;
        return 0;
    case 'c':
        backup->config = optarg;
        return 0;
    default:
        return -1;
    }
}

static int run(struct backup *backup)
{
    struct am_config *config = NULL;
    struct am_store *store = NULL;

    if (am_opening_config(&config, backup->config) < 0)
        return AM_EXIT_FAILED;
    const struct am_settings *settings = am_config_settings(config);
    if (backup->database == NULL)
        backup->database = settings->database;
    int status = AM_EXIT_FAILED;
    if (am_opening_store(&store, backup->database) == 0) {
        catch_signals();
        status = copy_file(backup, store);
    }
    if (status == AM_EXIT_OK)
        status = print(backup, settings);
    am_store_close(&store);
    am_config_close(&config);
    return status;
}

int am_cmd_backup(int argc, char **argv)
{
    struct backup backup = {0};
    int letter = 0;

    while ((letter = am_option_next(argc, argv, &usage)) != AM_OPTION_END) {
        if (take_option(&backup, letter) < 0)
            return AM_EXIT_USAGE;
    }
    if (argc - optind != 1)
        return am_usage_error("backup", "one FILE to write to");
    backup.path = argv[optind];
    return run(&backup);
}
