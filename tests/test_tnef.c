/*
 * test_tnef - what is found in a TNEF stream, however it is cut.
 *
 * A row builds a stream and says which attachments are in it, each ended by
 * '|'.  Each is read whole, byte by byte and in random cuts.
 */
#include <stdio.h>

#include "codec/tnef.h"
#include "cuts.h"
#include "suite.h"
#include "tnef.h"

#define F(flaw) AM_FLAW_BIT(AM_FLAW_##flaw)
#define DAMAGED F(TNEF_DAMAGED)
#define WRONG   F(TNEF_CHECKSUM)

#define BINARY      0x0102U /* types */
#define OBJECT      0x000dU
#define STRING8     0x001eU
#define UNICODE     0x001fU
#define MANY        0x1000U
#define ATTACH_DATA 0x3701U /* ids */
#define FILENAME    0x3707U
#define NAMED       0x8001U

static const char id_message[] =
    "\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"; /* IID_IMessage */

static void add_plain(struct tnef *t, const char *text)
{
    tnef_rend_data(t);
    tnef_attribute(t, ATTACHED, TITLE, "a.txt");
    tnef_attribute(t, ATTACHED, DATA, text);
}

static void begin_list(struct tnef *t, uint32_t count)
{
    tnef_begin(t, ATTACHED, ATTACHMENT);
    tnef_number(t, count, 4);
}

/* The bytes in a property alone. */
static void add_property(struct tnef *t, const char *text)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_variable(t, BINARY, ATTACH_DATA, text);
    tnef_end(t);
}

static void build_nothing(struct tnef *t)
{
    t->size = 0;
}

static void build_start(struct tnef *t)
{
    (void)t;
}

static void build_message(struct tnef *t)
{
    tnef_attribute(t, MESSAGE, 0x00078008, "IPM.Note");
    tnef_attribute(t, MESSAGE, 0x00089006, "");
}

static void build_plain(struct tnef *t)
{
    build_message(t);
    add_plain(t, "hello");
}

static void build_two(struct tnef *t)
{
    add_plain(t, "hello");
    add_plain(t, "you");
}

static void build_empty(struct tnef *t)
{
    add_plain(t, "");
    add_plain(t, "x");
}

static void build_without_bytes(struct tnef *t)
{
    tnef_rend_data(t);
    tnef_attribute(t, ATTACHED, TITLE, "link");
    add_plain(t, "x");
}

static void build_first_of_two_data(struct tnef *t)
{
    add_plain(t, "");
    tnef_attribute(t, ATTACHED, DATA, "first");
    tnef_attribute(t, ATTACHED, DATA, "second");
}

static void build_message_level(struct tnef *t)
{
    tnef_attribute(t, MESSAGE, REND_DATA, "none");
    tnef_attribute(t, MESSAGE, DATA, "no attachment");
    add_plain(t, "x");
    tnef_attribute(t, MESSAGE, DATA, "none either");
}

static void build_without_rend_data(struct tnef *t)
{
    tnef_attribute(t, ATTACHED, DATA, "whose?");
    add_plain(t, "x");
}

static void build_property(struct tnef *t)
{
    add_property(t, "hello");
    add_property(t, "four");
}

/* What Outlook sends along, before and behind the bytes. */
static void build_many_properties(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 12);
    tnef_tag(t, 0x0001, 0x3000); /* null: no bytes */
    tnef_tag(t, 0x0002, 0x3001); /* 16 bits, padded */
    tnef_number(t, 7, 4);
    tnef_tag(t, 0x0003, 0x0e21);
    tnef_number(t, 7, 4);
    tnef_tag(t, 0x000b, 0x7ffe);
    tnef_number(t, 1, 4);
    tnef_tag(t, 0x0040, 0x3007);
    tnef_bytes(t, "12345678", 8);
    tnef_tag(t, 0x0048, 0x3008);
    tnef_bytes(t, "1234567812345678", 16);
    tnef_variable(t, STRING8, FILENAME, "odd");
    tnef_variable(t, UNICODE, FILENAME, "unicode name");
    tnef_variable(t, BINARY, 0x3702, "some");
    tnef_variable(t, OBJECT, 0x3709, "no interface");
    tnef_variable(t, BINARY, ATTACH_DATA, "found");
    tnef_variable(t, STRING8, 0x370e, "text/plain");
    tnef_end(t);
}

static void add_name(struct tnef *t, const char *name)
{
    tnef_bytes(t, "1234567812345678", 16);
    tnef_number(t, name == NULL ? 0 : 1, 4);
    if (name == NULL) {
        tnef_number(t, 0x8501, 4);
    } else {
        tnef_value(t, name, strlen(name));
    }
}

static void build_named(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 5);
    tnef_tag(t, 0x0003, NAMED);
    add_name(t, NULL);
    tnef_number(t, 7, 4);
    tnef_tag(t, 0x0003, NAMED);
    add_name(t, "long");
    tnef_number(t, 7, 4);
    tnef_tag(t, STRING8, 0xffff);
    add_name(t, "n\0a\0m\0e");
    tnef_number(t, 1, 4);
    tnef_value(t, "value", 5);
    tnef_tag(t, MANY | 0x0014, NAMED);
    add_name(t, "longs");
    tnef_number(t, 2, 4);
    tnef_bytes(t, "1234567812345678", 16);
    tnef_variable(t, BINARY, ATTACH_DATA, "found");
    tnef_end(t);
}

static void build_lists_of_values(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 5);
    tnef_tag(t, MANY | 0x0002, 0x3000);
    tnef_number(t, 3, 4);
    tnef_bytes(t, "1\0002\0003\000", 6);
    tnef_bytes(t, "4\0005\0006\000", 6);
    tnef_tag(t, MANY | STRING8, 0x3001);
    tnef_number(t, 3, 4);
    tnef_value(t, "a", 1);
    tnef_value(t, "", 0);
    tnef_value(t, "bcdef", 5);
    tnef_tag(t, MANY | 0x0003, 0x3002);
    tnef_number(t, 0, 4);
    tnef_tag(t, MANY | BINARY, 0x3003);
    tnef_number(t, 0, 4);
    tnef_tag(t, MANY | BINARY, ATTACH_DATA);
    tnef_number(t, 2, 4);
    tnef_value(t, "first", 5);
    tnef_value(t, "second", 6);
    tnef_end(t);
}

static void build_both(struct tnef *t)
{
    add_plain(t, "attribute");
    begin_list(t, 1);
    tnef_variable(t, BINARY, ATTACH_DATA, "property");
    tnef_end(t);
}

static void build_both_turned(struct tnef *t)
{
    add_property(t, "property");
    tnef_attribute(t, ATTACHED, DATA, "attribute");
}

static void build_empty_property(struct tnef *t)
{
    add_plain(t, "attribute");
    begin_list(t, 1);
    tnef_variable(t, BINARY, ATTACH_DATA, "");
    tnef_end(t);
}

static void build_two_lists(struct tnef *t)
{
    add_property(t, "first");
    begin_list(t, 1);
    tnef_variable(t, BINARY, ATTACH_DATA, "second");
    tnef_end(t);
}

static void add_object(struct tnef *t, const char *text)
{
    tnef_tag(t, OBJECT, ATTACH_DATA);
    tnef_number(t, 1, 4);
    tnef_number(t, (uint32_t)(16 + strlen(text)), 4);
    tnef_bytes(t, id_message, 16);
    tnef_bytes(t, text, strlen(text));
    tnef_pad(t);
}

/* As it stands: its own attachments are not looked for. */
static void build_embedded(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 2);
    add_object(t, AM_TNEF_SIGNATURE "kk\2\2\x90\6");
    tnef_variable(t, STRING8, FILENAME, "message");
    tnef_end(t);
}

static void build_empty_object(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    add_object(t, "");
    tnef_end(t);
}

static void build_short_object(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_variable(t, OBJECT, ATTACH_DATA, "fifteen letters");
    tnef_end(t);
    add_plain(t, "x");
}

static void build_bad_signature(struct tnef *t)
{
    add_plain(t, "hello");
    t->data[3]++;
}

static void build_bad_sum(struct tnef *t)
{
    add_plain(t, "hello");
    t->data[t->size - 1]++;
    add_plain(t, "x");
}

static void build_bad_sum_of_a_list(struct tnef *t)
{
    add_plain(t, "attribute");
    begin_list(t, 1);
    tnef_variable(t, BINARY, 0x3702, "some");
    tnef_end(t);
    t->data[t->size - 2]++;
    add_plain(t, "x");
}

static void build_bad_sum_of_rend_data(struct tnef *t)
{
    tnef_rend_data(t);
    t->data[t->size - 2]++;
    tnef_attribute(t, ATTACHED, DATA, "hello");
    add_plain(t, "x");
}

static void build_bad_sum_of_the_message(struct tnef *t)
{
    build_message(t);
    t->data[t->size - 1]++;
    add_plain(t, "x");
    build_message(t);
    t->data[t->size - 1]++;
}

static void build_overlong(struct tnef *t)
{
    add_plain(t, "x");
    tnef_rend_data(t);
    tnef_begin(t, ATTACHED, DATA);
    tnef_bytes(t, "hello", 5);
    tnef_end(t);
    memset(t->data + t->value - 4, 0xff, 4);
    add_plain(t, "y");
}

static void build_garbage(struct tnef *t)
{
    add_plain(t, "x");
    tnef_bytes(t, "\r\nBye", 5);
    add_plain(t, "y");
}

static void build_huge_count(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, UINT32_MAX);
    tnef_variable(t, BINARY, ATTACH_DATA, "hello");
    tnef_end(t);
    add_plain(t, "x");
}

/* A list of no value takes no bytes, so it must not take time. */
static void build_huge_list_of_nulls(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_tag(t, MANY | 0x0001, 0x3000);
    tnef_number(t, UINT32_MAX, 4);
    tnef_end(t);
    add_plain(t, "x");
}

static void build_huge_list(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_tag(t, MANY | 0x0048, 0x3000);
    tnef_number(t, UINT32_MAX, 4);
    tnef_end(t);
    add_plain(t, "x");
}

static void build_huge_value(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_tag(t, BINARY, ATTACH_DATA);
    tnef_number(t, 1, 4);
    tnef_number(t, UINT32_MAX - 1, 4);
    tnef_bytes(t, "hello", 5);
    tnef_end(t);
    add_plain(t, "x");
}

static void build_huge_name(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_tag(t, 0x0003, NAMED);
    tnef_bytes(t, "1234567812345678", 16);
    tnef_number(t, 1, 4);
    tnef_number(t, UINT32_MAX, 4);
    tnef_bytes(t, "hello...", 8);
    tnef_end(t);
    add_plain(t, "x");
}

static void build_unknown_name(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_tag(t, 0x0003, NAMED);
    tnef_bytes(t, "1234567812345678", 16);
    tnef_number(t, 2, 4);
    tnef_number(t, 0, 4);
    tnef_number(t, 7, 4);
    tnef_end(t);
    add_plain(t, "x");
}

static void build_unknown_type(struct tnef *t)
{
    add_plain(t, "attribute");
    begin_list(t, 1);
    tnef_tag(t, 0x00fd, 0x3000);
    tnef_number(t, 7, 4);
    tnef_end(t);
    add_plain(t, "x");
}

static void build_no_padding_at_the_end(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_tag(t, BINARY, ATTACH_DATA);
    tnef_number(t, 1, 4);
    tnef_number(t, 5, 4);
    tnef_bytes(t, "hello", 5);
    tnef_end(t);
}

static void build_behind_the_list(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 1);
    tnef_variable(t, BINARY, ATTACH_DATA, "hello");
    tnef_bytes(t, "more", 4);
    tnef_end(t);
    tnef_rend_data(t);
    begin_list(t, 0);
    tnef_end(t);
}

static void build_short_list(struct tnef *t)
{
    tnef_rend_data(t);
    begin_list(t, 2);
    tnef_variable(t, BINARY, ATTACH_DATA, "hello");
    tnef_end(t);
    tnef_rend_data(t);
    tnef_attribute(t, ATTACHED, ATTACHMENT, "");
    add_plain(t, "x");
}

static const struct {
    const char *name;
    void (*build)(struct tnef *t);
    const char *found;
    uint32_t flaws;
} rows[] = {
    {"no bytes", build_nothing, "", DAMAGED},
    {"signature and key alone", build_start, "", 0},
    {"no attachment", build_message, "", 0},
    {"an attachment", build_plain, "hello|", 0},
    {"two", build_two, "hello|you|", 0},
    {"an empty one", build_empty, "|x|", 0},
    {"one without bytes is none", build_without_bytes, "x|", 0},
    {"the first data that is not empty", build_first_of_two_data, "first|", 0},
    {"the same ids at the level of the message", build_message_level, "x|", 0},
    {"data that begins no attachment", build_without_rend_data, "x|", DAMAGED},
    {"bytes in a property", build_property, "hello|four|", 0},
    {"properties of each kind", build_many_properties, "found|", 0},
    {"properties with a name", build_named, "found|", 0},
    {"properties of many values", build_lists_of_values, "first|", 0},
    {"both: the property", build_both, "property|", 0},
    {"both, turned round: the property", build_both_turned, "property|", 0},
    {"both, the property empty", build_empty_property, "attribute|", 0},
    {"two lists: the first", build_two_lists, "first|", 0},
    {"a message inside is one", build_embedded,
     AM_TNEF_SIGNATURE "kk\2\2\x90\6|", 0},
    {"an object of no bytes", build_empty_object, "|", 0},
    {"an object without an interface", build_short_object, "x|", DAMAGED},
    {"not the signature", build_bad_signature, "", DAMAGED},
    {"wrong checksum of data", build_bad_sum, "x|", WRONG},
    {"wrong checksum of properties", build_bad_sum_of_a_list, "x|", WRONG},
    {"wrong checksum of the beginning", build_bad_sum_of_rend_data, "x|",
     WRONG},
    {"wrong checksum of the message", build_bad_sum_of_the_message, "x|",
     WRONG},
    {"a length of all that follows", build_overlong, "x|", DAMAGED},
    {"garbage behind", build_garbage, "x|", DAMAGED},
    {"4 billion properties", build_huge_count, "x|", DAMAGED},
    {"4 billion values of no bytes", build_huge_list_of_nulls, "x|", DAMAGED},
    {"4 billion values", build_huge_list, "x|", DAMAGED},
    {"a value of 4 GB", build_huge_value, "x|", DAMAGED},
    {"a name of 4 GB", build_huge_name, "x|", DAMAGED},
    {"a name of no known kind", build_unknown_name, "x|", DAMAGED},
    {"a type that is not known", build_unknown_type, "x|", DAMAGED},
    {"padding left out at the end", build_no_padding_at_the_end, "hello|", 0},
    {"bytes behind the list, and a list of none", build_behind_the_list,
     "hello|", 0},
    {"lists that end too early", build_short_list, "x|", DAMAGED},
};

static struct tnef stream;

/* What was found, each attachment followed by '|'. */
struct found {
    char text[TNEF_ROOM];
    size_t size;  /* of what is whole */
    size_t begun; /* and of what may become so */
    unsigned count;
};

static void take_events(struct am_tnef *tnef, struct found *found)
{
    struct am_tnef_event event;

    for (;;) {
        am_tnef_next(tnef, &event);
        switch (event.kind) {
        case AM_TNEF_MORE:
            return;
        case AM_TNEF_BEGIN:
            found->begun = found->size;
            break;
        case AM_TNEF_DATA:
            ck_assert_uint_gt(event.size, 0);
            memcpy(found->text + found->begun, event.data, event.size);
            found->begun += event.size;
            break;
        case AM_TNEF_WHOLE:
            found->text[found->begun++] = '|';
            found->size = found->begun;
            found->count++;
            break;
        }
    }
}

/* Read size bytes of the stream; each chunk is on the heap, so that a sanitizer
 * sees a read beyond. */
static uint32_t read_cut(size_t size, int way, struct found *found)
{
    struct am_tnef tnef;
    unsigned state = 0;

    found->size = found->begun = found->count = 0;
    am_tnef_begin(&tnef, AM_TNEF_MOST);
    for (size_t at = 0; at < size;) {
        size_t n = cut_next(way, size - at, &state);
        unsigned char *chunk = malloc(n);
        memcpy(chunk, stream.data + at, n);
        am_tnef_push(&tnef, chunk, n);
        take_events(&tnef, found);
        free(chunk);
        at += n;
    }
    am_tnef_finish(&tnef);
    take_events(&tnef, found);
    found->text[found->size] = '\0';
    return am_tnef_flaws(&tnef);
}

static void build(int row)
{
    tnef_start(&stream);
    rows[row].build(&stream);
}

START_TEST(finds_the_same_however_it_is_cut)
{
    static struct found found;

    build(_i);
    for (int way = 0; way < CUT_WAYS; way++) {
        uint32_t flaws = read_cut(stream.size, way, &found);
        ck_assert_msg(strcmp(found.text, rows[_i].found) == 0,
                      "%s, way %d: \"%s\"", rows[_i].name, way, found.text);
        ck_assert_msg(flaws == rows[_i].flaws, "%s, way %d: flaws %x",
                      rows[_i].name, way, flaws);
    }
}

END_TEST

/* Cut off anywhere: what is found is the begin of what the whole has.  A cut
 * between two attributes is not seen, and then the last attachment may be what
 * it was so far. */
START_TEST(finds_whole_attachments_alone_in_a_part_of_a_stream)
{
    static struct found found;
    static struct found again;
    size_t unseen = 0;

    build(_i);
    uint32_t all = read_cut(stream.size, 0, &found);
    for (size_t size = 0; size < stream.size; size++) {
        uint32_t flaws = read_cut(size, 0, &found);
        ck_assert_msg(flaws == 0 ||
                          strncmp(found.text, rows[_i].found, found.size) == 0,
                      "%s, first %zu: \"%s\"", rows[_i].name, size, found.text);
        ck_assert_uint_eq(read_cut(size, 1, &again), flaws);
        ck_assert_str_eq(found.text, again.text);
        unseen += flaws == 0;
    }
    ck_assert_msg(all != 0 || unseen <= 16, "%s: %zu", rows[_i].name, unseen);
}

END_TEST

START_TEST(finds_no_more_than_it_may)
{
    static struct found found;

    tnef_start(&stream);
    for (int i = 0; i < AM_TNEF_MOST; i++)
        add_plain(&stream, "x");
    ck_assert_uint_eq(read_cut(stream.size, 0, &found), 0);
    ck_assert_uint_eq(found.count, AM_TNEF_MOST);
    for (int way = 0; way < CUT_WAYS; way++) {
        add_plain(&stream, "y");
        ck_assert_uint_eq(read_cut(stream.size, way, &found), F(LIMIT_TNEF));
        ck_assert_uint_eq(found.count, AM_TNEF_MOST);
    }
}

END_TEST

/* Whatever the bytes are, reading ends, and alike for every cut. */
START_TEST(damage_does_no_harm)
{
    static struct found found;
    static struct found again;
    uint32_t random = 12345U + (uint32_t)_i;

    build(_i);
    for (int i = 0; i < 2000 && stream.size > 0; i++) {
        random = random * 1664525U + 1013904223U;
        size_t at = (random >> 8) % stream.size;
        unsigned char old = stream.data[at];
        stream.data[at] = (unsigned char)(random >> 3);
        uint32_t flaws = read_cut(stream.size, 0, &found);
        ck_assert_uint_eq(read_cut(stream.size, 2 + i % 4, &again), flaws);
        ck_assert_str_eq(found.text, again.text);
        if (i % 8 != 0)
            stream.data[at] = old;
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("tnef");
    TCase *tcase = tcase_create("tnef");

    tcase_add_loop_test(tcase, finds_the_same_however_it_is_cut, 0, ROWS(rows));
    tcase_add_loop_test(tcase,
                        finds_whole_attachments_alone_in_a_part_of_a_stream, 0,
                        ROWS(rows));
    tcase_add_loop_test(tcase, damage_does_no_harm, 0, ROWS(rows));
    tcase_add_test(tcase, finds_no_more_than_it_may);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
