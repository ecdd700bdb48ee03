/* factor - see factor.h.  The JSON is read by factor_file. */
#include "carbon/factor.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/evp.h>

#include "base/buf.h"
#include "base/files.h"
#include "base/hex.h"
#include "base/language.h"
#include "carbon/factor_file.h"

#define FILE_SIZE_MAX 4000000

/* What a factor may not be, beside negative. */
enum bound {
    BOUND_NONE,
    BOUND_SHARE,    /* over 1 */
    BOUND_POSITIVE, /* 0: it is divided by */
    BOUND_FILL,     /* both */
    BOUND_OVER_ONE  /* below 1 */
};

static const struct {
    const char *id;
    enum bound bound;
} known[AM_FACTOR_COUNT] = {
    [AM_FACTOR_CLIENT_CACHE_COPIES] = {"client.cache_copies", BOUND_NONE},
    [AM_FACTOR_CLIENT_EMBODIED] = {"client.embodied_kg_per_tb_year",
                                   BOUND_NONE},
    [AM_FACTOR_GRID] = {"grid", BOUND_NONE},
    [AM_FACTOR_HDD_EMBODIED] = {"hdd.embodied_kg_per_tb", BOUND_NONE},
    [AM_FACTOR_HDD_EMBODIED_OVERHEAD] = {"hdd.embodied_overhead", BOUND_NONE},
    [AM_FACTOR_HDD_WATTS] = {"hdd.watts_per_tb", BOUND_NONE},
    [AM_FACTOR_HW_LIFETIME] = {"hw.lifetime_years", BOUND_POSITIVE},
    [AM_FACTOR_HW_REFURB_EMBODIED] = {"hw.refurb_embodied_ratio", BOUND_NONE},
    [AM_FACTOR_HW_REFURB_LIFETIME] = {"hw.refurb_lifetime_years",
                                      BOUND_POSITIVE},
    [AM_FACTOR_HW_REFURB_SHARE] = {"hw.refurb_share", BOUND_SHARE},
    [AM_FACTOR_MAIL_DELIVERED_SHARE] = {"mail.delivered_share", BOUND_SHARE},
    [AM_FACTOR_MAIL_DOWNLOADS] = {"mail.downloads_per_copy", BOUND_NONE},
    [AM_FACTOR_MAIL_EXPANSION] = {"mail.expansion", BOUND_NONE},
    [AM_FACTOR_MAIL_RETENTION] = {"mail.retention_years", BOUND_NONE},
    [AM_FACTOR_MAIL_SENT_COPIES] = {"mail.sent_copies", BOUND_NONE},
    [AM_FACTOR_MAIL_SIS_SHARE] = {"mail.sis_share", BOUND_SHARE},
    [AM_FACTOR_MAIL_STORE_RATIO] = {"mail.store_ratio", BOUND_NONE},
    [AM_FACTOR_NET_EMBODIED] = {"net.embodied_kg_per_gb", BOUND_NONE},
    [AM_FACTOR_NET_ENERGY] = {"net.kwh_per_gb", BOUND_NONE},
    [AM_FACTOR_SHARED_LINK_BYTES] = {"shared.link_bytes", BOUND_NONE},
    [AM_FACTOR_SHARED_OPEN_RATE] = {"shared.open_rate", BOUND_NONE},
    [AM_FACTOR_SHARED_RETENTION_RATIO] = {"shared.retention_ratio", BOUND_NONE},
    [AM_FACTOR_SHARED_SYNC_SHARE] = {"shared.sync_share", BOUND_SHARE},
    [AM_FACTOR_SHARED_VERSION_FACTOR] = {"shared.version_factor", BOUND_NONE},
    [AM_FACTOR_SSD_EMBODIED] = {"ssd.embodied_kg_per_tb", BOUND_NONE},
    [AM_FACTOR_SSD_EMBODIED_OVERHEAD] = {"ssd.embodied_overhead", BOUND_NONE},
    [AM_FACTOR_SSD_WATTS] = {"ssd.watts_per_tb", BOUND_NONE},
    [AM_FACTOR_STORAGE_BACKUP_COPIES] = {"storage.backup_copies", BOUND_NONE},
    [AM_FACTOR_STORAGE_POWER_OVERHEAD] = {"storage.power_overhead", BOUND_NONE},
    [AM_FACTOR_STORAGE_PUE] = {"storage.pue", BOUND_OVER_ONE},
    [AM_FACTOR_STORAGE_REPLICATION] = {"storage.replication", BOUND_NONE},
    [AM_FACTOR_STORAGE_SSD_SHARE] = {"storage.ssd_share", BOUND_SHARE},
    [AM_FACTOR_STORAGE_UTILISATION] = {"storage.utilisation", BOUND_FILL},
};

const char *am_factor_name(enum am_factor_id id)
{
    return known[id].id;
}

enum am_factor_id am_factor_find(const char *name)
{
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++) {
        if (strcmp(known[i].id, name) == 0)
            return (enum am_factor_id)i;
    }
    return AM_FACTOR_COUNT;
}

const char *am_factor_status_name(enum am_factor_status status)
{
    static const char *const names[] = {
        [AM_FACTOR_DEFAULT] = N_("default"),
        [AM_FACTOR_FILE] = N_("file"),
        [AM_FACTOR_MEASURED] = N_("measured"),
        [AM_FACTOR_CONFIG] = N_("config"),
        [AM_FACTOR_OPTION] = N_("option"),
    };
    return names[status];
}

/* What is wrong with one value of the factor, or NULL. */
static const char *flaw_of(enum bound bound, double value)
{
    if (!isfinite(value))
        return "is not finite";
    if (value < 0)
        return "is below 0";
    if (bound == BOUND_OVER_ONE && value < 1)
        return "is below 1";
    if ((bound == BOUND_POSITIVE || bound == BOUND_FILL) && value <= 0)
        return "is not over 0";
    if ((bound == BOUND_SHARE || bound == BOUND_FILL) && value > 1)
        return "is over 1";
    return NULL;
}

int am_factor_check(enum am_factor_id id, const struct am_interval *value,
                    struct am_err *err)
{
    const struct {
        const char *name;
        double value;
    } ends[] = {
        {"low", value->low},
        {"central", value->central},
        {"high", value->high},
    };

    for (size_t i = 0; i < 3; i++) {
        const char *flaw = flaw_of(known[id].bound, ends[i].value);
        if (flaw != NULL) {
            return am_fail(err, AM_EINVAL, "%s: %s %g %s", known[id].id,
                           ends[i].name, ends[i].value, flaw);
        }
    }
    if (value->low > value->central || value->central > value->high) {
        return am_fail(err, AM_EINVAL,
                       "%s: %g, %g, %g are not low <= central <= high",
                       known[id].id, value->low, value->central, value->high);
    }
    return 0;
}

/* The factor's bounds are those of its file, so a set value is checked by the
 * same rules; a configuration gives way to an option whatever the order. */
static void put(struct am_factor *factor, const struct am_interval *value,
                enum am_factor_status status, const char *source)
{
    if (status < factor->status)
        return;
    factor->value = *value;
    factor->status = status;
    factor->source = source;
}

/* One number at *text, which is moved behind it.  What strtod() allows beyond
 * is not a quantity: white space, hexadecimal, infinity. */
static int read_number(const char **text, double *value)
{
    size_t size = strspn(*text, "0123456789.eE+-");
    char *end = NULL;

    *value = strtod(*text, &end);
    if (size == 0 || end != *text + size || !isfinite(*value))
        return -1;
    *text = end;
    return 0;
}

static int read_values(const char *text, struct am_interval *value)
{
    double numbers[3] = {0};
    size_t count = 0;

    for (;;) {
        if (count == 3 || read_number(&text, &numbers[count]) < 0)
            return -1;
        count++;
        if (*text != ',')
            break;
        text++;
    }
    if (*text != '\0' || count == 2)
        return -1;
    *value = count == 1
                 ? (struct am_interval){numbers[0], numbers[0], numbers[0]}
                 : (struct am_interval){numbers[0], numbers[1], numbers[2]};
    return 0;
}

int am_factor_parse(const char *text, enum am_factor_id *id,
                    struct am_interval *value, struct am_err *err)
{
    const char *equals = strchr(text, '=');
    char name[64];

    if (equals == NULL || (size_t)(equals - text) >= sizeof(name)) {
        return am_fail(err, AM_EINVAL,
                       "'%.80s': write id=value or id=low,central,high", text);
    }
    snprintf(name, sizeof(name), "%.*s", (int)(equals - text), text);
    *id = am_factor_find(name);
    if (*id == AM_FACTOR_COUNT) {
        return am_fail(err, AM_EINVAL, "'%s': no such factor%s", name,
                       strncmp(name, "grid.", 5) == 0
                           ? "; choose a country, or write grid=value"
                           : "; 'attachmeter factors' lists them");
    }
    if (read_values(equals + 1, value) < 0) {
        return am_fail(err, AM_EINVAL,
                       "%s: '%.80s' is neither a value nor low,central,high",
                       name, equals + 1);
    }
    return am_factor_check(*id, value, err);
}

int am_factors_set(struct am_factors *factors, const char *text,
                   enum am_factor_status status, struct am_err *err)
{
    enum am_factor_id found = AM_FACTOR_COUNT;
    struct am_interval value;

    if (am_factor_parse(text, &found, &value, err) < 0)
        return -1;
    put(&factors->factor[found], &value, status,
        status == AM_FACTOR_OPTION ? "set on the command line"
                                   : "set in the configuration");
    if (found == AM_FACTOR_GRID) {
        factors->grid = NULL;
        factors->grid_year = 0;
        factors->grid_is_fallback = false;
    }
    return 0;
}

int am_factors_measure(struct am_factors *factors, enum am_factor_id id,
                       double value, const char *source, struct am_err *err)
{
    struct am_interval measured = {value, value, value};

    if (am_factor_check(id, &measured, err) < 0)
        return -1;
    put(&factors->factor[id], &measured, AM_FACTOR_MEASURED, source);
    return 0;
}

const struct am_grid *am_factors_find_grid(const struct am_factors *factors,
                                           const char *country)
{
    for (size_t i = 0; i < factors->grid_count; i++) {
        if (strcasecmp(factors->grids[i].country, country) == 0)
            return &factors->grids[i];
    }
    return NULL;
}

void am_factors_use_grid(struct am_factors *factors, const char *country,
                         int year)
{
    struct am_factor *factor = &factors->factor[AM_FACTOR_GRID];
    if (factor->status > AM_FACTOR_FILE)
        return;

    const struct am_grid *grid =
        am_factors_find_grid(factors, country != NULL ? country : "WORLD");
    factors->grid_is_fallback = grid == NULL;
    if (grid == NULL)
        grid = am_factors_find_grid(factors, "WORLD");
    if (grid == NULL) /* no factor file was read */
        return;
    const struct am_grid_year *used = &grid->years[0];
    for (size_t i = 1; i < grid->year_count; i++) {
        if (grid->years[i].year <= year)
            used = &grid->years[i];
    }
    factors->grid = grid;
    factors->grid_year = used->year;
    factor->group = "grid";
    factor->unit = grid->unit;
    factor->source = grid->source;
    factor->note = grid->note;
    factor->year = used->year;
    factor->value = (struct am_interval){
        used->g_per_kwh * factors->grid_low_multiplier, used->g_per_kwh,
        used->g_per_kwh * factors->grid_high_multiplier};
}

const struct am_benchmark *am_factors_find_benchmark(
    const struct am_factors *factors, const char *id)
{
    for (size_t i = 0; i < factors->benchmark_count; i++) {
        if (strcmp(factors->benchmarks[i].id, id) == 0)
            return &factors->benchmarks[i];
    }
    return NULL;
}

static int digest(struct am_factors *factors, const void *data, size_t size,
                  struct am_err *err)
{
    unsigned char sha256[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    if (EVP_Digest(data, size, sha256, &length, EVP_sha256(), NULL) != 1)
        return am_fail(err, AM_ENOMEM, "SHA-256 is not available");
    am_hex_write(sha256, length, factors->sha256);
    return 0;
}

static int load_text(struct am_factors *factors,
                     const struct am_factor_text *text,
                     enum am_factor_status status, struct am_err *err)
{
    if (am_factor_file_parse(factors, text, err) < 0 ||
        digest(factors, text->data, text->size, err) < 0)
        return -1;
    for (size_t i = 0; i < AM_FACTOR_COUNT; i++)
        factors->factor[i].status = status;
    am_factors_use_grid(factors, "WORLD", INT_MAX);
    return 0;
}

int am_factors_check(struct am_factors *factors, const char *path,
                     am_factors_flaw_fn *on_flaw, void *context,
                     struct am_err *err)
{
    struct am_factor_text text = {
        "built-in factors", (const char *)am_factor_file_builtin,
        am_factor_file_builtin_size, on_flaw, context};
    enum am_factor_status status = AM_FACTOR_DEFAULT;
    struct am_buf file;
    int result = 0;

    *factors = (struct am_factors){0};
    am_buf_init(&file, FILE_SIZE_MAX);
    if (path != NULL && *path != '\0') {
        result = am_file_read(path, &file, err);
        text.name = path;
        text.data = (const char *)file.data;
        text.size = file.size;
        status = AM_FACTOR_FILE;
    }
    if (result == 0)
        result = load_text(factors, &text, status, err);
    am_buf_free(&file);
    if (result < 0)
        am_factors_free(factors);
    return result;
}

int am_factors_load(struct am_factors *factors, const char *path,
                    struct am_err *err)
{
    return am_factors_check(factors, path, NULL, NULL, err);
}
