/*
 * settings - from the configuration file to what each part of the daemon takes.
 * Translates and checks nothing: base/config.h has checked.
 */
#ifndef AM_MILTER_SETTINGS_H
#define AM_MILTER_SETTINGS_H

#include "base/config.h"
#include "keeper.h"
#include "meter/meter.h"
#include "spool/spool.h"
#include "store/ingest.h"

/* The texts of the results are those of settings. */
struct am_limits am_settings_limits(const struct am_settings *settings);
struct am_spool_options am_settings_spool(const struct am_settings *settings);
struct am_ingest_options am_settings_ingest(const struct am_settings *settings);
struct am_keeper_setup am_settings_keeper(const struct am_settings *settings);

#endif
