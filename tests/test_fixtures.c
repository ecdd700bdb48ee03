/*
 * test_fixtures - whole messages, one a case, and all that is told of them.
 *
 * The messages and what is in them are in tests/data/mail; expected.txt says
 * how it is written.  Each message is measured whole, with the line ends that
 * it has, and every figure must be the one that is written there.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "meter/meter.h"
#include "suite.h"

#define FIXTURES_MAX 400
#define PARTS_MAX    800
#define LINE_SIZE    1024

struct fixture {
    char name[100];
    char flaws[200];
    int first, count; /* parts */
};

/* A part as it is written: "PATH CLASS ... CONTENT". */
static char parts[PARTS_MAX][LINE_SIZE];
static struct fixture fixtures[FIXTURES_MAX];
static int part_count, fixture_count;

static bool read_line(char *line)
{
    if (line[0] == '\n' || line[0] == '#')
        return true;
    line[strcspn(line, "\n")] = '\0';
    if (line[0] != ' ') {
        struct fixture *fixture = &fixtures[fixture_count];
        fixture->first = part_count;
        return ++fixture_count < FIXTURES_MAX &&
               sscanf(line, "%99s %199s", fixture->name, fixture->flaws) == 2;
    }
    if (fixture_count == 0 || part_count == PARTS_MAX)
        return false;
    fixtures[fixture_count - 1].count++;
    snprintf(parts[part_count++], LINE_SIZE, "%s", line + strspn(line, " "));
    return true;
}

static bool read_expected(void)
{
    char line[LINE_SIZE];
    FILE *file = fopen(AM_TEST_DATA "/mail/expected.txt", "r");
    bool good = file != NULL;

    while (good && fgets(line, sizeof(line), file) != NULL) {
        good = read_line(line);
        if (!good)
            fprintf(stderr, "expected.txt: not understood: %s\n", line);
    }
    if (file != NULL)
        fclose(file);
    return good;
}

static unsigned find_flaw(const char *word)
{
    for (unsigned i = 0; i < AM_FLAW_COUNT; i++) {
        if (strcmp(am_flaw_name(i), word) == 0)
            return i;
    }
    ck_abort_msg("no flaw %s", word);
}

/* The set of a list of flaws, "a,b" or "-". */
static uint32_t read_flaws(const char *list)
{
    uint32_t flaws = 0;

    if (strcmp(list, "-") == 0)
        return 0;
    while (*list != '\0') {
        char word[40];
        size_t size = strcspn(list, ",");
        snprintf(word, sizeof(word), "%.*s", (int)size, list);
        flaws |= AM_FLAW_BIT(find_flaw(word));
        list += size + (list[size] == ',');
    }
    return flaws;
}

static unsigned char read_hex(const char *text)
{
    const char digits[] = {text[0], text[1], '\0'};
    char *end = NULL;
    unsigned long byte = strtoul(digits, &end, 16);

    ck_assert_ptr_eq(end, digits + 2);
    return (unsigned char)byte;
}

/* Undo the escapes of a quoted text in its place; returns the bytes. */
static size_t read_quoted(char *text)
{
    size_t n = 0;
    char *in = text + 1;

    for (; *in != '"'; in++) {
        ck_assert_int_ne(*in, '\0');
        char c = *in;
        if (c == '\\') {
            c = *++in;
            if (c == 'x') {
                c = (char)read_hex(in + 1);
                in += 2;
            } else if (c == 'r' || c == 'n') {
                c = c == 'r' ? '\r' : '\n';
            }
        }
        text[n++] = c;
    }
    return n;
}

static void digest_of(const void *data, size_t size,
                      unsigned char out[AM_DIGEST_SIZE])
{
    struct am_digest *digest = NULL;
    struct am_err err;

    ck_assert_int_eq(am_digest_create(&digest, &err), 0);
    ck_assert_int_eq(am_digest_feed(digest, data, size, &err), 0);
    ck_assert_int_eq(am_digest_finish(digest, out, &err), 0);
    am_digest_destroy(&digest);
}

/* The digest of a content as it is written: "text", sha256:HEX; none: zero. */
static void read_content(char *text, uint64_t size,
                         unsigned char digest[AM_DIGEST_SIZE])
{
    memset(digest, 0, AM_DIGEST_SIZE);
    if (text[0] == '"') {
        ck_assert_uint_eq(read_quoted(text), size);
        digest_of(text, size, digest);
        return;
    }
    if (strcmp(text, "none") == 0)
        return;
    ck_assert_uint_eq(strlen(text), 7 + 2 * AM_DIGEST_SIZE);
    for (size_t i = 0; i < AM_DIGEST_SIZE; i++)
        digest[i] = read_hex(text + 7 + 2 * i);
}

struct check {
    const struct fixture *fixture;
    int seen;
};

/* The columns of a part, see expected.txt. */
enum {
    PATH,
    CLASS,
    FAMILY,
    ENCODING,
    SIZE,
    STORED,
    WIRE,
    FLAWS,
    CONTENT,
    COLUMNS
};

static void check_word(const char *name, const char *got, const char *want)
{
    ck_assert_msg(strcmp(got, want) == 0, "%s: %s, not %s", name, got, want);
}

static void check_bytes(const char *name, uint64_t got, const char *want)
{
    ck_assert_msg(got == strtoull(want, NULL, 10), "%s: %llu bytes, not %s",
                  name, (unsigned long long)got, want);
}

static void check_part(const char *name, const struct am_part *part, char *line)
{
    char *columns[COLUMNS];
    unsigned char digest[AM_DIGEST_SIZE];

    for (int i = 0; i < COLUMNS; i++) {
        columns[i] = line;
        line += strcspn(line, i < CONTENT ? " " : "");
        ck_assert_msg((*line == '\0') == (i == CONTENT), "%s: columns", name);
        if (i < CONTENT)
            *line++ = '\0';
    }
    check_word(name, part->path, columns[PATH]);
    check_word(name, am_class_name(part->class), columns[CLASS]);
    check_word(name, am_family_name(part->family), columns[FAMILY]);
    check_word(name, am_encoding_name(part->encoding), columns[ENCODING]);
    check_bytes(name, part->size_bytes, columns[SIZE]);
    check_bytes(name, part->stored_bytes, columns[STORED]);
    check_bytes(name, part->wire_bytes, columns[WIRE]);
    ck_assert_msg(part->flaws == read_flaws(columns[FLAWS]), "%s: flaws %x",
                  name, part->flaws);
    ck_assert_int_eq(part->digested, strcmp(columns[CONTENT], "none") != 0);
    read_content(columns[CONTENT], part->size_bytes, digest);
    ck_assert_msg(memcmp(digest, part->digest, AM_DIGEST_SIZE) == 0,
                  "%s: content of %s", name, part->path);
}

static int on_part(void *context, const struct am_part *part,
                   struct am_err *err)
{
    struct check *check = context;
    const struct fixture *fixture = check->fixture;

    (void)err;
    ck_assert_msg(check->seen < fixture->count, "%s: one too many, %s %s",
                  fixture->name, part->path, part->type);
    check_part(fixture->name, part, parts[fixture->first + check->seen++]);
    return 0;
}

static void check_flaws(const struct fixture *fixture,
                        const struct am_summary *summary)
{
    uint32_t flaws = 0;

    for (unsigned i = 0; i < AM_FLAW_COUNT; i++) {
        if (summary->flaw_count[i] > 0)
            flaws |= AM_FLAW_BIT(i);
    }
    ck_assert_msg(flaws == read_flaws(fixture->flaws), "%s: flaws %x",
                  fixture->name, flaws);
}

START_TEST(a_fixture_holds_what_is_written)
{
    struct check check = {.fixture = &fixtures[_i]};
    struct am_meter *meter = NULL;
    struct am_summary summary;
    struct am_buf message;
    struct am_err err;
    char path[1024];

    snprintf(path, sizeof(path), "%s/mail/%s", AM_TEST_DATA, fixtures[_i].name);
    am_buf_init(&message, 1 << 20);
    ck_assert_msg(am_file_read(path, &message, &err) == 0, "%s", err.text);
    ck_assert_int_eq(am_meter_create(&meter, NULL, on_part, &check, &err), 0);
    ck_assert_int_eq(am_meter_feed(meter, message.data, message.size, &err), 0);
    ck_assert_int_eq(am_meter_finish(meter, &summary, &err), 0);
    ck_assert_msg(check.seen == fixtures[_i].count, "%s: %d of %d parts",
                  fixtures[_i].name, check.seen, fixtures[_i].count);
    check_flaws(&fixtures[_i], &summary);
    am_meter_destroy(&meter);
    am_buf_free(&message);
}

END_TEST

static bool is_expected(const char *name)
{
    for (int i = 0; i < fixture_count; i++) {
        if (strcmp(fixtures[i].name, name) == 0)
            return true;
    }
    return false;
}

START_TEST(no_message_lies_there_unchecked)
{
    DIR *dir = opendir(AM_TEST_DATA "/mail");
    const struct dirent *entry = NULL;
    int files = 0;

    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir)) != NULL) { // NOLINT
        if (strstr(entry->d_name, ".eml") == NULL)
            continue;
        files++;
        ck_assert_msg(is_expected(entry->d_name), "%s", entry->d_name);
    }
    closedir(dir);
    ck_assert_int_eq(files, fixture_count);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("fixtures");
    TCase *tcase = tcase_create("fixtures");

    if (!read_expected())
        return EXIT_FAILURE;
    tcase_add_loop_test(tcase, a_fixture_holds_what_is_written, 0,
                        fixture_count);
    tcase_add_test(tcase, no_message_lies_there_unchecked);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
