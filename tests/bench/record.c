/*
 * bench_record - how fast the recorder writes, and how much.
 *
 *   bench_record DIR CONTENTS
 *
 * Records go through a spool into a database, as the daemon's recorder takes
 * them: a thousand a transaction, synchronous FULL.  Each message has an
 * attachment and no Message-ID.  First the database is filled with CONTENTS
 * contents, a sighting each; then records of which half have a new content
 * and half one of those are taken by rounds, of which each round's pairs
 * (a sighting and its content) in a CPU second of the thread are told.  DIR
 * has to be empty, and what is in it afterwards is the caller's to delete.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "codec/decoder.h"
#include "mta/random.h"
#include "must.h"
#include "store/ingest.h"

#define BATCH        1000
#define CHUNK        20000 /* records in the spool at once */
#define ROUNDS       15
#define SPOOL_LIMIT  ((uint64_t)64 << 20)
#define SPOOL_PIECE  ((uint64_t)4 << 20)
#define SEED_CONTENT 1

struct bench {
    char database[PATH_MAX], spool_path[PATH_MAX];
    struct am_store *store;
    struct am_ingest *ingest;
    struct am_spool *spool;
    struct am_buf bytes;
    struct am_random random;
    uint64_t contents;
};

static int64_t cpu_ns(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The same content each time that its number comes. */
static void make_content(struct am_sighting *sighting, uint64_t number)
{
    struct am_random random;

    am_random_begin(&random, number);
    am_random_fill(&random, sighting->fingerprint,
                   sizeof(sighting->fingerprint));
    sighting->size_bytes = am_random_size(&random, 40000);
    sighting->stored_bytes = sighting->size_bytes * 77 / 57;
    sighting->wire_bytes = sighting->size_bytes * 78 / 57;
    sighting->type = (uint16_t)am_random_below(&random, 8);
    sighting->family = AM_FAMILY_PDF;
}

static void spool_one(struct bench *bench, uint64_t content)
{
    struct am_recipient recipients[2] = {{.members = 1}, {.members = 1}};
    struct am_sighting sighting = {
        .encoding = AM_ENCODING_BASE64,
        .disposition = AM_DISPOSITION_ATTACHMENT,
        .has_name = true,
        .digested = true,
    };
    struct am_record record = {
        .time_s = time(NULL),
        .direction = AM_DIRECTION_INBOUND,
        .domain = "example.org",
        .has_sender = true,
        .recipients = recipients,
        .recipient_count = 1 + am_random_below(&bench->random, 2),
        .sightings = &sighting,
        .sighting_count = 1,
    };

    make_content(&sighting, content);
    record.wire_bytes = sighting.wire_bytes + 3000;
    am_random_fill(&bench->random, record.sender, sizeof(record.sender));
    record.sender[0] = 0; /* of some 100 of the day */
    am_buf_clear(&bench->bytes);
    must(am_record_encode(&record, &bench->bytes, NULL) == 0, "a record");
    must(am_spool_append(bench->spool, bench->bytes.data, bench->bytes.size,
                         NULL) == 0,
         "the spool");
}

/* Seconds of CPU that the records in the spool took. */
static double take_all(struct bench *bench)
{
    int64_t began_ns = cpu_ns();
    unsigned taken = 0;

    do {
        must(am_ingest_batch(bench->ingest, bench->spool, BATCH,
                             am_clock_read(), &taken, NULL) == 0,
             "a batch");
    } while (taken > 0);
    return (double)(cpu_ns() - began_ns) / 1e9;
}

static double add_new(struct bench *bench, uint64_t count)
{
    double seconds = 0;

    while (count > 0) {
        uint64_t some = count < CHUNK ? count : CHUNK;

        for (uint64_t i = 0; i < some; i++)
            spool_one(bench, bench->contents++);
        seconds += take_all(bench);
        count -= some;
    }
    return seconds;
}

/* Pairs in a second: half new, half of any age. */
static double run_round(struct bench *bench)
{
    uint64_t old = bench->contents;

    for (unsigned i = 0; i < CHUNK; i++) {
        bool is_new = i % 2 == 0;
        uint64_t which = am_random_next(&bench->random) % old;

        spool_one(bench, is_new ? bench->contents++ : which);
    }
    return CHUNK / take_all(bench);
}

/* Bytes of these in the database's pages. */
static double size_of(const struct bench *bench, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;

    must(sqlite3_open_v2(bench->database, &db, SQLITE_OPEN_READONLY, NULL) ==
             SQLITE_OK,
         "opening the database");
    must(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
             sqlite3_step(statement) == SQLITE_ROW,
         sql);
    double size = sqlite3_column_double(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return size;
}

static void open_all(struct bench *bench, const char *dir)
{
    const struct am_spool_options options = {.limit_bytes = SPOOL_LIMIT,
                                             .segment_bytes = SPOOL_PIECE};
    const struct am_ingest_options ingest = {0};
    struct am_err err;

    snprintf(bench->database, sizeof(bench->database), "%s/record.db", dir);
    snprintf(bench->spool_path, sizeof(bench->spool_path), "%s/record.spool",
             dir);
    must(access(bench->database, F_OK) < 0, "a directory without record.db");
    am_buf_init(&bench->bytes, (size_t)1 << 20);
    am_random_begin(&bench->random, SEED_CONTENT);
    bool opened =
        am_store_open(&bench->store, bench->database, &err) == 0 &&
        am_spool_open(&bench->spool, bench->spool_path, &options, &err) == 0 &&
        am_ingest_create(&bench->ingest, bench->store, &ingest, &err) == 0;
    must(opened, "opening database and spool");
}

static void close_all(struct bench *bench)
{
    am_ingest_destroy(&bench->ingest);
    am_spool_close(&bench->spool);
    am_store_close(&bench->store);
    am_buf_free(&bench->bytes);
}

int main(int argc, char **argv)
{
    static struct bench bench;

    must(argc == 3, "reading two arguments");
    uint64_t contents = strtoull(argv[2], NULL, 10);
    open_all(&bench, argv[1]);
    double seconds = add_new(&bench, contents);
    double parts = size_of(&bench, "SELECT sum(pgsize) FROM dbstat WHERE name "
                                   "LIKE '%content%' OR name LIKE '%sighting' "
                                   "OR name LIKE '%sis_file%'");
    double all = size_of(&bench, "SELECT sum(pgsize) FROM dbstat");
    printf("bytes\t%.1f\n", parts / (double)contents);
    printf("also\tfilled with %.0f new contents in a CPU second; with the rows "
           "of messages %.0f bytes each\n",
           (double)contents / seconds, all / (double)contents);
    printf("pairs a CPU second\t");
    for (int i = 0; i < ROUNDS; i++)
        printf("%.0f ", run_round(&bench));
    printf("\n");
    close_all(&bench);
    return 0;
}
