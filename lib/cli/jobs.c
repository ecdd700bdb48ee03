/*
 * jobs - see jobs.h.
 *
 * The files are a ring of slots.  A thread takes the next slot without a
 * worker, so the oldest one always has one, and goes on as soon as what it gave
 * is taken: nobody waits for good.  What a thread gives are items, each a head
 * and its bytes, in a buffer that it shares under the lock.
 */
#include "cli/jobs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "cli/scan_mail.h"

#define RING      512      /* files */
#define OUT_BYTES 16384    /* that a file may have waiting, and one record */
#define KEEP_MAX  65536    /* a larger buffer is given back */
#define OUT_MAX   67108864 /* four records of the largest size */

/* A file.  Once it has a thread, only that reads the path. */
struct slot {
    struct am_jobs_file file;
    char *path; /* a copy */
    uint64_t number;
    struct am_buf out; /* items that wait; under the lock from here on */
    bool is_done;      /* no more will come */
};

struct worker {
    struct am_jobs *jobs;
    pthread_t thread;
    struct am_source *source;
    struct am_scan_mail *mail;
    struct slot *slot;
    struct am_buf out; /* items not given yet */
};

struct am_jobs {
    pthread_mutex_t lock;
    pthread_cond_t work;  /* a file was put in */
    pthread_cond_t news;  /* the oldest file has items, or is done */
    pthread_cond_t drain; /* items were taken */
    uint64_t head, todo, tail;
    atomic_bool stopping, failed; /* failed: no memory for items */
    atomic_uint_least64_t bytes;
    struct am_buf taken; /* items of the oldest file */
    size_t taken_at;
    struct am_record *record;
    unsigned count;
    struct worker *workers;
    struct slot slots[RING];
};

struct head {
    enum am_jobs_what what;
    enum am_jobs_outcome outcome;
    enum am_mailfile kind;
    size_t size; /* of the bytes behind */
};

/* ---- a thread ---- */

static void swap_bufs(struct am_buf *a, struct am_buf *b)
{
    struct am_buf c = *a;

    *a = *b;
    *b = c;
}

/* Share what the worker has, once the slot has room for it. */
static void give(struct worker *worker, bool is_last)
{
    struct am_jobs *jobs = worker->jobs;
    struct slot *slot = worker->slot;

    pthread_mutex_lock(&jobs->lock);
    while (slot->out.size >= OUT_BYTES && !jobs->stopping)
        pthread_cond_wait(&jobs->drain, &jobs->lock);
    if (slot->out.size == 0) {
        swap_bufs(&slot->out, &worker->out);
    } else if (am_buf_add(&slot->out, worker->out.data, worker->out.size,
                          NULL) < 0) {
        jobs->failed = true;
    }
    am_buf_clear(&worker->out);
    slot->is_done = is_last;
    if (slot == &jobs->slots[jobs->head % RING])
        pthread_cond_signal(&jobs->news);
    pthread_mutex_unlock(&jobs->lock);
}

static void add_item(struct worker *worker, const struct head *head,
                     const void *data)
{
    if (am_buf_add(&worker->out, head, sizeof(*head), NULL) < 0 ||
        am_buf_add(&worker->out, data, head->size, NULL) < 0)
        worker->jobs->failed = true;
}

static void add_error(struct worker *worker, const struct am_err *err)
{
    const struct head head = {.what = AM_JOBS_ERROR, .size = sizeof(*err)};

    add_item(worker, &head, err);
}

/* The record is encoded behind its head, whose size is known only then. */
static void add_record(struct worker *worker, const struct am_record *record)
{
    struct head head = {.what = AM_JOBS_RECORD};
    struct am_buf *out = &worker->out;
    size_t begin = out->size;

    if (am_buf_add(out, &head, sizeof(head), NULL) < 0 ||
        am_record_encode(record, out, NULL) < 0) {
        worker->jobs->failed = true;
        return;
    }
    head.size = out->size - begin - sizeof(head);
    memcpy(out->data + begin, &head, sizeof(head));
    if (out->size >= OUT_BYTES)
        give(worker, false);
}

static bool is_over(const struct worker *worker)
{
    return worker->jobs->stopping || worker->jobs->failed;
}

/* Measure all messages of the open file. */
static enum am_jobs_outcome measure(struct worker *worker)
{
    uint64_t number = worker->slot->number << 32;
    const struct am_record *record = NULL;
    enum am_jobs_outcome outcome = AM_JOBS_READ;
    struct am_err err;
    uint64_t before = 0;
    int found = 0;

    while (!is_over(worker) &&
           (found = am_source_next(worker->source, &err)) != 0) {
        if (found > 0 && am_scan_mail_read(worker->mail, worker->source,
                                           number++, &record, &err) == 0) {
            add_record(worker, record);
        } else {
            add_error(worker, &err);
            outcome = AM_JOBS_UNREAD;
        }
        uint64_t bytes = am_source_bytes(worker->source);
        worker->jobs->bytes += bytes - before;
        before = bytes;
    }
    if (outcome == AM_JOBS_READ && am_source_has_changed(worker->source))
        outcome = AM_JOBS_CHANGED;
    return outcome;
}

static void do_file(struct worker *worker)
{
    const struct slot *slot = worker->slot;
    struct head end = {.what = AM_JOBS_END};
    struct am_err err;

    if (am_source_open(worker->source, slot->path, slot->file.is_chosen,
                       &end.kind, &err) == 0) {
        end.outcome =
            am_mailfile_is_measured(end.kind) ? measure(worker) : AM_JOBS_READ;
    } else if (err.code == AM_ENOTFOUND) {
        end.outcome = AM_JOBS_VANISHED;
    } else {
        add_error(worker, &err);
        end.outcome = AM_JOBS_UNREAD;
    }
    am_source_close(worker->source);
    add_item(worker, &end, NULL);
    give(worker, true);
}

/* The next file without a thread; false: there will be none. */
static bool next_file(struct worker *worker)
{
    struct am_jobs *jobs = worker->jobs;

    pthread_mutex_lock(&jobs->lock);
    while (jobs->todo == jobs->tail && !jobs->stopping)
        pthread_cond_wait(&jobs->work, &jobs->lock);
    bool is_over = jobs->stopping;
    if (!is_over)
        worker->slot = &jobs->slots[jobs->todo++ % RING];
    pthread_mutex_unlock(&jobs->lock);
    return !is_over;
}

static void *work(void *context)
{
    struct worker *worker = context;

    while (next_file(worker))
        do_file(worker);
    return NULL;
}

/* ---- start and stop ---- */

static int start_worker(struct am_jobs *jobs, const struct am_jobs_setup *setup,
                        struct am_err *err)
{
    struct worker *worker = &jobs->workers[jobs->count];

    worker->jobs = jobs;
    am_buf_init(&worker->out, OUT_MAX);
    if (am_source_create(&worker->source, err) < 0)
        return -1;
    if (am_scan_mail_create(&worker->mail, setup->key, setup->limits,
                            setup->time_s, err) < 0)
        goto fail;
    int failed = pthread_create(&worker->thread, NULL, work, worker);
    if (failed == 0) {
        jobs->count++;
        return 0;
    }
    am_err_set_errno(err, failed, "no thread for another job");

fail:
    am_scan_mail_destroy(&worker->mail);
    am_source_destroy(&worker->source);
    return -1;
}

int am_jobs_start(struct am_jobs **jobs, const struct am_jobs_setup *setup,
                  struct am_err *err)
{
    struct am_jobs *new = calloc(1, sizeof(*new));
    if (new != NULL)
        new->workers = calloc(setup->threads, sizeof(*new->workers));
    if (new == NULL || new->workers == NULL) {
        free(new);
        return am_fail(err, AM_ENOMEM, "no memory for jobs");
    }
    pthread_mutex_init(&new->lock, NULL);
    pthread_cond_init(&new->work, NULL);
    pthread_cond_init(&new->news, NULL);
    pthread_cond_init(&new->drain, NULL);
    am_buf_init(&new->taken, OUT_MAX);
    for (size_t i = 0; i < RING; i++)
        am_buf_init(&new->slots[i].out, OUT_MAX);
    while (new->count < setup->threads) {
        if (start_worker(new, setup, err) < 0) {
            am_jobs_stop(&new);
            return -1;
        }
    }
    *jobs = new;
    return 0;
}

static void join_workers(struct am_jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    pthread_cond_broadcast(&jobs->work);
    pthread_cond_broadcast(&jobs->drain);
    pthread_mutex_unlock(&jobs->lock);
    for (unsigned i = 0; i < jobs->count; i++) {
        struct worker *worker = &jobs->workers[i];
        pthread_join(worker->thread, NULL);
        am_scan_mail_destroy(&worker->mail);
        am_source_destroy(&worker->source);
        am_buf_free(&worker->out);
    }
}

void am_jobs_stop(struct am_jobs **jobs)
{
    struct am_jobs *old = *jobs;

    *jobs = NULL;
    if (old == NULL)
        return;
    join_workers(old);
    for (size_t i = 0; i < RING; i++) {
        free(old->slots[i].path);
        am_buf_free(&old->slots[i].out);
    }
    pthread_cond_destroy(&old->drain);
    pthread_cond_destroy(&old->news);
    pthread_cond_destroy(&old->work);
    pthread_mutex_destroy(&old->lock);
    am_buf_free(&old->taken);
    free(old->record);
    free(old->workers);
    free(old);
}

/* ---- putting and taking ---- */

/* head and tail are changed by this thread alone. */
bool am_jobs_is_full(const struct am_jobs *jobs)
{
    return jobs->tail - jobs->head == RING;
}

uint64_t am_jobs_bytes(const struct am_jobs *jobs)
{
    return jobs->bytes;
}

int am_jobs_put(struct am_jobs *jobs, const struct am_jobs_file *file,
                struct am_err *err)
{
    struct slot *slot = &jobs->slots[jobs->tail % RING];
    char *copy = strdup(file->path);

    if (copy == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a path");
    free(slot->path);
    slot->path = copy;
    slot->file = *file;
    slot->number = jobs->tail;
    pthread_mutex_lock(&jobs->lock);
    slot->is_done = false;
    jobs->tail++;
    pthread_cond_signal(&jobs->work);
    pthread_mutex_unlock(&jobs->lock);
    return 0;
}

/* Get items of the oldest file: 1, or 0 as am_jobs_take() says. */
static int fetch(struct am_jobs *jobs, bool wait)
{
    int result = 0;

    am_buf_clear(&jobs->taken);
    jobs->taken_at = 0;
    if (jobs->taken.room > KEEP_MAX)
        am_buf_free(&jobs->taken);
    pthread_mutex_lock(&jobs->lock);
    while (result == 0 && jobs->head != jobs->tail) {
        struct slot *slot = &jobs->slots[jobs->head % RING];
        if (slot->out.size > 0) {
            swap_bufs(&slot->out, &jobs->taken);
            pthread_cond_broadcast(&jobs->drain);
            result = 1;
        } else if (slot->is_done) {
            jobs->head++;
        } else if (wait) {
            pthread_cond_wait(&jobs->news, &jobs->lock);
        } else {
            break;
        }
    }
    pthread_mutex_unlock(&jobs->lock);
    return result;
}

static int read_item(struct am_jobs *jobs, struct am_jobs_item *item,
                     struct am_err *err)
{
    const struct am_jobs_file *file = &jobs->slots[jobs->head % RING].file;
    const unsigned char *at = jobs->taken.data + jobs->taken_at;
    struct head head;

    memcpy(&head, at, sizeof(head));
    at += sizeof(head);
    jobs->taken_at += sizeof(head) + head.size;
    item->what = head.what;
    item->outcome = head.outcome;
    item->kind = head.kind;
    item->tag = file->tag;
    item->size_bytes = file->size_bytes;
    if (head.what == AM_JOBS_ERROR)
        memcpy(&item->error, at, sizeof(item->error));
    if (head.what != AM_JOBS_RECORD)
        return 1;
    if (am_record_decode(&jobs->record, at, head.size, err) < 0)
        return -1;
    item->record = jobs->record;
    return 1;
}

int am_jobs_take(struct am_jobs *jobs, bool wait, struct am_jobs_item *item,
                 struct am_err *err)
{
    free(jobs->record);
    jobs->record = NULL;
    if (jobs->taken_at == jobs->taken.size && fetch(jobs, wait) == 0)
        return 0;
    if (jobs->failed)
        return am_fail(err, AM_ENOMEM, "no memory for what was measured");
    return read_item(jobs, item, err);
}
