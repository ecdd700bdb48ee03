/* exposition - see exposition.h. */
#include "report/exposition.h"

#include <inttypes.h>

#define NANO UINT64_C(1000000000)

/* "_total" belongs to the sample in OpenMetrics, to the family in the other. */
static const char *suffix_of(const struct am_exposition_family *family)
{
    if (family->type == AM_EXPOSITION_COUNTER)
        return "_total";
    return family->type == AM_EXPOSITION_INFO ? "_info" : "";
}

void am_exposition_begin(struct am_exposition *exposition,
                         const struct am_exposition_family *family)
{
    static const char *const types[] = {"gauge", "counter", "histogram",
                                        "info"};
    const char *suffix = exposition->is_open ? "" : suffix_of(family);
    const char *type = types[family->type];

    if (!exposition->is_open && family->type == AM_EXPOSITION_INFO)
        type = types[AM_EXPOSITION_GAUGE];
    exposition->family = family;
    fprintf(exposition->out, "# HELP attachmeter_%s%s %s\n", family->name,
            suffix, family->help);
    fprintf(exposition->out, "# TYPE attachmeter_%s%s %s\n", family->name,
            suffix, type);
    if (exposition->is_open && family->unit != NULL) {
        fprintf(exposition->out, "# UNIT attachmeter_%s %s\n", family->name,
                family->unit);
    }
}

/* One label; both formats escape its value alike. */
static void put_label(FILE *out, char before, const char *name,
                      const char *value)
{
    fprintf(out, "%c%s=\"", before, name);
    for (; *value != '\0'; value++) {
        if (*value == '\n') {
            fputs("\\n", out);
            continue;
        }
        if (*value == '\\' || *value == '"')
            putc('\\', out);
        putc(*value, out);
    }
    putc('"', out);
}

/* The name of a sample with up to two labels, NULL where there is none. */
static void put_name(const struct am_exposition *exposition, const char *suffix,
                     const char *const labels[AM_EXPOSITION_LABELS])
{
    char before = '{';

    fprintf(exposition->out, "attachmeter_%s%s", exposition->family->name,
            suffix);
    for (int i = 0; i < 4; i += 2) {
        if (labels[i] != NULL) {
            put_label(exposition->out, before, labels[i], labels[i + 1]);
            before = ',';
        }
    }
    fputs(before == ',' ? "} " : " ", exposition->out);
}

void am_exposition_put(const struct am_exposition *exposition,
                       const char *const labels[AM_EXPOSITION_LABELS],
                       int64_t value)
{
    put_name(exposition, suffix_of(exposition->family), labels);
    fprintf(exposition->out, "%" PRId64 "\n", value);
}

void am_exposition_put_one(const struct am_exposition *exposition,
                           const char *label, const char *text, int64_t value)
{
    const char *const labels[AM_EXPOSITION_LABELS] = {label, text};

    am_exposition_put(exposition, labels, value);
}

void am_exposition_put_created(const struct am_exposition *exposition,
                               const char *const labels[AM_EXPOSITION_LABELS],
                               int64_t time_s)
{
    if (!exposition->is_open)
        return;
    put_name(exposition, "_created", labels);
    fprintf(exposition->out, "%" PRId64 "\n", time_s);
}

/* A number that is not negative, with up to nine decimals and a point in every
 * locale.  OpenMetrics wants a point in bounds that are whole. */
static const char *decimal(const struct am_exposition *exposition, double value,
                           char text[32])
{
    uint64_t nano = (uint64_t)(value * (double)NANO + 0.5);
    size_t size = (size_t)snprintf(text, 32, "%" PRIu64 ".%09" PRIu64,
                                   nano / NANO, nano % NANO);

    while (text[size - 1] == '0' && text[size - 2] != '.')
        text[--size] = '\0';
    if (!exposition->is_open && text[size - 1] == '0')
        text[size - 2] = '\0';
    return text;
}

void am_exposition_put_histogram(struct am_exposition *exposition,
                                 const struct am_exposition_family *family,
                                 const struct am_tally_histogram *histogram)
{
    static const char *const none[4];
    char text[32];
    uint64_t below = 0;

    am_exposition_begin(exposition, family);
    for (size_t i = 0; i <= histogram->bound_count; i++) {
        const char *bound =
            i < histogram->bound_count
                ? decimal(exposition, histogram->bounds[i], text)
                : "+Inf";
        const char *const labels[AM_EXPOSITION_LABELS] = {"le", bound};
        below += histogram->counts[i];
        put_name(exposition, "_bucket", labels);
        fprintf(exposition->out, "%" PRIu64 "\n", below);
    }
    put_name(exposition, "_sum", none);
    fprintf(exposition->out, "%s\n", decimal(exposition, histogram->sum, text));
    put_name(exposition, "_count", none);
    fprintf(exposition->out, "%" PRIu64 "\n", below);
}

void am_exposition_end(struct am_exposition *exposition)
{
    if (exposition->is_open)
        fputs("# EOF\n", exposition->out);
}
