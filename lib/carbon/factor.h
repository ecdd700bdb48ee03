/*
 * factor - the numbers that turn bytes into kWh and kgCO2e: 32 factors and the
 * carbon intensity of a grid, each with low, central and high, unit, year and
 * source.
 *
 * They come from a factor file (JSON, schema "attachmeter-factors/1"); the one
 * of the release, conf/factors.json, is built into the library.  There is no
 * default in the code: a file that lacks a factor is refused.  The file holds
 * the source of every number.  TB = 1e12 byte, GB = 1e9 byte, year = 8760 h.
 */
#ifndef AM_CARBON_FACTOR_H
#define AM_CARBON_FACTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "carbon/interval.h"

/*
 * In the order of their ids: sums over factors run in this order, so that two
 * implementations agree.  The comments give id and unit; a central 2 of
 * storage.replication means two raw copies of each logical byte.
 */
enum am_factor_id {
    AM_FACTOR_CLIENT_CACHE_COPIES,    /* copies kept by mail clients */
    AM_FACTOR_CLIENT_EMBODIED,        /* kgCO2e per TB and year */
    AM_FACTOR_GRID,                   /* "grid", gCO2e per kWh */
    AM_FACTOR_HDD_EMBODIED,           /* kgCO2e per raw TB */
    AM_FACTOR_HDD_EMBODIED_OVERHEAD,  /* ratio: enclosure and the rest */
    AM_FACTOR_HDD_WATTS,              /* W per raw TB */
    AM_FACTOR_HW_LIFETIME,            /* years */
    AM_FACTOR_HW_REFURB_EMBODIED,     /* ratio to new hardware */
    AM_FACTOR_HW_REFURB_LIFETIME,     /* years */
    AM_FACTOR_HW_REFURB_SHARE,        /* share of second-hand hardware */
    AM_FACTOR_MAIL_DELIVERED_SHARE,   /* share of copies that stay */
    AM_FACTOR_MAIL_DOWNLOADS,         /* downloads per copy */
    AM_FACTOR_MAIL_EXPANSION,         /* wire bytes / decoded bytes */
    AM_FACTOR_MAIL_RETENTION,         /* years */
    AM_FACTOR_MAIL_SENT_COPIES,       /* copies per message */
    AM_FACTOR_MAIL_SIS_SHARE,         /* share of copies the store links */
    AM_FACTOR_MAIL_STORE_RATIO,       /* stored bytes / wire bytes */
    AM_FACTOR_NET_EMBODIED,           /* kgCO2e per GB */
    AM_FACTOR_NET_ENERGY,             /* kWh per GB */
    AM_FACTOR_SHARED_LINK_BYTES,      /* bytes per link mail */
    AM_FACTOR_SHARED_OPEN_RATE,       /* downloads per recipient */
    AM_FACTOR_SHARED_RETENTION_RATIO, /* of shared to mail retention */
    AM_FACTOR_SHARED_SYNC_SHARE,      /* share of openers who sync */
    AM_FACTOR_SHARED_VERSION_FACTOR,  /* stored bytes / file bytes */
    AM_FACTOR_SSD_EMBODIED,           /* kgCO2e per raw TB */
    AM_FACTOR_SSD_EMBODIED_OVERHEAD,  /* ratio: enclosure and the rest */
    AM_FACTOR_SSD_WATTS,              /* W per raw TB */
    AM_FACTOR_STORAGE_BACKUP_COPIES,  /* full-size backups */
    AM_FACTOR_STORAGE_POWER_OVERHEAD, /* system power / drive power */
    AM_FACTOR_STORAGE_PUE,            /* site power / IT power, >= 1 */
    AM_FACTOR_STORAGE_REPLICATION,    /* raw copies of each byte */
    AM_FACTOR_STORAGE_SSD_SHARE,      /* share of bytes on flash */
    AM_FACTOR_STORAGE_UTILISATION,    /* share of bought bytes in use */
    AM_FACTOR_COUNT
};

/* Where a value comes from; a later one is never replaced by an earlier one,
 * but for measured: see am_factors_measure(). */
enum am_factor_status {
    AM_FACTOR_DEFAULT, /* the built-in file */
    AM_FACTOR_FILE,    /* a file the user named */
    AM_FACTOR_MEASURED,
    AM_FACTOR_CONFIG, /* set in the configuration */
    AM_FACTOR_OPTION  /* set on the command line */
};

/* group, unit, note and year are the file's, also where another value was set;
 * source is that of the value. */
struct am_factor {
    const char *id, *group, *unit, *source, *note;
    int year; /* of the source */
    struct am_interval value;
    enum am_factor_status status;
};

/* A grid's yearly mean, gCO2e per kWh. */
struct am_grid_year {
    int year;
    double g_per_kwh;
};

struct am_grid {
    const char *country; /* ISO 3166 alpha-3, "EU27" or "WORLD" */
    const char *name, *unit, *source, *note;
    struct am_grid_year *years; /* ascending */
    size_t year_count;
};

/* A figure published by others, to print beside ours.  Takes no part in the
 * model. */
struct am_benchmark {
    const char *id, *unit, *source;
    double value;
};

#define AM_FACTORS_SHA256_SIZE 65 /* hex digits and NUL */

/*
 * A plain struct: read it as you like, write only through the functions below.
 * The strings and tables belong to it until am_factors_free(); a copy by
 * assignment shares them (to try other values) and is not freed.
 */
struct am_factors {
    struct am_factor factor[AM_FACTOR_COUNT];
    const struct am_grid *grid; /* the one in use; NULL if "grid" was set */
    int grid_year;              /* the year of the series in use, or 0 */
    bool grid_is_fallback;      /* unknown country: WORLD in its place */
    struct am_grid *grids;      /* in the order of the file */
    size_t grid_count;
    double grid_low_multiplier, grid_high_multiplier;
    struct am_benchmark *benchmarks;
    size_t benchmark_count;
    const char *version;
    char sha256[AM_FACTORS_SHA256_SIZE]; /* of the bytes of the file */
    void *document;                      /* owns the strings */
    struct am_grid_year *series;         /* owns the years of all grids */
};

/*
 * Load the factor file at path; NULL or "": the one built in.  The grid is
 * WORLD's latest year until am_factors_use_grid().  On success *factors is the
 * caller's, to be freed with am_factors_free(); on failure it holds nothing.
 * Fails with AM_ENOTFOUND, AM_EACCESS, AM_EIO, AM_ENOMEM, AM_EFULL (over 4 MB),
 * or AM_EINVAL: "file: id: what is wrong".  Refused are: another schema; no
 * version; a missing, double or unknown id; a value that is not a number, not
 * finite or below 0; low > central or central > high; a share or a utilisation
 * over 1; a PUE below 1; a lifetime or a utilisation of 0; a factor without
 * unit or source; a grid row without a series; no row for WORLD.
 */
AM_MUST_CHECK int am_factors_load(struct am_factors *factors, const char *path,
                                  struct am_err *err);

/* "file: id: what is wrong" */
typedef void am_factors_flaw_fn(void *context, const char *flaw);

/*
 * The same, but a row that is refused is told and the next one read: on_flaw
 * hears each of them, and the call fails at the end.  What keeps the file from
 * being read at all (no such file, no JSON) is in *err only.
 */
AM_MUST_CHECK int am_factors_check(struct am_factors *factors, const char *path,
                                   am_factors_flaw_fn *on_flaw, void *context,
                                   struct am_err *err);

void am_factors_free(struct am_factors *factors);

/*
 * Use the grid of country (in any case; NULL: WORLD) in year: the latest year
 * of its series that is not after year, else the earliest.  Bounds are the
 * file's multipliers times the central value.  An unknown country takes WORLD
 * and sets grid_is_fallback; the caller must say so.  Nothing changes if "grid"
 * was set.
 */
void am_factors_use_grid(struct am_factors *factors, const char *country,
                         int year);

/*
 * Read "id=central" (one value: low = central = high) or "id=low,central,high";
 * id "grid" is the intensity of the grid in gCO2e/kWh.  The same bounds hold as
 * for the file.  Fails with AM_EINVAL, which names the id.
 */
AM_MUST_CHECK int am_factor_parse(const char *text, enum am_factor_id *id,
                                  struct am_interval *value,
                                  struct am_err *err);

/*
 * Set one factor from such a text.  status is AM_FACTOR_CONFIG or
 * AM_FACTOR_OPTION; a value from the configuration does not replace one from an
 * option.  Fails as am_factor_parse().
 */
AM_MUST_CHECK int am_factors_set(struct am_factors *factors, const char *text,
                                 enum am_factor_status status,
                                 struct am_err *err);

/*
 * Replace a factor by a measured value, which has no uncertainty; source says
 * of what it was measured and is kept, not copied.  What the administrator set
 * (configuration, option) stands: nothing changes then.  Fails with AM_EINVAL
 * if the value is outside the bounds of the factor.
 */
AM_MUST_CHECK int am_factors_measure(struct am_factors *factors,
                                     enum am_factor_id id, double value,
                                     const char *source, struct am_err *err);

/*
 * Is value allowed for the factor: finite, not below 0, low <= central <= high,
 * a share or a utilisation not over 1, a PUE not below 1, a lifetime or a
 * utilisation over 0?  Fails with AM_EINVAL: "id: what is wrong".
 */
AM_MUST_CHECK int am_factor_check(enum am_factor_id id,
                                  const struct am_interval *value,
                                  struct am_err *err);

/* The id as text ("storage.pue", "grid"). */
const char *am_factor_name(enum am_factor_id id);

/* The factor of that name, or AM_FACTOR_COUNT. */
enum am_factor_id am_factor_find(const char *name);

/* "default", "file", "measured", "config", "option". */
const char *am_factor_status_name(enum am_factor_status status);

/* The row of a country (in any case), or NULL. */
const struct am_grid *am_factors_find_grid(const struct am_factors *factors,
                                           const char *country);

/* The published figure of that id, or NULL. */
const struct am_benchmark *am_factors_find_benchmark(
    const struct am_factors *factors, const char *id);

#endif
