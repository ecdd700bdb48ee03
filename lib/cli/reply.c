/*
 * reply - see reply.h.
 */
#include "cli/reply.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"

static const struct {
    const char *name, *value;
} fields[] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"}, /* for what knows no frame-ancestors */
};

struct MHD_Response *am_reply_make(const void *data, size_t size,
                                   const char *type, const char *policy)
{
    union {
        const void *from;
        void *to;
    } bytes = {data}; /* libmicrohttpd copies, and says const nowhere */
    struct MHD_Response *reply =
        MHD_create_response_from_buffer(size, bytes.to, MHD_RESPMEM_MUST_COPY);
    if (reply == NULL)
        return NULL;
    enum MHD_Result done =
        MHD_add_response_header(reply, "Content-Type", type) &
        MHD_add_response_header(
            reply, "Content-Security-Policy",
            policy != NULL ? policy
                           : "default-src 'none'; frame-ancestors 'none'");
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        done &= MHD_add_response_header(reply, fields[i].name, fields[i].value);
    if (done == MHD_YES)
        return reply;
    MHD_destroy_response(reply);
    return NULL;
}

bool am_reply_send(struct MHD_Connection *connection, unsigned status,
                   struct MHD_Response *reply, const char *name,
                   const char *value)
{
    enum MHD_Result done = MHD_YES;

    if (reply == NULL)
        return false;
    if (name != NULL)
        done = MHD_add_response_header(reply, name, value);
    if (done == MHD_YES)
        done = MHD_queue_response(connection, status, reply);
    MHD_destroy_response(reply);
    return done == MHD_YES;
}

bool am_reply_refuse(struct MHD_Connection *connection, unsigned status,
                     const char *text, const char *name, const char *value)
{
    char line[AM_ERR_TEXT_SIZE + 1];

    snprintf(line, sizeof(line), "%.*s\n", AM_ERR_TEXT_SIZE - 1, text);
    return am_reply_send(connection, status,
                         am_reply_make(line, strlen(line), AM_REPLY_TEXT, NULL),
                         name, value);
}
