/*
 * test_nomem - no memory, at every allocation of the measuring in turn, and for
 * the settings.
 *
 * malloc(), calloc() and realloc() are replaced here.  The n-th call fails, for
 * n = 1, 2, ...: each time the work must fail with AM_ENOMEM, give back what it
 * had (the address sanitizer sees to that), and work again afterwards.
 */
#define _GNU_SOURCE /* NOLINT: RTLD_NEXT */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "meter/measure.h"
#include "meter/meter.h"
#include "suite.h"

#define DEEP 20 /* multiparts in each other */

static unsigned long left;     /* calls until one fails; 0: none will */
static bool failed;            /* one did */
static size_t most = SIZE_MAX; /* bytes; a larger block is not had */

static bool fails(void)
{
    if (left == 0 || --left > 0)
        return false;
    failed = true;
    return true;
}

/* The C library's own, which the functions here stand before. */
static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

void *malloc(size_t size)
{
    static void *(*real)(size_t);

    if (real == NULL)
        *(void **)&real = next("malloc");
    return fails() || size > most ? NULL : real(size);
}

void *calloc(size_t nmemb, size_t size)
{
    static void *(*real)(size_t, size_t);

    if (real == NULL)
        *(void **)&real = next("calloc");
    return fails() ? NULL : real(nmemb, size);
}

void *realloc(void *ptr, size_t size)
{
    static void *(*real)(void *, size_t);

    if (real == NULL)
        *(void **)&real = next("realloc");
    return fails() || size > most ? NULL : real(ptr, size);
}

static char message[8192];

/* Deep, with long fields, boundaries cut by chunks, and encoded messages. */
static void write_message(void)
{
    size_t used = 0;

    used += (size_t)snprintf(message, sizeof(message),
                             "Message-ID: <a@example.org>\n");
    for (unsigned i = 0; i < DEEP; i++) {
        used += (size_t)snprintf(
            message + used, sizeof(message) - used,
            "Content-Type: multipart/mixed; boundary=%060u\n\n--%060u\n", i, i);
    }
    used += (size_t)snprintf(
        message + used, sizeof(message) - used,
        "Content-Type: application/pdf;\n name=\"%0500u\"\n\n--%060uno\n"
        "--%060u\nContent-Type: message/rfc822\n"
        "Content-Transfer-Encoding: base64\n\n"
        /* message/rfc822 in base64, with application/pdf */
        "Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMgpDb250ZW50LVRyYW5zZmVyLUVuY29k"
        "\naW5nOiBiYXNlNjQKClEyOXVkR1Z1ZEMxVWVYQmxPaUJoY0hCc2FXTmhkR2x2Ymk5d1"
        "pHWUtDbmdLCg==\n",
        1U, DEEP - 1U, DEEP - 1U);
    ck_assert_uint_lt(used, sizeof(message));
}

static int count_part(void *context, const struct am_part *part,
                      struct am_err *err)
{
    (void)err;
    *(unsigned *)context += part->digested;
    return 0;
}

static int feed(struct am_meter *meter, size_t step, struct am_err *err)
{
    size_t size = strlen(message);

    for (size_t i = 0; i < size; i += step) {
        size_t n = size - i < step ? size - i : step;
        if (am_meter_feed(meter, message + i, n, err) < 0)
            return -1;
    }
    return 0;
}

static int run_meter(size_t step, struct am_err *err)
{
    struct am_meter *meter = NULL;
    struct am_summary summary;
    unsigned count = 0;

    if (am_meter_create(&meter, NULL, count_part, &count, err) < 0)
        return -1;
    int result = feed(meter, step, err);
    if (result == 0)
        result = am_meter_finish(meter, &summary, err);
    left = 0;
    if (result < 0) {
        struct am_err why;
        am_meter_reset(meter);
        count = 0;
        ck_assert_int_eq(feed(meter, step, &why), 0);
        ck_assert_int_eq(am_meter_finish(meter, &summary, &why), 0);
    }
    ck_assert_uint_eq(count, 2);
    am_meter_destroy(&meter);
    return result;
}

static int run_meter_by_bytes(struct am_err *err)
{
    return run_meter(1, err);
}

static int run_meter_whole(struct am_err *err)
{
    return run_meter(sizeof(message), err);
}

static int run_rules(struct am_err *err)
{
    static const char *const domains[] = {"example.org", "example.net", NULL};
    static const char *const networks[] = {"192.0.2.0/24", "2001:db8::/32",
                                           NULL};
    static const char *const mailers[] = {"local", NULL};
    static const char *const senders[] = {"a@example.org", NULL};
    const struct am_rules_source source = {
        .local_domains = domains,
        .local_mailers = mailers,
        .trusted_networks = networks,
        .submission_ports = mailers,
        .no_sent_senders = senders,
    };
    struct am_rules *rules = NULL;

    if (am_rules_create(&rules, &source, err) < 0)
        return -1;
    am_rules_destroy(&rules);
    return 0;
}

static struct am_key *key;
static struct am_rules *rules;

static int run_key(struct am_err *err)
{
    unsigned char id[AM_KEY_ID_SIZE];
    struct am_key *new = NULL;

    if (am_key_random(&new, err) < 0)
        return -1;
    int result = am_key_id(new, id, err);
    am_key_close(&new);
    return result;
}

static int take_mail(struct am_measure *measure, struct am_err *err)
{
    const struct am_sender sender = {.address = "<a@example.org>"};
    const struct am_record *record = NULL;
    static const unsigned char run[AM_SHORT_KEY];

    if (am_measure_begin(measure, &sender, err) < 0)
        return -1;
    for (int i = 0; i < 40; i++) {
        char address[40];
        const struct am_rcpt rcpt = {.address = address};
        snprintf(address, sizeof(address), "<b%d@example.%s>", i,
                 i % 2 == 0 ? "org" : "com");
        if (am_measure_recipient(measure, &rcpt, err) < 0)
            return -1;
    }
    if (am_measure_feed(measure, message, strlen(message), err) < 0)
        return -1;
    return am_measure_finish(measure, 1795500000, run, &record, err);
}

static int run_measure(struct am_err *err)
{
    const struct am_measure_setup with = {.key = key, .rules = rules};
    struct am_measure *measure = NULL;

    if (am_measure_create(&measure, &with, err) < 0)
        return -1;
    int result = take_mail(measure, err);
    if (result < 0) {
        struct am_err why;
        left = 0;
        ck_assert_int_eq(take_mail(measure, &why), 0);
    }
    am_measure_destroy(&measure);
    return result;
}

static const struct {
    const char *name;
    int (*run)(struct am_err *err);
    unsigned long least; /* allocations that there are at least */
} rows[] = {
    {"the meter, byte by byte", run_meter_by_bytes, 20},
    {"the meter, a message at once", run_meter_whole, 20},
    {"the rules", run_rules, 5},
    {"the key", run_key, 5},
    {"the measure", run_measure, 30},
};

START_TEST(without_memory_it_fails_and_goes_on)
{
    const struct am_rules_source source = {0};
    struct am_err err;
    unsigned long n = 1;

    write_message();
    ck_assert_int_eq(am_key_random(&key, &err), 0);
    ck_assert_int_eq(am_rules_create(&rules, &source, &err), 0);
    ck_assert_int_eq(rows[_i].run(&err), 0); /* OpenSSL is ready now */
    do {
        failed = false;
        left = n++;
        int result = rows[_i].run(&err);
        left = 0;
        /* OpenSSL goes on without some of what it asks for. */
        ck_assert_msg(result == 0 || (failed && err.code == AM_ENOMEM),
                      "%s, call %lu: %s", rows[_i].name, n, err.text);
    } while (failed);
    ck_assert_msg(n > rows[_i].least, "%s: %lu calls", rows[_i].name, n);
    am_rules_destroy(&rules);
    am_key_close(&key);
}

END_TEST

/* libconfuse would end the process for want of it: it is not even called. */
START_TEST(settings_want_memory_before_they_are_read)
{
    char path[] = "/tmp/am-nomem-XXXXXX";
    struct am_config *config = NULL;
    struct am_err err;
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    close(fd);
    most = 100000;
    int result = am_config_open(&config, path, &err);
    most = SIZE_MAX;
    ck_assert_int_eq(result, -1);
    ck_assert_int_eq(err.code, AM_ENOMEM);
    ck_assert_int_eq(am_config_open(&config, path, &err), 0);
    am_config_close(&config);
    unlink(path);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("nomem");
    TCase *tcase = tcase_create("nomem");

    tcase_add_loop_test(tcase, without_memory_it_fails_and_goes_on, 0,
                        ROWS(rows));
    tcase_add_test(tcase, settings_want_memory_before_they_are_read);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
