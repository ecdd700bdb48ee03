/*
 * from - `--from`: a fleet in the place of the database of a relay.
 *
 * What a view reads is brought into a database in memory (fleet/gather.h), from
 * which it is made as ever.
 */
#ifndef AM_CLI_FROM_H
#define AM_CLI_FROM_H

#include "cli/viewing.h"

/*
 * Open the fleet that viewing->from names ("fleet": the configured one, or
 * "clickhouse://HOST:PORT,HOST:PORT/DATABASE", a host a shard) as input->store,
 * telling how far it is; or say why not.  What the view says that it reads of
 * input->period is there.
 */
AM_MUST_CHECK int am_from_open(const struct am_viewing *viewing,
                               const struct am_view *view,
                               struct am_viewing_input *input);

#endif
