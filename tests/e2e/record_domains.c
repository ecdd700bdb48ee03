/*
 * record_domains - mail for domains of ours whatever their names hold, recorded
 * as attachmeterd does it: lists of the configuration, envelope, measure, rows.
 *
 *   record_domains DATABASE KEY DOMAINS
 *
 * DOMAINS is what local_domains may name with '@': a domain a line.  Each gets
 * mail of today, and of each week of a year before, from enough senders to be
 * shown, with a file that is everywhere the same and one of its own; the first
 * domains get more than the others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "meter/measure.h"
#include "store/ingest.h"

#define SENDERS   6
#define FAVOURED  16
#define LINE_SIZE 1024
#define ID_SIZE   64
#define WEEK_S    INT64_C(604800)
#define WEEKS     50
#define FILLING   70000

static struct am_err err;

static void must(int result, const char *what)
{
    if (result >= 0)
        return;
    fprintf(stderr, "record_domains: %s: %s\n", what, err.text);
    exit(1); // NOLINT
}

static void feed(struct am_measure *measure, const char *text)
{
    must(am_measure_feed(measure, text, strlen(text), &err), "feed");
}

static void feed_message(struct am_measure *measure, const char id[ID_SIZE])
{
    static char filling[FILLING + 1];
    char text[256];

    memset(filling, 'x', FILLING);
    snprintf(text, sizeof(text),
             "Message-ID: <%s@example.com>\n"
             "Content-Type: multipart/mixed; boundary=b\n\n"
             "--b\nContent-Type: application/pdf\n"
             "Content-Disposition: attachment; filename=a\n\n%%PDF-1.4\n",
             id);
    feed(measure, text);
    feed(measure, filling);
    snprintf(text, sizeof(text),
             "\n--b\nContent-Type: image/png\n"
             "Content-Disposition: attachment; filename=b\n\n%s\n",
             id);
    feed(measure, text);
    feed(measure, filling);
    feed(measure, "\n--b--\n");
}

static void record_one(struct am_measure *measure, struct am_ingest *ingest,
                       const char *domain, unsigned sender, int64_t time_s)
{
    static const unsigned char run[AM_SHORT_KEY];
    const struct am_record *record = NULL;
    char id[ID_SIZE];
    char address[LINE_SIZE + 8];

    snprintf(id, sizeof(id), "s%u@example.com", sender);
    const struct am_sender from = {.address = id};
    must(am_measure_begin(measure, &from, &err), "sender");
    for (unsigned i = 0; i < 2; i++) {
        snprintf(address, sizeof(address), "p%u@%s", i, domain);
        const struct am_rcpt to = {.address = address, .rcpt_addr = address};
        must(am_measure_recipient(measure, &to, &err), "recipient");
    }
    snprintf(id, sizeof(id), "%u.%lld", sender, (long long)time_s);
    feed_message(measure, id);
    must(am_measure_finish(measure, time_s, run, &record, &err), "record");
    must(am_ingest_take(ingest, record, &err), "row");
}

static void record_domain(struct am_measure *measure, struct am_ingest *ingest,
                          const char *domain, unsigned number, int64_t now_s)
{
    unsigned senders = SENDERS + (number < FAVOURED ? FAVOURED - number : 0);

    for (unsigned sender = 0; sender < senders; sender++)
        record_one(measure, ingest, domain, sender, now_s);
    for (unsigned week = 1; week <= WEEKS; week++)
        record_one(measure, ingest, domain, 0, now_s - week * WEEK_S);
}

static void record_all(struct am_ingest *ingest, const struct am_key *key,
                       const char *path)
{
    char at[LINE_SIZE];
    char line[LINE_SIZE];
    const char *const domains[] = {at, NULL};
    const struct am_rules_source source = {.local_domains = domains};
    struct am_rules *rules = NULL;
    struct am_measure *measure = NULL;
    int64_t now_s = time(NULL);

    snprintf(at, sizeof(at), "@%s", path);
    must(am_rules_create(&rules, &source, &err), "domains");
    const struct am_measure_setup setup = {.key = key, .rules = rules};
    must(am_measure_create(&measure, &setup, &err), "measure");

    FILE *file = fopen(path, "r");
    must(file == NULL ? -1 : 0, path);
    for (unsigned number = 0; fgets(line, sizeof(line), file) != NULL;
         number++) {
        line[strcspn(line, "\n")] = '\0';
        record_domain(measure, ingest, line, number, now_s - number);
    }
    fclose(file);
    am_measure_destroy(&measure);
    am_rules_destroy(&rules);
}

int main(int argc, char **argv)
{
    unsigned char id[AM_KEY_ID_SIZE];
    struct am_key *key = NULL;
    struct am_store *store = NULL;
    struct am_ingest *ingest = NULL;

    if (argc != 4) {
        fputs("usage: record_domains DATABASE KEY DOMAINS\n", stderr);
        return 2;
    }
    const struct am_ingest_options options = {0};
    must(am_key_open(&key, argv[2], &err), "key");
    must(am_key_id(key, id, &err), "key");
    must(am_store_open(&store, argv[1], &err), "database");
    must(am_store_use_key(store, id, &err), "key");
    must(am_ingest_create(&ingest, store, &options, &err), "ingest");
    must(am_ingest_begin(ingest, &err), "begin");
    record_all(ingest, key, argv[3]);
    must(am_ingest_commit(ingest, &err), "commit");
    am_ingest_destroy(&ingest);
    am_store_close(&store);
    am_key_close(&key);
    return 0;
}
