/*
 * settings - from the configuration file to what each part of the daemon takes.
 * Translates and checks nothing: base/config.h has checked.
 */
#ifndef AM_MILTER_SETTINGS_H
#define AM_MILTER_SETTINGS_H

#include "base/config.h"
#include "meter/meter.h"
#include "recorder.h"
#include "spool/spool.h"

struct am_limits am_settings_limits(const struct am_settings *settings);
struct am_spool_options am_settings_spool(const struct am_settings *settings);
struct am_recorder_terms am_settings_recorder(
    const struct am_settings *settings);

#endif
