/*
 * gather - what a fleet knows, brought into a file, with questions about so few
 * rows each that there are many pieces even of a test's mail.
 *
 * usage: e2e_gather CONFIG PIECE_ROWS FROM_DAY UNTIL_DAY OUT.db
 * Days since 1970-01-01.  Makes no report of it.
 */
#include "fleet/gather.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/config.h"

static unsigned answered;

static void count(void *context, unsigned done, unsigned total)
{
    (void)context;
    (void)total;
    answered = done;
}

static int gather(const struct am_settings *settings, char **argv,
                  struct am_err *err)
{
    const struct am_gather_request request = {
        .detail_days = settings->detail_days,
        .delivery_limit = settings->delivery_limit,
        .store_partitions = settings->store_partitions,
        .piece_rows = strtol(argv[2], NULL, 10),
        .sums_from_day = strtol(argv[3], NULL, 10),
        .sums_until_day = strtol(argv[4], NULL, 10),
        .from_day = strtol(argv[3], NULL, 10),
        .until_day = strtol(argv[4], NULL, 10),
        .tell = count,
    };
    struct am_store *store = NULL;
    struct am_fleet fleet;

    if (am_fleet_open(&fleet, settings, err) < 0)
        return -1;
    int result = am_store_open(&store, argv[5], err);
    if (result == 0)
        result = am_fleet_gather(&fleet, &request, store, err);
    am_store_close(&store);
    am_fleet_close(&fleet);
    return result;
}

int main(int argc, char **argv)
{
    struct am_config *config = NULL;
    struct am_err err;

    if (argc != 6) {
        fputs("usage: e2e_gather CONFIG PIECE_ROWS FROM_DAY UNTIL_DAY OUT.db\n",
              stderr);
        return EXIT_FAILURE;
    }
    int result = am_config_open(&config, argv[1], &err);
    if (result == 0)
        result = gather(am_config_settings(config), argv, &err);
    am_config_close(&config);
    if (result < 0) {
        fprintf(stderr, "gather: %s\n", err.text);
        return EXIT_FAILURE;
    }
    printf("%u\n", answered);
    return EXIT_SUCCESS;
}
