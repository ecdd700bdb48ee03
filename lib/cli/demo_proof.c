/*
 * demo_proof - see demo_proof.h.
 */
#include "cli/demo_proof.h"

#include <ctype.h>
#include <dirent.h>
#include <string.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/files.h"
#include "base/language.h"

#define PATH_SIZE  1024
#define FILE_LIMIT ((size_t)1 << 30)

struct figure {
    const char *name;
    int64_t is, ought;
};

static unsigned compare_figures(const char *scope, const struct figure *figures,
                                size_t count, FILE *out)
{
    unsigned wrong = 0;

    for (size_t i = 0; i < count; i++) {
        if (figures[i].is == figures[i].ought)
            continue;
        fprintf(out, _("  %s %s: %lld, but %lld was sent\n"), scope,
                _(figures[i].name), (long long)figures[i].is,
                (long long)figures[i].ought);
        wrong++;
    }
    return wrong;
}

static unsigned compare_scope(const char *scope, const struct am_savings *is,
                              const struct am_truth_totals *ought,
                              unsigned *compared, FILE *out)
{
    const struct am_bytes *got = &is->received;
    const struct am_bytes *gave = &is->delivered;
    const struct figure figures[] = {
        {N_("attachments"), is->sightings, ought->sightings},
        {N_("contents"), is->contents, ought->contents},
        {N_("local copies"), is->copies_local, ought->copies_local},
        {N_("external copies"), is->copies_external, ought->copies_external},
        {N_("Sent copies"), is->copies_sent, ought->copies_sent},
        {N_("received size"), got->size_bytes, ought->received.size_bytes},
        {N_("received stored"), got->stored_bytes,
         ought->received.stored_bytes},
        {N_("received wire"), got->wire_bytes, ought->received.wire_bytes},
        {N_("delivered size"), gave->size_bytes, ought->delivered.size_bytes},
        {N_("delivered stored"), gave->stored_bytes,
         ought->delivered.stored_bytes},
        {N_("delivered wire"), gave->wire_bytes, ought->delivered.wire_bytes},
        {N_("unique size"), is->unique_size_bytes, ought->unique_bytes},
        {N_("avoidable within"), is->within_bytes, ought->within_bytes},
        {N_("avoidable across"), is->across_bytes, ought->across_bytes},
        {N_("avoidable encoding"), is->encoding_bytes, ought->encoding_bytes},
    };
    size_t count = sizeof(figures) / sizeof(figures[0]);

    *compared += (unsigned)count;
    return compare_figures(scope, figures, count, out);
}

unsigned am_demo_proof_compare(const struct am_report *report,
                               const struct am_truth *truth, unsigned *compared,
                               FILE *out)
{
    struct am_truth_totals all;
    struct am_truth_totals own;
    struct am_message_sums messages;

    am_truth_total(truth, AM_TRUTH_ALL, &all);
    am_truth_total(truth, AM_TRUTH_OWN, &own);
    am_truth_messages(truth, &am_truth_all, &messages);
    const struct figure figures[] = {
        {N_("messages"), report->messages.messages, messages.messages},
        {N_("messages with attachments"), report->messages.with_attachments,
         messages.with_attachments},
        {N_("recipients"), report->messages.deliveries, messages.deliveries},
        {N_("not measured"), report->head.coverage.gaps, 0},
    };
    *compared = 4;
    return compare_figures("all", figures, 4, out) +
           compare_scope("all", &report->totals.all, &all, compared, out) +
           compare_scope("own", &report->totals.own, &own, compared, out);
}

/* ---- who is named ---- */

/* Does a domain of made-up mail begin here?  All hold the word example, which
 * RFC 2606 keeps for such use. */
static bool is_domain(const unsigned char *text, size_t size)
{
    static const char word[] = "example";
    size_t end = 0;

    while (end < size &&
           (isalnum(text[end]) || text[end] == '.' || text[end] == '-'))
        end++;
    for (size_t i = 0; i + sizeof(word) - 1 <= end; i++) {
        if (memcmp(text + i, word, sizeof(word) - 1) == 0)
            return true;
    }
    return false;
}

static int count_file(const char *path, unsigned *addresses, struct am_err *err)
{
    struct am_buf bytes;
    struct am_err why;

    am_buf_init(&bytes, FILE_LIMIT);
    int failed = am_file_read(path, &bytes, &why);
    for (size_t i = 1; i + 1 < bytes.size; i++) {
        if (bytes.data[i] == '@' && isalnum(bytes.data[i - 1]) &&
            is_domain(bytes.data + i + 1, bytes.size - i - 1))
            ++*addresses;
    }
    am_buf_free(&bytes);
    if (!failed || why.code == AM_ENOTFOUND)
        return 0;
    return am_fail(err, why.code, "%s", why.text);
}

int am_demo_proof_addresses(const char *database, unsigned *addresses,
                            struct am_err *err)
{
    char path[2 * PATH_SIZE];
    char spool[PATH_SIZE];
    const struct dirent *entry = NULL;

    *addresses = 0;
    snprintf(path, sizeof(path), "%s-wal", database);
    if (count_file(database, addresses, err) < 0 ||
        count_file(path, addresses, err) < 0)
        return -1;
    am_config_spool_path(database, spool, sizeof(spool));
    int failed = 0;
    DIR *dir = opendir(spool);
    while (dir != NULL && !failed && (entry = readdir(dir)) != NULL) { // NOLINT
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", spool, entry->d_name);
        failed = count_file(path, addresses, err);
    }
    if (dir != NULL)
        closedir(dir);
    return failed;
}
