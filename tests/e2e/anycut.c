/*
 * anycut - the same message gives the same record however it is cut: whole,
 * byte by byte, at 200 cuts by chance, with CRLF and with LF for line ends.
 *
 *   anycut DIR
 *
 * Over the .eml files of DIR, over made-up mail, and over a corpus if AM_CORPUS
 * names one.  Compared is all that measuring tells: the record's byte form and
 * every field of every part.  The LF form is left out where the message has a
 * CR before a CRLF, which would become a line end of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "cuts.h"
#include "e2e/mailset.h"
#include "meter/measure.h"

#define CUTS      200
#define MADE      100 /* made-up messages */
#define MADE_SEED 11
#define ROOM      ((size_t)1 << 26)
#define SHOWN     20

struct stage {
    struct am_key *key;
    struct am_rules *rules;
    struct am_measure *measure;
    struct am_buf told;  /* of each part, then the record */
    struct am_buf first; /* what the whole message gave */
    struct am_buf form;  /* the message with other line ends */
    unsigned differ, without_lf;
};

static int fail(const char *what, const struct am_err *err)
{
    fprintf(stderr, "anycut: %s: %s\n", what, err->text);
    return -1;
}

static int note_children(struct stage *stage, const struct am_part *part,
                         struct am_err *err)
{
    char text[64];

    for (size_t i = 0; i < part->child_count; i++) {
        const struct am_child *child = &part->children[i];
        int size =
            snprintf(text, sizeof(text), "inside|%llu|%d|",
                     (unsigned long long)child->size_bytes, (int)child->family);
        if (am_buf_add(&stage->told, text, (size_t)size, err) < 0 ||
            am_buf_add(&stage->told, child->digest, sizeof(child->digest),
                       err) < 0)
            return -1;
    }
    return 0;
}

/* All of a part. */
static int note_part(void *context, const struct am_part *part,
                     struct am_err *err)
{
    struct stage *stage = context;
    char text[1024];
    int size = snprintf(
        text, sizeof(text), "%s|%s|%d|%d|%d|%d|%d%d%d|%llu|%llu|%llu|%llx|%x|",
        part->path, part->type, (int)part->class, (int)part->family,
        (int)part->encoding, (int)part->disposition, part->has_name,
        part->has_content_id, part->digested,
        (unsigned long long)part->size_bytes,
        (unsigned long long)part->stored_bytes,
        (unsigned long long)part->wire_bytes, (unsigned long long)part->layout,
        part->flaws);

    if (am_buf_add(&stage->told, text, (size_t)size, err) < 0 ||
        am_buf_add(&stage->told, part->digest, sizeof(part->digest), err) < 0)
        return -1;
    return note_children(stage, part, err);
}

static int begin(struct stage *stage, struct am_err *err)
{
    static const struct am_sender sender = {.address = "a@example.com"};
    static const struct am_rcpt rcpt = {.address = "b@example.org"};

    am_buf_clear(&stage->told);
    if (am_measure_begin(stage->measure, &sender, err) < 0)
        return -1;
    return am_measure_recipient(stage->measure, &rcpt, err);
}

static int finish(struct stage *stage, struct am_err *err)
{
    static const unsigned char run[AM_SHORT_KEY] = {0};
    const struct am_record *record = NULL;

    if (am_measure_finish(stage->measure, 1700000000, run, &record, err) < 0)
        return -1;
    return am_record_encode(record, &stage->told, err);
}

/* Measure it, cut in this way; what is told of it is in stage->told. */
static int measure(struct stage *stage, const unsigned char *data, size_t size,
                   int way)
{
    unsigned state = 0;
    size_t at = 0;
    struct am_err err;

    if (begin(stage, &err) < 0)
        return fail("begin", &err);
    while (at < size) {
        size_t step = cut_next(way, size - at, &state);
        if (am_measure_feed(stage->measure, data + at, step, &err) < 0)
            return fail("feed", &err);
        at += step;
    }
    return finish(stage, &err) < 0 ? fail("finish", &err) : 0;
}

static bool is_same(const struct stage *stage)
{
    return stage->told.size == stage->first.size &&
           memcmp(stage->told.data, stage->first.data, stage->first.size) == 0;
}

/* Measure it and compare with the whole: 1 if it differs. */
static int check(struct stage *stage, const struct mail *mail, int way,
                 const char *what)
{
    if (measure(stage, mail->data, mail->size, way) < 0)
        return -1;
    if (is_same(stage))
        return 0;
    if (stage->differ < SHOWN)
        printf("%s: %s %d: another record\n", mail->name, what, way);
    return 1;
}

/* Line ends as CRLF, or as LF; false if that would be another message. */
static int rewrite(struct stage *stage, const struct mail *mail, bool lf)
{
    struct am_buf *form = &stage->form;
    struct am_err err;
    int bad = 0;

    am_buf_clear(form);
    for (size_t i = 0; i < mail->size && bad == 0; i++) {
        bool has_cr = i > 0 && mail->data[i - 1] == '\r';
        if (mail->data[i] == '\n' && lf && i > 1 && has_cr &&
            mail->data[i - 2] == '\r')
            return 0;
        if (mail->data[i] == '\n' && lf && has_cr)
            form->size--;
        if (mail->data[i] == '\n' && !lf && !has_cr)
            bad = am_buf_add(form, "\r", 1, &err);
        if (bad == 0)
            bad = am_buf_add(form, mail->data + i, 1, &err);
    }
    return bad < 0 ? fail("line ends", &err) : 1;
}

static int check_forms(struct stage *stage, const struct mail *mail)
{
    static const char *const names[] = {"with CRLF", "with LF"};
    int differ = 0;

    for (int lf = 0; lf <= 1; lf++) {
        int can = rewrite(stage, mail, lf == 1);
        struct mail form = {mail->name, stage->form.data, stage->form.size};
        if (can < 0)
            return -1;
        stage->without_lf += can == 0;
        int result = can == 0 ? 0 : check(stage, &form, 0, names[lf]);
        if (result < 0)
            return -1;
        differ |= result;
    }
    return differ;
}

static int check_mail(struct stage *stage, const struct mail *mail)
{
    struct am_buf swap = stage->first;
    int differ = 0;

    if (measure(stage, mail->data, mail->size, 0) < 0)
        return -1;
    stage->first = stage->told;
    stage->told = swap;
    for (int way = 1; way < CUTS + 2 && differ == 0; way++)
        differ = check(stage, mail, way, way == 1 ? "byte by byte" : "cuts");
    if (differ == 0)
        differ = check_forms(stage, mail);
    if (differ > 0)
        stage->differ++;
    return differ < 0 ? -1 : 0;
}

static int open_stage(struct stage *stage)
{
    static const struct am_rules_source source;
    struct am_err err;

    am_buf_init(&stage->told, ROOM);
    am_buf_init(&stage->first, ROOM);
    am_buf_init(&stage->form, ROOM);
    if (am_key_random(&stage->key, &err) < 0 ||
        am_rules_create(&stage->rules, &source, &err) < 0)
        return fail("key", &err);
    const struct am_measure_setup setup = {
        .key = stage->key,
        .rules = stage->rules,
        .on_part = note_part,
        .context = stage,
    };
    if (am_measure_create(&stage->measure, &setup, &err) < 0)
        return fail("measure", &err);
    return 0;
}

static void close_stage(struct stage *stage)
{
    am_measure_destroy(&stage->measure);
    am_rules_destroy(&stage->rules);
    am_key_close(&stage->key);
    am_buf_free(&stage->told);
    am_buf_free(&stage->first);
    am_buf_free(&stage->form);
}

static int load(struct mailset *set, const char *dir)
{
    const char *corpus = getenv("AM_CORPUS"); /* NOLINT */

    if (mailset_add_dir(set, dir) < 0 ||
        mailset_add_made(set, MADE, MADE_SEED) < 0)
        return -1;
    return corpus == NULL ? 0 : mailset_add_corpus(set, corpus);
}

int main(int argc, char **argv)
{
    struct mailset set = {0};
    struct stage stage = {0};
    clock_t start = clock();

    if (argc != 2) {
        fputs("usage: anycut DIR\n", stderr);
        return 2;
    }
    int status = load(&set, argv[1]);
    if (status == 0)
        status = open_stage(&stage);
    for (size_t i = 0; i < set.count && status == 0; i++)
        status = check_mail(&stage, &set.mails[i]);
    if (status == 0) {
        printf("%zu messages whole, byte by byte, at %d cuts, with CRLF and "
               "(but for %u) with LF: %u differ; %.1f s of CPU\n",
               set.count, CUTS, stage.without_lf, stage.differ,
               (double)(clock() - start) / CLOCKS_PER_SEC);
    }
    close_stage(&stage);
    mailset_free(&set);
    return status == 0 && stage.differ == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
