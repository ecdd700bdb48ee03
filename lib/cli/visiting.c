/*
 * visiting - see visiting.h.
 */
#include "cli/visiting.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/units.h"
#include "cli/accepting.h"
#include "cli/asking.h"
#include "cli/reply.h"

void am_visiting_speak(int language)
{
    const char *wanted = am_asked_languages[language];
    struct am_err unused;

    if (strcmp(am_language_current(), wanted) == 0)
        return;
    if (am_language_use(wanted, &unused) < 0)
        return; /* its catalogue is not here */
}

static const char *field_of(const struct am_guest *guest, const char *name)
{
    return MHD_lookup_connection_value(guest->connection, MHD_HEADER_KIND,
                                       name);
}

static int language_of(const struct am_visiting *visiting,
                       const struct am_guest *guest)
{
    int found = am_accepting_language(field_of(guest, "Accept-Language"),
                                      am_asked_languages);

    return found >= 0 ? found : visiting->language;
}

/* ---- what can be refused without its parameters ---- */

static enum MHD_Result count_host(void *context, enum MHD_ValueKind kind,
                                  const char *name, const char *value)
{
    int *count = context;

    (void)kind;
    (void)value;
    *count += strcasecmp(name, "Host") == 0;
    return MHD_YES;
}

/* Two could be read as one by us, as the other by who let it pass. */
static bool has_our_host(const struct am_visiting *visiting,
                         const struct am_guest *guest)
{
    const char *host = field_of(guest, "Host");
    int count = 0;

    MHD_get_connection_values(guest->connection, MHD_HEADER_KIND, count_host,
                              &count);
    return host != NULL && count == 1 &&
           am_accepting_host(host, visiting->hosts);
}

static bool has_body(const struct am_guest *guest)
{
    const char *size = field_of(guest, "Content-Length");

    return field_of(guest, "Transfer-Encoding") != NULL ||
           (size != NULL && strcmp(size, "0") != 0);
}

bool am_visiting_begin(const struct am_visiting *visiting,
                       struct am_guest *guest, const char *method)
{
    struct MHD_Connection *connection = guest->connection;

    am_visiting_speak(language_of(visiting, guest));
    if (!has_our_host(visiting, guest)) {
        return am_reply_refuse(
            connection, MHD_HTTP_MISDIRECTED_REQUEST,
            _("Host: this is served as localhost; start it with --host NAME "
              "to have it under another name"),
            "Connection", "close");
    }
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
        return am_reply_refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
                               _("this can only be read: GET or HEAD"), "Allow",
                               "GET, HEAD");
    }
    if (has_body(guest)) {
        return am_reply_refuse(
            connection, MHD_HTTP_CONTENT_TOO_LARGE,
            _("a request to read has no content: leave it out"), "Connection",
            "close");
    }
    return true;
}

/* ---- the rest ---- */

struct reading {
    struct am_asking asking;
    struct am_err err;
    bool is_wrong;
};

static enum MHD_Result on_parameter(void *context, enum MHD_ValueKind kind,
                                    const char *name, size_t name_size,
                                    const char *value, size_t value_size)
{
    struct reading *reading = context;

    (void)kind;
    /* One with a NUL inside is none that is known. */
    if (value != NULL &&
        (strlen(name) != name_size || strlen(value) != value_size))
        value = NULL;
    reading->is_wrong =
        am_asking_take(&reading->asking, name, value, &reading->err) < 0;
    return reading->is_wrong ? MHD_NO : MHD_YES;
}

/* What is asked, in guest->asked.  Fails with the text of what is wrong. */
static int read_parameters(struct am_guest *guest, enum am_asked_path path,
                           int language, struct am_err *err)
{
    struct reading reading = {.is_wrong = false};

    am_asking_begin(&reading.asking, path);
    MHD_get_connection_values_n(guest->connection, MHD_GET_ARGUMENT_KIND,
                                on_parameter, &reading);
    if (reading.is_wrong)
        return am_fail(err, AM_EINVAL, "%s", reading.err.text);
    if (am_asking_end(&reading.asking, language, am_day_of(time(NULL)),
                      &guest->asked, err) < 0)
        return -1;
    guest->asked.is_openmetrics =
        guest->asked.path == AM_ASKED_METRICS &&
        am_accepting_openmetrics(field_of(guest, "Accept"));
    return 0;
}

bool am_visiting_answer(const struct am_visiting *visiting,
                        struct am_guest *guest, const char *path)
{
    struct MHD_Connection *connection = guest->connection;
    enum am_asked_path asked = am_asked_path_of(path);
    int language = language_of(visiting, guest);
    unsigned status = 0;
    struct am_err err;

    am_visiting_speak(language);
    if (asked == AM_ASKED_PATHS) {
        return am_reply_refuse(
            connection, MHD_HTTP_NOT_FOUND,
            _("there is /, /report.json, /metrics and /healthz"), NULL, NULL);
    }
    if (read_parameters(guest, asked, language, &err) < 0) {
        return am_reply_refuse(connection, MHD_HTTP_BAD_REQUEST, err.text, NULL,
                               NULL);
    }
    if (asked == AM_ASKED_ICON) {
        return am_reply_send(connection, MHD_HTTP_NO_CONTENT,
                             am_reply_make("", 0, AM_REPLY_TEXT, NULL), NULL,
                             NULL);
    }
    struct MHD_Response *reply = am_kept_find(
        visiting->kept, &guest->asked, visiting->input, am_clock_ms(), &status);
    if (reply != NULL)
        return MHD_queue_response(connection, status, reply) == MHD_YES;
    guest->is_waiting = true;
    MHD_suspend_connection(connection);
    return true;
}
