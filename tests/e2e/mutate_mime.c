/*
 * mutate_mime - see mutate_mime.h.
 */
#include "e2e/mutate_mime.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

void mutate_edit_boundary(struct mutate_work *w)
{
    struct mutate_line line = mutate_find_line(w, mutate_is_dashed);
    size_t end = line.at + mutate_text_size(w->m, line);

    if (line.size == 0)
        return;
    switch (mutate_below(w, 9)) {
    case 0:
        mutate_put_text(w->m, end, 0, "--");
        break;
    case 1:
        mutate_put_text(w->m, end, 0, " \t");
        break;
    case 2:
        mutate_put_text(w->m, end, 0, "x");
        break;
    case 3:
        mutate_put(w->m, line.at, line.size, "", 0);
        break;
    case 4:
        mutate_put_text(w->m, line.at, 0, mutate_below(w, 2) ? " " : "-");
        break;
    case 5:
        mutate_put(w->m, end - 1, 1, "", 0);
        break;
    case 6:
        mutate_put_text(w->m, line.at, 0, "\r\n");
        break;
    case 7:
        w->m->data[line.at + 2] ^= 0x20;
        break;
    default:
        mutate_put_text(w->m, line.at + line.size, 0, "\r\n");
        break;
    }
}

/* A boundary line of this message at some other line. */
void mutate_copy_boundary(struct mutate_work *w)
{
    unsigned char copy[300];
    struct mutate_line line = mutate_find_line(w, mutate_is_dashed);

    if (line.size == 0 || line.size > sizeof(copy))
        return;
    memcpy(copy, w->m->data + line.at, line.size);
    mutate_put(w->m, mutate_any_line(w).at, 0, copy, line.size);
}

void mutate_edit_field(struct mutate_work *w)
{
    struct mutation *m = w->m;
    struct mutate_line line = mutate_find_line(
        w, mutate_below(w, 3) ? mutate_is_content_field : mutate_is_field);
    size_t size = mutate_text_size(m, line);
    size_t colon = 0;

    if (line.size == 0)
        return;
    while (m->data[line.at + colon] != ':')
        colon++;
    size_t value = line.at + colon + 1;
    size_t place = value + mutate_below(w, line.at + size - value + 1);
    switch (mutate_below(w, 9)) {
    case 0:
        mutate_put(m, line.at, line.size, "", 0);
        break;
    case 1:
        mutate_put_text(m, place, 0, "\r\n ");
        break;
    case 2:
        mutate_put_text(m, line.at + colon, 0, " ");
        break;
    case 3:
        mutate_put_text(m, place, 0, "(c)");
        break;
    case 4:
        m->data[line.at + mutate_below(w, size)] ^= 0x20;
        break;
    case 5:
        mutate_put_text(m, line.at + line.size, 0, "no colon here\r\n");
        break;
    case 6:
        mutate_put(m, value, line.at + size - value, "", 0);
        break;
    case 7:
        mutate_put_text(m, place, 0, mutate_below(w, 2) ? ";" : "\"");
        break;
    default:
        mutate_put(m, line.at + colon, 1, "", 0);
        break;
    }
}

static const char *const encodings[] = {"7bit",
                                        "8bit",
                                        "binary",
                                        "base64",
                                        "quoted-printable",
                                        "x-uuencode",
                                        "Base64 ",
                                        "\"base64\"",
                                        "QUOTED-PRINTABLE",
                                        "gzip",
                                        "base64; x",
                                        "(c) 7bit",
                                        ""};
static const char *const types[] = {"text/plain",
                                    "text/html; charset=utf-8",
                                    "application/pdf; name=a.pdf",
                                    "image/png",
                                    "message/rfc822",
                                    "message/delivery-status",
                                    "message/partial",
                                    "multipart/mixed; boundary=b",
                                    "multipart/mixed",
                                    "multipart/digest; boundary=b",
                                    "application/octet-stream",
                                    "text",
                                    "a/b/c",
                                    "application/ms-tnef"};
static const char *const dispositions[] = {"inline",
                                           "attachment",
                                           "attachment; filename=a",
                                           "inline; filename=\"\"",
                                           "form-data",
                                           "ATTACHMENT",
                                           "; filename=x"};

static const char *any_value(struct mutate_work *w, const char **name)
{
    switch (mutate_below(w, 3)) {
    case 0:
        *name = "Content-Transfer-Encoding";
        return MUTATE_ANY(w, encodings);
    case 1:
        *name = "Content-Type";
        return MUTATE_ANY(w, types);
    default:
        *name = "Content-Disposition";
        return MUTATE_ANY(w, dispositions);
    }
}

/* Another value for a field that matters, or the field where there is none. */
void mutate_other_value(struct mutate_work *w)
{
    char text[128];
    const char *name = NULL;
    const char *value = any_value(w, &name);
    struct mutate_line line = mutate_find_line(w, mutate_is_content_field);

    if (line.size == 0)
        line = mutate_any_line(w);
    snprintf(text, sizeof(text), "%s: %s\r\n", name, value);
    bool replace = strncasecmp((const char *)w->m->data + line.at, name,
                               strlen(name)) == 0;
    mutate_put_text(w->m, line.at, replace ? line.size : 0, text);
}
