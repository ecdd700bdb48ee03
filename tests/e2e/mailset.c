/*
 * mailset - see mailset.h.
 */
#include "e2e/mailset.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mta/traffic.h"

#define PATH_SIZE 4096
#define LINE_SIZE ((size_t)1 << 20)

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "mailset: %s: %s\n", what, why);
    return -1;
}

static int fail_errno(const char *what)
{
    struct am_err err;

    am_err_set_errno(&err, errno, "%s", what);
    return fail("system", err.text);
}

int mailset_add(struct mailset *set, const char *name, unsigned char *data,
                size_t size)
{
    if (set->count == set->room) {
        size_t room = set->room == 0 ? 64 : 2 * set->room;
        struct mail *more = realloc(set->mails, room * sizeof(*more));
        if (more == NULL) {
            free(data);
            return fail(name, "no memory");
        }
        set->mails = more;
        set->room = room;
    }
    struct mail *mail = &set->mails[set->count++];
    *mail = (struct mail){.name = strdup(name), .data = data, .size = size};
    return mail->name != NULL ? 0 : fail(name, "no memory");
}

static int add_file(struct mailset *set, const char *dir, const char *name)
{
    char path[PATH_SIZE];
    FILE *in;
    long size = -1;

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    in = fopen(path, "rb");
    if (in == NULL)
        return fail_errno(path);
    if (fseek(in, 0, SEEK_END) == 0)
        size = ftell(in);
    unsigned char *data = size >= 0 ? malloc((size_t)size + 1) : NULL;
    if (data == NULL || fseek(in, 0, SEEK_SET) != 0 ||
        fread(data, 1, (size_t)size, in) != (size_t)size) {
        fclose(in);
        free(data);
        return fail(path, "cannot be read");
    }
    fclose(in);
    return mailset_add(set, name, data, (size_t)size);
}

static int is_eml(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 4 && strcmp(entry->d_name + length - 4, ".eml") == 0;
}

int mailset_add_dir(struct mailset *set, const char *path)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_eml, alphasort);
    int status = 0;

    if (count < 0)
        return fail_errno(path);
    for (int i = 0; i < count; i++) {
        if (status == 0)
            status = add_file(set, path, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return status;
}

static int add_listed(struct mailset *set, const char *dir, const char *list,
                      char *line)
{
    char path[PATH_SIZE];
    int status = 0;

    snprintf(path, sizeof(path), "%s/%s", dir, list);
    FILE *in = fopen(path, "r");
    if (in == NULL)
        return fail_errno(path);
    while (status == 0 && fgets(line, (int)LINE_SIZE, in) != NULL) {
        json_t *object = json_loads(line, 0, NULL);
        const char *file = json_string_value(json_object_get(object, "file"));
        status = file != NULL ? add_file(set, dir, file)
                              : fail(path, "a line without \"file\"");
        json_decref(object);
    }
    fclose(in);
    return status;
}

int mailset_add_corpus(struct mailset *set, const char *path)
{
    char *line = malloc(LINE_SIZE);

    if (line == NULL)
        return fail(path, "no memory");
    int status = add_listed(set, path, "expected.jsonl", line);
    if (status == 0)
        status = add_listed(set, path, "disagree.jsonl", line);
    free(line);
    return status;
}

static int add_next(struct mailset *set, struct am_traffic *traffic)
{
    struct am_traffic_message *message = NULL;
    char name[32];
    struct am_err err;
    int more = am_traffic_next(traffic, &message, &err);

    if (more < 0)
        return fail("made-up mail", err.text);
    if (more == 0)
        return 0;
    snprintf(name, sizeof(name), "made-%u", message->number);
    unsigned char *data = message->bytes;
    size_t size = message->size;
    message->bytes = NULL;
    am_traffic_message_destroy(&message);
    return mailset_add(set, name, data, size) < 0 ? -1 : 1;
}

int mailset_add_made(struct mailset *set, unsigned messages, uint64_t seed)
{
    static const struct am_traffic_shares shares = {
        .attach = 950,
        .more = 500,
        .resend = 100,
        .logo = 300,
        .nested = 250,
        .signature = 80,
        .encrypted = 80,
        .bounce = 100,
        .again = 0,
    };
    const struct am_traffic_options options = {
        .seed = seed,
        .messages = messages,
        .message_bytes = (size_t)1 << 16,
        .median_bytes = 600,
        .shares = &shares,
    };
    struct am_traffic *traffic = NULL;
    struct am_err err;
    int status = 1;

    if (am_traffic_create(&traffic, &options, &err) < 0)
        return fail("made-up mail", err.text);
    while (status > 0)
        status = add_next(set, traffic);
    am_traffic_destroy(&traffic);
    return status;
}

void mailset_free(struct mailset *set)
{
    for (size_t i = 0; i < set->count; i++) {
        free(set->mails[i].name);
        free(set->mails[i].data);
    }
    free(set->mails);
    *set = (struct mailset){0};
}
