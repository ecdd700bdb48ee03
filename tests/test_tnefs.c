/*
 * test_tnefs - the attachments inside the TNEF parts of a message.
 *
 * A row has up to three parts.  The containers must be measured as any part
 * is, and the children found in the same order however the message is cut.
 */
#include <stdio.h>

#include "cuts.h"
#include "meter/meter.h"
#include "mta/encode.h"
#include "suite.h"
#include "tnef.h"

#define F(flaw)  AM_FLAW_BIT(AM_FLAW_##flaw)
#define TNEF     "application/ms-tnef"
#define LEAVES   3
#define CHILDREN 4
#define WHOLE    SIZE_MAX
#define PDF      "%PDF-1.4 the same file"

struct leaf {
    const char *type; /* NULL ends the list */
    const char *inside[CHILDREN];
    size_t sent;    /* bytes of the stream that are sent */
    unsigned found; /* children of them */
    uint32_t flaws;
};

static const struct row {
    const char *name;
    struct leaf leaves[LEAVES];
    unsigned most; /* parts and children of the message; 0: the default */
} rows[] = {
    {"a file", {{TNEF, {PDF}, WHOLE, 1, 0}}, 0},
    {"the other type", {{"application/vnd.ms-tnef", {PDF}, WHOLE, 1, 0}}, 0},
    {"a type in capitals", {{"Application/MS-TNEF", {PDF}, WHOLE, 1, 0}}, 0},
    {"told by its first bytes",
     {{"application/octet-stream", {PDF, "x"}, WHOLE, 2, 0}},
     0},
    {"three bytes tell nothing",
     {{"application/octet-stream", {NULL}, 3, 0, 0}},
     0},
    {"four do",
     {{"application/octet-stream", {NULL}, 4, 0, F(TNEF_DAMAGED)}},
     0},
    {"declared, and empty", {{TNEF, {NULL}, 0, 0, F(TNEF_DAMAGED)}}, 0},
    {"without attachments", {{TNEF, {NULL}, WHOLE, 0, 0}}, 0},
    {"cut off in the second",
     {{TNEF, {PDF, "hello"}, 108, 1, F(TNEF_DAMAGED)}},
     0},
    {"two, and another file between",
     {{TNEF, {PDF, "one"}, WHOLE, 2, 0},
      {"application/x-plain", {NULL}, 0, 0, 0},
      {TNEF, {"two", "three", PDF}, WHOLE, 3, 0}},
     0},
    {"no more children than parts are allowed",
     {{TNEF, {PDF, "one"}, WHOLE, 2, 0},
      {TNEF, {"two", "three"}, WHOLE, 1, F(LIMIT_TNEF)},
      {TNEF, {"four"}, WHOLE, 0, F(LIMIT_TNEF)}},
     3},
};

struct check {
    const struct row *row;
    size_t seen;
    int way;
};

/* The stream of a leaf: bytes now in an attribute, now in a property. */
static void build(const struct leaf *leaf, struct tnef *t)
{
    tnef_start(t);
    for (int i = 0; i < CHILDREN && leaf->inside[i] != NULL; i++) {
        tnef_rend_data(t);
        if (i % 2 == 0) {
            tnef_attribute(t, ATTACHED, DATA, leaf->inside[i]);
            continue;
        }
        tnef_begin(t, ATTACHED, ATTACHMENT);
        tnef_number(t, 1, 4);
        tnef_variable(t, 0x0102, 0x3701, leaf->inside[i]);
        tnef_end(t);
    }
    if (leaf->sent < t->size)
        t->size = leaf->sent;
}

static void digest_of(const void *data, size_t size, unsigned char *out)
{
    struct am_digest *digest = NULL;
    struct am_err err;

    ck_assert_int_eq(am_digest_create(&digest, &err), 0);
    ck_assert_int_eq(am_digest_feed(digest, data, size, &err), 0);
    ck_assert_int_eq(am_digest_finish(digest, out, &err), 0);
    am_digest_destroy(&digest);
}

static void add(struct am_buf *out, const char *text)
{
    struct am_err err;

    ck_assert_int_eq(am_buf_add(out, text, strlen(text), &err), 0);
}

static void add_leaf(struct am_buf *out, const struct leaf *leaf)
{
    static struct tnef stream;
    struct am_err err;
    size_t breaks = 0;

    add(out, "--B\r\nContent-Type: ");
    add(out, leaf->type);
    add(out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    build(leaf, &stream);
    ck_assert_int_eq(
        am_encode_base64(out, stream.data, stream.size, 76, &breaks, &err), 0);
    add(out, "\r\n");
}

static void check_child(const struct check *check, const char *text,
                        const struct am_child *child)
{
    unsigned char digest[AM_DIGEST_SIZE];

    digest_of(text, strlen(text), digest);
    ck_assert_msg(child->size_bytes == strlen(text) &&
                      memcmp(child->digest, digest, sizeof(digest)) == 0,
                  "%s, way %d: not \"%s\"", check->row->name, check->way, text);
    ck_assert_int_eq(child->family,
                     strcmp(text, PDF) == 0 ? AM_FAMILY_PDF : AM_FAMILY_OTHER);
}

static int on_part(void *context, const struct am_part *part,
                   struct am_err *err)
{
    static struct tnef stream;
    struct check *check = context;
    const struct leaf *leaf = &check->row->leaves[check->seen++];
    unsigned char digest[AM_DIGEST_SIZE];

    (void)err;
    build(leaf, &stream);
    digest_of(stream.data, stream.size, digest);
    ck_assert_uint_eq(part->size_bytes, stream.size);
    ck_assert_mem_eq(part->digest, digest, sizeof(digest));
    ck_assert_int_eq(part->class, AM_CLASS_ATTACHMENT);
    ck_assert_msg(part->flaws == leaf->flaws, "%s, way %d: flaws %x",
                  check->row->name, check->way, part->flaws);
    ck_assert_msg(part->child_count == leaf->found, "%s, way %d: %zu children",
                  check->row->name, check->way, part->child_count);
    for (unsigned i = 0; i < leaf->found; i++)
        check_child(check, leaf->inside[i], &part->children[i]);
    return 0;
}

static void measure(struct am_meter *meter, const struct am_buf *message,
                    int way)
{
    struct am_summary summary;
    struct am_err err;
    unsigned state = 0;

    for (size_t at = 0; at < message->size;) {
        size_t n = cut_next(way, message->size - at, &state);
        ck_assert_int_eq(am_meter_feed(meter, message->data + at, n, &err), 0);
        at += n;
    }
    ck_assert_int_eq(am_meter_finish(meter, &summary, &err), 0);
}

START_TEST(children_are_found_however_the_message_comes)
{
    struct check check = {.row = &rows[_i]};
    struct am_limits limits = am_limits_default;
    struct am_meter *meter = NULL;
    struct am_buf message;
    struct am_err err;

    am_buf_init(&message, 1U << 20);
    add(&message, "Content-Type: multipart/mixed; boundary=B\r\n\r\n");
    size_t count = 0;
    while (count < LEAVES && rows[_i].leaves[count].type != NULL)
        add_leaf(&message, &rows[_i].leaves[count++]);
    add(&message, "--B--\r\n");
    if (rows[_i].most > 0)
        limits.parts = rows[_i].most;
    ck_assert_int_eq(am_meter_create(&meter, &limits, on_part, &check, &err),
                     0);
    for (check.way = 0; check.way < CUT_WAYS; check.way++) {
        check.seen = 0;
        measure(meter, &message, check.way);
        ck_assert_uint_eq(check.seen, count);
    }
    am_meter_destroy(&meter);
    am_buf_free(&message);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("tnefs");
    TCase *tcase = tcase_create("tnefs");

    tcase_add_loop_test(tcase, children_are_found_however_the_message_comes, 0,
                        ROWS(rows));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
