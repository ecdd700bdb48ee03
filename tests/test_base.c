/* test_base - err, buf, units and hex. */
#include <string.h>

#include "base/buf.h"
#include "base/hex.h"
#include "base/units.h"
#include "suite.h"

static const struct {
    const char *text;
    int result;
    uint64_t size_bytes;
} sizes[] = {
    {"0", 0, 0},
    {"200", 0, 200},
    {"1k", 0, 1000},
    {"1K", 0, 1000},
    {"1Ki", 0, 1024},
    {"1.5M", 0, 1500000},
    {"128KiB", 0, 131072},
    {"2GB", 0, 2000000000},
    {"4T", 0, 4000000000000},
    {"12B", 0, 12},
    {"", -1, 0},
    {"B", -1, 0},
    {"-1", -1, 0},
    {"1e3", 0, 1000},
    {"1.5e+2k", 0, 150000},
    {"1e", -1, 0},
    {"1e400", -1, 0},
    {"e3", -1, 0},
    {"inf", -1, 0},
    {"0x10", -1, 0},
    {"1 M", -1, 0},
    {"10000000000T", -1, 0},
};

START_TEST(sizes_are_read)
{
    uint64_t size_bytes = 0;
    struct am_err err;

    ck_assert_int_eq(am_parse_size(sizes[_i].text, &size_bytes, &err),
                     sizes[_i].result);
    if (sizes[_i].result == 0)
        ck_assert_uint_eq(size_bytes, sizes[_i].size_bytes);
}

END_TEST

static const struct {
    const char *text;
    int result;
    int64_t duration_s;
} durations[] = {
    {"30s", 0, 30},      {"2h", 0, 7200},     {"180d", 0, 15552000},
    {"1y", 0, 31536000}, {"1mo", 0, 2592000}, {"30", -1, 0},
    {"d", -1, 0},        {"3x", -1, 0},
};

START_TEST(durations_are_read)
{
    int64_t duration_s = 0;
    struct am_err err;

    ck_assert_int_eq(am_parse_duration(durations[_i].text, &duration_s, &err),
                     durations[_i].result);
    if (durations[_i].result == 0)
        ck_assert_int_eq(duration_s, durations[_i].duration_s);
}

END_TEST

static const struct {
    const char *text;
    int64_t milli; /* -1: refused */
} decimals[] = {
    {"0", 0},      {"1", 1000},      {"0.76", 760}, {"0.5", 500},
    {"0.001", 1},  {"12.25", 12250}, {"00.1", 100}, {"0.0001", -1},
    {".5", -1},    {"1.", -1},       {"-1", -1},    {"1e3", -1},
    {"0.5.5", -1}, {"0,5", -1},      {"", -1},      {"9999999999", -1},
    {" 1", -1},    {"1 ", -1},       {"0x1", -1},   {"1.2a", -1},
};

START_TEST(decimals_are_read_in_thousandths)
{
    int64_t milli = -2;
    struct am_err err;

    int result = am_parse_milli(decimals[_i].text, &milli, &err);
    ck_assert_msg(result == (decimals[_i].milli < 0 ? -1 : 0), "%s",
                  decimals[_i].text);
    ck_assert_msg(result < 0 || milli == decimals[_i].milli, "%s: %lld",
                  decimals[_i].text, (long long)milli);
}

END_TEST

static const struct {
    const char *text;
    int result;
    int64_t day;
} days[] = {
    {"1970-01-01", 0, 0},     {"1969-12-31", 0, -1},
    {"2000-02-29", 0, 11016}, {"2026-11-24", 0, 20781},
    {"2100-02-29", -1, 0},    {"2026-13-01", -1, 0},
    {"2026-1-1", -1, 0},      {"today", 0, 20781},
    {"yesterday", 0, 20780},  {"-7d", 0, 20774},
    {"2026-11-24T00", -1, 0}, {"", -1, 0},
};

START_TEST(days_are_read)
{
    int64_t day = 0;
    char text[AM_DAY_TEXT_SIZE];
    struct am_err err;

    ck_assert_int_eq(am_parse_day(days[_i].text, 20781, &day, &err),
                     days[_i].result);
    if (days[_i].result < 0)
        return;
    ck_assert_int_eq(day, days[_i].day);
    if (days[_i].text[0] == '1' || days[_i].text[0] == '2')
        ck_assert_str_eq(am_format_day(day, text), days[_i].text);
}

END_TEST

START_TEST(days_and_their_text_are_one_to_one)
{
    struct am_err err;

    for (int64_t day = -200000; day < 200000; day += 13) {
        char text[AM_DAY_TEXT_SIZE];
        int64_t again = 0;
        am_format_day(day, text);
        ck_assert_int_eq(am_parse_day(text, 0, &again, &err), 0);
        ck_assert_int_eq(again, day);
    }
    ck_assert_int_eq(am_day_of(-1), -1);
    ck_assert_int_eq(am_day_of(86400), 1);
}

END_TEST

static const struct {
    uint64_t size_bytes;
    enum am_unit_style style;
    const char *text;
} formats[] = {
    {0, AM_UNITS_SI, "0 B"},          {999, AM_UNITS_SI, "999 B"},
    {1000, AM_UNITS_SI, "1.00 kB"},   {274268, AM_UNITS_SI, "274 kB"},
    {999999, AM_UNITS_SI, "1.00 MB"}, {1386000000000, AM_UNITS_SI, "1.39 TB"},
    {1024, AM_UNITS_IEC, "1.00 KiB"}, {1024, AM_UNITS_RAW, "1024"},
};

START_TEST(sizes_are_written)
{
    char text[AM_SIZE_TEXT_SIZE];

    ck_assert_str_eq(
        am_format_size(formats[_i].size_bytes, formats[_i].style, text),
        formats[_i].text);
}

END_TEST

static const struct {
    double value;
    int digits;
    const char *text;
} digits[] = {
    {0, 2, "0"},       {0.0031272, 2, "0.0031"}, {9.96, 2, "10"},
    {1386, 2, "1400"}, {-63.2, 2, "-63"},        {0.5, 2, "0.50"},
    {99.6, 2, "100"},  {1.0 / 0.0, 2, "-"},
};

START_TEST(digits_are_significant)
{
    char text[32];

    ck_assert_str_eq(am_format_digits(digits[_i].value, digits[_i].digits, text,
                                      sizeof(text)),
                     digits[_i].text);
}

END_TEST

static const struct {
    int64_t span_s;
    const char *text;
} spans[] = {
    {0, "0 s"},         {119, "119 s"},       {120, "2 min"},
    {7199, "119 min"},  {7200, "2.0 h"},      {9000, "2.5 h"},
    {172799, "48.0 h"}, {172800, "2.0 days"}, {31536000, "365.0 days"},
};

START_TEST(a_span_is_in_the_unit_that_reads_best)
{
    char text[AM_SPAN_TEXT_SIZE];

    ck_assert_str_eq(am_format_span(spans[_i].span_s, text), spans[_i].text);
}

END_TEST

START_TEST(a_buffer_stops_at_its_limit)
{
    struct am_buf buf;
    struct am_err err;

    am_buf_init(&buf, 100);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(am_buf_add(&buf, "0123456789", 10, &err), 0);
    ck_assert_int_eq(am_buf_add(&buf, "x", 1, &err), -1);
    ck_assert_int_eq(err.code, AM_EFULL);
    ck_assert_uint_eq(buf.size, 100);
    ck_assert_int_eq(memcmp(buf.data + 90, "0123456789", 10), 0);
    am_buf_free(&buf);
}

END_TEST

START_TEST(an_error_is_one_line)
{
    struct am_err err;

    ck_assert_int_eq(am_fail(&err, AM_EINVAL, "a\nb\x1b[31mc"), -1);
    ck_assert_str_eq(err.text, "a?b?[31mc");
    ck_assert_int_eq(am_fail(NULL, AM_EINVAL, "nobody listens"), -1);
}

END_TEST

static const struct {
    const char *name, *text, *digits;
    int result;
} hexes[] = {
    {"small", "00ff1a", AM_HEX_SMALL, 0},
    {"capital", "00FF1A", AM_HEX_CAPITAL, 0},
    {"what is behind", "00ff1a-3", AM_HEX_SMALL, 0},
    {"a digit more", "00ff1a3", AM_HEX_SMALL, 0},
    {"a digit less", "00ff1", AM_HEX_SMALL, -1},
    {"nothing", "", AM_HEX_SMALL, -1},
    {"the other letters", "00FF1A", AM_HEX_SMALL, -1},
    {"one of the other letters", "00ff1A", AM_HEX_SMALL, -1},
    {"the other letters, capital", "00ff1a", AM_HEX_CAPITAL, -1},
    {"no digit", "00fg1a", AM_HEX_SMALL, -1},
    {"a blank", "00 ff1a", AM_HEX_SMALL, -1},
};

START_TEST(hexadecimal_is_read_and_written)
{
    static const unsigned char wanted[] = {0x00, 0xff, 0x1a};
    unsigned char bytes[3];
    char text[7];

    int result = am_hex_read(hexes[_i].text, hexes[_i].digits, bytes, 3);
    ck_assert_msg(result == hexes[_i].result, "%s", hexes[_i].name);
    if (result < 0)
        return;
    ck_assert_mem_eq(bytes, wanted, 3);
    ck_assert_ptr_eq(am_hex_write(bytes, 3, text), text);
    ck_assert_str_eq(text, "00ff1a");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("base");
    TCase *tcase = tcase_create("base");

    tcase_add_loop_test(tcase, sizes_are_read, 0, ROWS(sizes));
    tcase_add_loop_test(tcase, durations_are_read, 0, ROWS(durations));
    tcase_add_loop_test(tcase, decimals_are_read_in_thousandths, 0,
                        ROWS(decimals));
    tcase_add_loop_test(tcase, days_are_read, 0, ROWS(days));
    tcase_add_test(tcase, days_and_their_text_are_one_to_one);
    tcase_add_loop_test(tcase, sizes_are_written, 0, ROWS(formats));
    tcase_add_loop_test(tcase, digits_are_significant, 0, ROWS(digits));
    tcase_add_loop_test(tcase, a_span_is_in_the_unit_that_reads_best, 0,
                        ROWS(spans));
    tcase_add_loop_test(tcase, hexadecimal_is_read_and_written, 0, ROWS(hexes));
    tcase_add_test(tcase, a_buffer_stops_at_its_limit);
    tcase_add_test(tcase, an_error_is_one_line);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
