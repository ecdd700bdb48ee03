/*
 * test_filter - the milter's callbacks called as libmilter calls them, but with
 * functions of this file for libmilter's: moments that a real one meets by
 * chance only.  What it gives for content is tested by e2e.
 */
#include <libmilter/mfapi.h>

#include "../milter/door.h"
#include "../milter/filter.h"
#include "spool/spool.h"
#include "suite.h"
#include "tempdir.h"

struct smfi_str {
    void *private;
};

static struct smfiDesc filter;
static char dir[TEMP_PATH_SIZE];
static struct am_err err;

int smfi_register(smfiDesc_str description)
{
    filter = description;
    return MI_SUCCESS;
}

int smfi_setpriv(SMFICTX *ctx, void *data)
{
    ctx->private = data;
    return MI_SUCCESS;
}

void *smfi_getpriv(SMFICTX *ctx)
{
    return ctx->private;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): libmilter's */
char *smfi_getsymval(SMFICTX *ctx, char *name)
{
    (void)ctx;
    (void)name;
    return NULL;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): libmilter's */
int smfi_setsymlist(SMFICTX *ctx, int stage, char *names)
{
    (void)ctx;
    (void)stage;
    (void)names;
    return MI_SUCCESS;
}

static bool broken;

bool am_door_has_broken(void)
{
    return broken;
}

static struct am_spool *begin(void)
{
    static struct am_session_setup setup;
    const struct am_spool_options options = {1U << 20, 1U << 16};

    tempdir_make(dir);
    ck_assert_int_eq(am_spool_open(&setup.spool, dir, &options, &err), 0);
    ck_assert_int_eq(am_filter_start(&setup, &err), 0);
    return setup.spool;
}

static void negotiate(SMFICTX *ctx)
{
    unsigned long out[4];

    ck_assert_int_eq(filter.xxfi_negotiate(ctx, SMFIF_SETSYMLIST, 0, 0, 0, out,
                                           out + 1, out + 2, out + 3),
                     SMFIS_CONTINUE);
}

static void close_all(struct smfi_str *connections, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        ck_assert_int_eq(filter.xxfi_close(&connections[i]), SMFIS_CONTINUE);
        /* libmilter complains of a pointer that is left */
        ck_assert_ptr_null(connections[i].private);
    }
}

/* Sessions that libmilter closes when the stop is over: nothing is touched, and
 * nothing is out of reach for a sanitizer that looks for leaks. */
START_TEST(closed_after_the_stop)
{
    struct smfi_str connections[3] = {{NULL}, {NULL}, {NULL}};
    struct am_spool *spool = begin();

    for (unsigned i = 0; i < 3; i++)
        negotiate(&connections[i]);
    close_all(connections, 1);
    ck_assert_uint_eq(am_filter_stop(0), 0);
    am_spool_close(&spool);
    tempdir_remove(dir);
    close_all(connections + 1, 2);
}

END_TEST

/* A peer that connects when the stop is over has no session. */
START_TEST(opened_after_the_stop)
{
    struct smfi_str connection = {NULL};
    struct am_spool *spool = begin();
    char *args[] = {NULL};

    ck_assert_uint_eq(am_filter_stop(0), 0);
    am_spool_close(&spool);
    tempdir_remove(dir);
    negotiate(&connection);
    ck_assert_ptr_null(connection.private);
    ck_assert_int_eq(filter.xxfi_envfrom(&connection, args), SMFIS_NOREPLY);
    ck_assert_int_eq(filter.xxfi_eom(&connection), SMFIS_CONTINUE);
    close_all(&connection, 1);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("filter");
    TCase *tcase = tcase_create("filter");

    tcase_add_test(tcase, closed_after_the_stop);
    tcase_add_test(tcase, opened_after_the_stop);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
