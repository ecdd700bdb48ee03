/*
 * noop - a milter that does nothing: what libmilter costs by itself, to be held
 * beside attachmeterd.
 *
 *   noop quiet|default SOCKET
 *
 * "quiet" leaves out the steps and the replies that attachmeterd leaves out;
 * "default" negotiates nothing, as most milters do: every step, every reply.
 * Stays in the foreground until a signal ends it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>

/* The same as in milter/filter.c; e2e/load.c compares what both negotiate. */
#define STEPS                                                       \
 (SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NOUNKNOWN | SMFIP_NODATA | \
  SMFIP_NR_HDR | SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL |    \
  SMFIP_NR_RCPT | SMFIP_NR_DATA | SMFIP_NR_UNKN | SMFIP_NR_EOH |    \
  SMFIP_NR_BODY | SMFIP_HDR_LEADSPC)

static sfsistat answer = SMFIS_CONTINUE;

/* The parameters are libmilter's. */
/* NOLINTBEGIN(readability-function-size,readability-non-const-parameter) */
static sfsistat on_negotiate(SMFICTX *ctx, unsigned long actions,
                             unsigned long steps, unsigned long unused_2,
                             unsigned long unused_3, unsigned long *actions_out,
                             unsigned long *steps_out,
                             unsigned long *unused_2_out,
                             unsigned long *unused_3_out)
{
    (void)ctx;
    (void)actions;
    (void)unused_2;
    (void)unused_3;
    *actions_out = 0;
    *steps_out = STEPS & steps;
    *unused_2_out = 0;
    *unused_3_out = 0;
    return SMFIS_CONTINUE;
}

static sfsistat on_connect(SMFICTX *ctx, char *name, _SOCK_ADDR *address)
{
    (void)ctx;
    (void)name;
    (void)address;
    return answer;
}

static sfsistat on_word(SMFICTX *ctx, char *word)
{
    (void)ctx;
    (void)word;
    return answer;
}

static sfsistat on_unknown(SMFICTX *ctx, const char *command)
{
    (void)ctx;
    (void)command;
    return answer;
}

static sfsistat on_words(SMFICTX *ctx, char **words)
{
    (void)ctx;
    (void)words;
    return answer;
}

static sfsistat on_header(SMFICTX *ctx, char *name, char *value)
{
    (void)ctx;
    (void)name;
    (void)value;
    return answer;
}

static sfsistat on_step(SMFICTX *ctx)
{
    (void)ctx;
    return answer;
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *data, size_t size)
{
    (void)ctx;
    (void)data;
    (void)size;
    return answer;
}

static sfsistat on_end(SMFICTX *ctx)
{
    (void)ctx;
    return SMFIS_CONTINUE;
}

/* NOLINTEND(readability-function-size,readability-non-const-parameter) */

static struct smfiDesc describe(bool quiet)
{
    static char name[] = "noop";
    struct smfiDesc filter = {
        .xxfi_name = name,
        .xxfi_version = SMFI_VERSION,
        .xxfi_envfrom = on_words,
        .xxfi_envrcpt = on_words,
        .xxfi_header = on_header,
        .xxfi_eoh = on_step,
        .xxfi_body = on_body,
        .xxfi_eom = on_end,
        .xxfi_abort = on_end,
        .xxfi_close = on_end,
    };

    if (quiet) {
        filter.xxfi_negotiate = on_negotiate;
    } else {
        filter.xxfi_connect = on_connect;
        filter.xxfi_helo = on_word;
        filter.xxfi_data = on_step;
        filter.xxfi_unknown = on_unknown;
    }
    return filter;
}

int main(int argc, char **argv)
{
    bool quiet = argc == 3 && strcmp(argv[1], "quiet") == 0;
    struct rlimit limit;

    if (argc != 3 || (!quiet && strcmp(argv[1], "default") != 0)) {
        fputs("usage: noop quiet|default SOCKET\n", stderr);
        return 2;
    }
    if (quiet)
        answer = SMFIS_NOREPLY;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    umask(007);
    if (smfi_setconn(argv[2]) != MI_SUCCESS ||
        smfi_register(describe(quiet)) != MI_SUCCESS ||
        smfi_main() != MI_SUCCESS) {
        fprintf(stderr, "noop: cannot serve %s\n", argv[2]);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
