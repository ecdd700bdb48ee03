/*
 * samerows - a message measured as it passes gives the rows that `scan
 * --record` gives of its file.
 *
 *   samerows ATTACHMETERD ATTACHMETER MAIL DIR
 *
 * Sends the .eml files of MAIL, made-up mail, bodies of several packets, and a
 * corpus if AM_CORPUS names one, to the daemon's socket, cut in all sizes, and
 * scans the same files into another database under the same key.  Compared are
 * sightings and contents, in order, message by message, and the sums of
 * messages, bytes and flaws.  Envelopes differ by nature and are not.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "e2e/daemon.h"
#include "e2e/exception.h"
#include "e2e/mailset.h"
#include "e2e/unique.h"
#include "store/query.h"
#include "store/store.h"

#define MADE      60 /* made-up messages */
#define MADE_SEED 5
#define WAIT_MS   60000
#define PATH_SIZE 256
#define MAILS_MAX 4000

static struct {
    struct daemon passing, scanned;
    struct mailset set;
    char dir[DAEMON_PATH];
    char paths[MAILS_MAX + 1][PATH_SIZE]; /* of the messages */
    char *words[MAILS_MAX + 8];           /* of the command */
    unsigned sent;
    int added, odd; /* empty lines that an MTA adds; at a line no field */
} world;

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "samerows: %s: %s\n", what, why);
    return -1;
}

/* ---- the messages ---- */

static int add_large(size_t size_bytes)
{
    unsigned char digest[AM_DIGEST_SIZE];
    struct am_buf message;
    struct am_err err;
    char name[32];

    am_buf_init(&message, (size_t)1 << 25);
    if (unique_write(size_bytes, size_bytes, &message, digest, &err) < 0)
        return tell("large message", err.text);
    snprintf(name, sizeof(name), "large-%zu", size_bytes);
    return mailset_add(&world.set, name, message.data, message.size);
}

/* Leave out what an MTA changes on the way, and say why. */
static void leave_out(void)
{
    struct mailset *set = &world.set;
    size_t kept = 0;

    for (size_t i = 0; i < set->count; i++) {
        struct mail mail = set->mails[i];
        const char *rule = exception_of(mail.data, mail.size);
        if (rule == NULL && exception_was_there(set, kept, &mail))
            rule = "its Message-ID was there already: one message";
        if (rule == NULL) {
            set->mails[kept++] = mail;
            continue;
        }
        printf("  not compared: %s: %s\n", mail.name, rule);
        free(mail.name);
        free(mail.data);
    }
    set->count = kept;
}

static int load(const char *mail)
{
    static const size_t sizes[] = {48000, 65536, 70000, 200000, 1000000};

    if (mailset_add_dir(&world.set, mail) < 0 ||
        mailset_add_made(&world.set, MADE, MADE_SEED) < 0)
        return -1;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        if (add_large(sizes[i]) < 0)
            return -1;
    }
    const char *corpus = getenv("AM_CORPUS"); /* NOLINT */
    if (corpus != NULL && mailset_add_corpus(&world.set, corpus) < 0)
        return -1;
    leave_out();
    if (world.set.count > MAILS_MAX)
        return tell("messages", "too many");
    return 0;
}

/* ---- through the milter ---- */

/* A packet size for this message, all sizes in turn. */
static size_t chunk_of(size_t number, size_t size)
{
    static const size_t chunks[] = {0, 1, 2, 7, 77, 1021, 4096, 65535};
    size_t chunk = chunks[number % (sizeof(chunks) / sizeof(chunks[0]))];

    return size > 20000 && chunk < 77 ? 4093 : chunk;
}

/* With CRLF, as SMTP carries it, and a line end at the end. */
static int send_mail(struct am_mta *mta, size_t number, const struct mail *mail)
{
    char address[64];
    const char *const rcpt[] = {address};
    const struct am_mta_envelope envelope = {.queue_id = "4SAME",
                                             .sender = "c1@example.com",
                                             .rcpt = rcpt,
                                             .rcpt_count = 1};
    struct am_mta_answer answer = {0};
    struct am_buf wire;
    struct am_err err;

    snprintf(address, sizeof(address), "p%zu@example.org", number);
    am_buf_init(&wire, (size_t)1 << 25);
    int status = exception_to_wire(mail->data, mail->size, &wire, &err);
    if (status == 0) {
        status = am_mta_message(mta, &envelope, wire.data, wire.size,
                                chunk_of(number, wire.size), &answer, &err);
    }
    am_buf_free(&wire);
    if (status < 0)
        return tell(mail->name, err.text);
    if (answer.reply != 'c' || answer.changes != 0)
        return tell(mail->name, "the answer is not just 'continue'");
    enum exception_end end = exception_end_of(mail->data, mail->size);
    world.added += end != EXCEPTION_NONE;
    world.odd += end == EXCEPTION_LINE;
    world.sent++;
    return 0;
}

/* Deliveries are counted for each, a message seen before among them. */
static int wait_for_all(void)
{
    const struct am_query query = {.until_day = INT32_MAX};
    const struct timespec pause = {0, 100000000};
    struct am_message_sums sums = {0};

    for (unsigned i = 0; i < 600 && sums.deliveries < world.sent; i++) {
        struct am_store *store = NULL;
        struct am_err err;
        if (am_store_open_readonly(&store, world.passing.database, &err) < 0 ||
            am_query_messages(store, &query, &sums, &err) < 0)
            sums.deliveries = 0;
        am_store_close(&store);
        nanosleep(&pause, NULL);
    }
    return sums.deliveries == world.sent
               ? 0
               : tell("database", "it has not all messages after a minute");
}

static int send_all(void)
{
    struct am_mta *mta = NULL;
    struct am_err err;
    int status = 0;

    if (daemon_start(&world.passing) < 0)
        return -1;
    if (am_mta_connect(&mta, world.passing.socket, WAIT_MS, NULL, &err) < 0)
        return tell("connect", err.text);
    for (size_t i = 0; i < world.set.count && status == 0; i++)
        status = send_mail(mta, i, &world.set.mails[i]);
    am_mta_close(&mta);
    if (status == 0)
        status = wait_for_all();
    daemon_end(&world.passing, status == 0 ? SIGTERM : SIGKILL);
    return status;
}

/* ---- through scan ---- */

static int write_file(const char *path, const void *data, size_t size,
                      mode_t mode)
{
    FILE *out = fopen(path, "wb");
    size_t written = out != NULL ? fwrite(data, 1, size, out) : 0;

    if (out == NULL || fclose(out) != 0 || written != size ||
        chmod(path, mode) < 0)
        return tell(path, "cannot be written");
    return 0;
}

static int copy_key(void)
{
    char text[256];
    FILE *in = fopen(world.passing.key, "rb");
    size_t size = in != NULL ? fread(text, 1, sizeof(text), in) : 0;

    if (in != NULL)
        fclose(in);
    if (size == 0)
        return tell(world.passing.key, "cannot be read");
    return write_file(world.scanned.key, text, size, 0400);
}

/* Write each message into a file; its path is in world.paths. */
static int write_mails(void)
{
    size_t count = world.set.count;

    snprintf(world.paths[count], PATH_SIZE, "%.200s/mail", world.dir);
    if (mkdir(world.paths[count], 0755) < 0)
        return tell(world.paths[count], "cannot be made");
    for (size_t i = 0; i < count; i++) {
        const struct mail *mail = &world.set.mails[i];
        snprintf(world.paths[i], PATH_SIZE, "%.200s/mail/%zu", world.dir, i);
        if (write_file(world.paths[i], mail->data, mail->size, 0644) < 0)
            return -1;
    }
    return 0;
}

/* Become the command, with all paths. */
static void become_scan(char *program)
{
    static char scan[] = "scan";
    static char record[] = "--record";
    static char config[] = "--config";
    char *head[] = {program, scan, record, config, world.scanned.config};
    const size_t size = sizeof(head) / sizeof(head[0]);

    memcpy(world.words, head, sizeof(head));
    for (size_t i = 0; i < world.set.count; i++)
        world.words[size + i] = world.paths[i];
    if (freopen("/dev/null", "w", stdout) != NULL)
        execv(program, world.words);
    _exit(127);
}

static int scan_all(char *program)
{
    int status = -1;

    if (copy_key() < 0 || write_mails() < 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        become_scan(program);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
        return tell("scan --record", "failed");
    return 0;
}

/* ---- the rows ---- */

static int compare_row(const char *what, sqlite3_stmt *a, sqlite3_stmt *b,
                       unsigned row)
{
    for (int i = 0; i < sqlite3_column_count(a); i++) {
        const char *left = (const char *)sqlite3_column_text(a, i);
        const char *right = (const char *)sqlite3_column_text(b, i);
        if ((left == NULL) == (right == NULL) &&
            (left == NULL || strcmp(left, right) == 0))
            continue;
        fprintf(stderr, "samerows: %s: row %u: %s: %s, by scan %s\n", what, row,
                sqlite3_column_name(a, i), left != NULL ? left : "NULL",
                right != NULL ? right : "NULL");
        return -1;
    }
    return 0;
}

/* All rows of both statements, side by side. */
static int compare_rows(const char *what, sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (unsigned row = 1;; row++) {
        int left = sqlite3_step(a);
        int right = sqlite3_step(b);
        if (left != right || (left != SQLITE_ROW && left != SQLITE_DONE))
            return tell(what, "another number of rows, or they cannot be read");
        if (left == SQLITE_DONE) {
            printf("  %s: %u rows are equal\n", what, row - 1);
            return row > 1 ? 0 : tell(what, "there are none");
        }
        if (compare_row(what, a, b, row) < 0)
            return -1;
    }
}

/* The query of both; by its parameters scan's is told what the MTA changed. */
static int compare_query(sqlite3 *const *db, const char *what, const char *sql)
{
    sqlite3_stmt *a = NULL;
    sqlite3_stmt *b = NULL;
    int status = -1;

    if (sqlite3_prepare_v2(db[0], sql, -1, &a, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db[1], sql, -1, &b, NULL) == SQLITE_OK) {
        bool has_parameters = sqlite3_bind_parameter_count(b) > 0;
        if (has_parameters) {
            sqlite3_bind_int(a, 1, 0);
            sqlite3_bind_int(a, 2, 0);
            sqlite3_bind_int(b, 1, world.added);
            sqlite3_bind_int(b, 2, world.odd);
        }
        status = compare_rows(what, a, b);
    } else {
        tell(what, sqlite3_errmsg(db[0]));
    }
    sqlite3_finalize(a);
    sqlite3_finalize(b);
    return status;
}

static int compare_all(void)
{
    static const char *const queries[][2] = {
        {"messages", "SELECT sum(messages), sum(with_attachments),"
                     " sum(wire_bytes) + 2 * ?1, 0 * ?2 FROM day_message"},
        {"flaws", "SELECT name, times FROM (SELECT c.name, sum(f.times) -"
                  " iif(c.name = 'header_no_colon', 0 * ?1 + ?2, 0) AS times"
                  " FROM day_flaw f JOIN code c ON c.kind = 'flaw'"
                  " AND c.number = f.flaw AND c.name <> 'sender_by_domain'"
                  " GROUP BY c.name ORDER BY c.name)"
                  " WHERE times > 0"},
        {"sightings",
         "SELECT dense_rank() OVER (ORDER BY s.message) AS message,"
         " m.continuation, hex(c.fingerprint), c.size_bytes, c.family, s.type,"
         " s.class, s.family, s.encoding, s.disposition, s.has_name,"
         " s.has_content_id, s.size_bytes, s.stored_bytes, s.wire_bytes,"
         " s.layout"
         " FROM sighting s JOIN message m ON m.id = s.message"
         " LEFT JOIN content c ON c.id = s.content ORDER BY s.sequence"},
        {"contents inside",
         "SELECT p.sighting, p.ordinal, hex(c.fingerprint), p.size_bytes"
         " FROM sighting_part p JOIN content c ON c.id = p.content"
         " ORDER BY p.sighting, p.ordinal"},
        {"contents", "SELECT hex(fingerprint), size_bytes, family"
                     " FROM content ORDER BY id"},
    };
    sqlite3 *db[2] = {NULL, NULL};
    int status = 0;

    if (sqlite3_open_v2(world.passing.database, &db[0], SQLITE_OPEN_READONLY,
                        NULL) != SQLITE_OK ||
        sqlite3_open_v2(world.scanned.database, &db[1], SQLITE_OPEN_READONLY,
                        NULL) != SQLITE_OK)
        status = tell("database", "cannot be opened");
    int opened = status;
    printf("  %u messages; %d times the MTA ends the header with an empty line"
           " of its own\n",
           world.sent, world.added);
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]) && opened == 0;
         i++)
        status |= compare_query(db, queries[i][0], queries[i][1]);
    sqlite3_close(db[0]);
    sqlite3_close(db[1]);
    return status;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: samerows ATTACHMETERD ATTACHMETER MAIL DIR\n", stderr);
        return 2;
    }
    snprintf(world.dir, sizeof(world.dir), "%s", argv[4]);
    int status = load(argv[3]);
    if (status == 0)
        status = daemon_prepare(&world.passing, argv[1], argv[4], "passing");
    if (status == 0)
        status = daemon_prepare(&world.scanned, argv[1], argv[4], "scanned");
    if (status == 0)
        status = send_all();
    if (status == 0)
        status = scan_all(argv[2]);
    if (status == 0)
        status = compare_all();
    mailset_free(&world.set);
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
