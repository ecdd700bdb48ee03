/* test_histogram - attachments by powers of two; the rows add up to those of
 * the contents. */
#include "random_mail.h"
#include "report/histogram.h"
#include "report/top.h"

static struct am_histogram *make(enum am_histogram_of of)
{
    const struct am_histogram_request request = {
        .ask.period = {.until_day = 100000}, .of = of, .ask.source = "test"};
    struct am_histogram *histogram = NULL;
    int result = am_histogram_make(&histogram, store, &request, &err);

    ck_assert_msg(result >= 0, "%s", err.text);
    ck_assert_int_eq(result == 1, histogram->count == 0);
    return histogram;
}

/* Mail as words "ATTACHMENTS*MESSAGES:RECIPIENTS"; "+" is a part more of the
 * last one, for two others. */
static void send_mail(const char *mail)
{
    char words[256];
    char *rest = NULL;
    struct post post = {0};
    int message = 0;

    snprintf(words, sizeof(words), "%s", mail);
    for (char *w = strtok_r(words, " ", &rest); w != NULL;
         w = strtok_r(NULL, " ", &rest)) {
        static char attachments[32];
        static char recipients[256];
        int count = 0;
        int copies = 1;
        if (strcmp(w, "+") == 0) {
            post.recipients = "58 59";
            append(&post);
            continue;
        }
        ck_assert_int_ge(
            /* NOLINTNEXTLINE(cert-err34-c): a row of this file */
            sscanf(w, "%31[^*]*%d:%d", attachments, &count, &copies), 2);
        recipients[0] = '\0';
        for (int i = 1; i <= copies; i++) {
            size_t used = strlen(recipients);
            snprintf(recipients + used, sizeof(recipients) - used, "%d ", i);
        }
        for (int i = 0; i < count; i++) {
            message++;
            post = (struct post)POST_AND(MORNING, message, recipients,
                                         attachments, .sender = message);
            append(&post);
        }
    }
    drain();
}

/* A to F are of 1000 to 6000 bytes; a message is six contents. */
static const struct {
    const char *name, *mail;
    enum am_histogram_of of;
    const char *rows; /* "least-most:seen/contents" */
} rows[] = {
    {"nothing", "", AM_HISTOGRAM_RECIPIENTS, ""},
    {"by recipients; contents where they came first",
     "ABCDEF*5:1 ABCDEFGHIJK*6:3", AM_HISTOGRAM_RECIPIENTS,
     "1-1:30/6 2-3:66/5"},
    {"few messages are with those below", "ABCDEF*5:1 GHIJKL*4:8",
     AM_HISTOGRAM_RECIPIENTS, "1-15:54/12"},
    {"few contents, too", "ABCDEF*5:1 GHIJ*5:8", AM_HISTOGRAM_RECIPIENTS,
     "1-15:50/10"},
    {"the lowest with the next", "ABCDEF*1:1 GHIJKL*5:8",
     AM_HISTOGRAM_RECIPIENTS, "1-15:36/12"},
    {"empty ones are left out", "ABCDEF*5:1 GHIJKL*5:40",
     AM_HISTOGRAM_RECIPIENTS, "1-1:30/6 32-63:30/6"},
    {"a continuation is no sighting, and no message", "ABCDEF*5:2 +",
     AM_HISTOGRAM_RECIPIENTS, "2-3:30/6"},
    {"nor does it make a fifth one", "ABCDEF*4:2 + GHIJKL*5:8",
     AM_HISTOGRAM_RECIPIENTS, "2-15:54/12"},
    {"by repeats", "ABCDEF*1:1 GHIJKL*5:1 ABCDE*4:1", AM_HISTOGRAM_REPEATS,
     "1-7:56/12"},
    {"by repeats, enough of each", "ABCDE*9:1 FGHIJ*2:1 KLMNO*3:1",
     AM_HISTOGRAM_REPEATS, "2-3:25/10 8-15:45/5"},
    {"by size", "ABCDEFGH*5:1", AM_HISTOGRAM_SIZE, "512-8191:40/8"},
    {"by size, enough of each", "HIJKL*5:1 QRSTU*5:1", AM_HISTOGRAM_SIZE,
     "4096-16383:25/5 16384-32767:25/5"},
    {"no digest, no row", "#*9:2", AM_HISTOGRAM_SIZE, ""},
};

START_TEST(rows_are_as_counted_by_hand)
{
    char text[512] = "";

    send_mail(rows[_i].mail);
    struct am_histogram *histogram = make(rows[_i].of);
    for (size_t i = 0; i < histogram->count; i++) {
        const struct am_histogram_row *row = &histogram->rows[i];
        size_t used = strlen(text);
        snprintf(text + used, sizeof(text) - used, "%s%lld-%lld:%lld/%lld",
                 i > 0 ? " " : "", (long long)row->at_least,
                 (long long)row->at_most, (long long)row->own.sightings,
                 (long long)row->own.contents);
    }
    ck_assert_msg(strcmp(text, rows[_i].rows) == 0, "%s: %s", rows[_i].name,
                  text);
    am_histogram_free(&histogram);
}

END_TEST

static void check_sum(const struct am_histogram *histogram,
                      const struct am_savings *total)
{
    for (size_t field = 0; field < am_savings_field_count(); field++) {
        int64_t sum = 0;
        for (size_t i = 0; i < histogram->count; i++)
            sum += am_savings_field(&histogram->rows[i].own, field);
        ck_assert_msg(sum == am_savings_field(total, field) &&
                          sum == am_savings_field(&histogram->total.own, field),
                      "%s", am_savings_field_name(field));
    }
}

START_TEST(rows_add_up_to_the_contents)
{
    const struct am_top_request request = {.ask.period = {.until_day = 100000},
                                           .ask.source = "test"};
    struct am_top *top = NULL;
    int64_t time_s = MORNING;

    random_state = (uint32_t)_i + 1;
    memset(wholes, 0, sizeof(wholes));
    for (int i = 0; i < 600; i++) {
        time_s += any(1200);
        random_record(time_s);
    }
    drain();
    ck_assert_int_eq(am_top_make(&top, store, &request, &err), 0);
    for (int of = 0; of < AM_HISTOGRAM_COUNT; of++) {
        struct am_histogram *histogram = make((enum am_histogram_of)of);
        ck_assert_uint_ge(histogram->count, 1);
        check_sum(histogram, &top->total.own);
        for (size_t i = 0; i < histogram->count; i++) {
            const struct am_histogram_row *row = &histogram->rows[i];
            ck_assert_int_ge(row->own.contents, 5);
            ck_assert(i == 0 || row->at_least > row[-1].at_most);
        }
        am_histogram_free(&histogram);
    }
    am_top_free(&top);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("histogram");
    TCase *tcase = tcase_create("histogram");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, rows_are_as_counted_by_hand, 0, ROWS(rows));
    tcase_add_loop_test(tcase, rows_add_up_to_the_contents, 0, 4);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
