/*
 * write_mail - made-up mail as files, with its truth beside it: for comparing
 * other readers of MIME with it.
 *
 *   write_mail DIR COUNT SEED
 *
 * Writes DIR/00001.eml ... and DIR/truth.jsonl, one attachment a line, with the
 * keys of `attachmeter scan --parts`.
 */
#include <stdio.h>
#include <stdlib.h>

#include "mta/traffic.h"

static void write_part(FILE *out, const char *file,
                       const struct am_traffic_part *part)
{
    fprintf(out,
            "{\"file\":\"%s\",\"type\":\"%s\",\"class\":\"%s\","
            "\"family\":\"%s\",\"encoding\":\"%s\",\"size_bytes\":%llu,"
            "\"stored_bytes\":%llu,\"wire_bytes\":%llu,\"sha256\":\"",
            file, part->type, am_class_name(part->class),
            am_family_name(part->family), am_encoding_name(part->encoding),
            (unsigned long long)part->size_bytes,
            (unsigned long long)part->stored_bytes,
            (unsigned long long)part->wire_bytes);
    for (size_t i = 0; i < AM_DIGEST_SIZE; i++)
        fprintf(out, "%02x", part->sha256[i]);
    fputs("\"}\n", out);
}

static int write_message(const char *dir, FILE *truth,
                         const struct am_traffic_message *message)
{
    char file[32];
    char path[4096];

    snprintf(file, sizeof(file), "%05u.eml", message->number);
    snprintf(path, sizeof(path), "%s/%s", dir, file);
    FILE *out = fopen(path, "wb");
    if (out == NULL)
        return -1;
    size_t written = fwrite(message->bytes, 1, message->size, out);
    for (size_t i = 0; i < message->part_count; i++)
        write_part(truth, file, &message->parts[i]);
    return fclose(out) == 0 && written == message->size ? 0 : -1;
}

static int write_all(const char *dir, FILE *truth, struct am_traffic *traffic)
{
    struct am_traffic_message *message;
    struct am_err err;
    int more;

    while ((more = am_traffic_next(traffic, &message, &err)) == 1) {
        int status = write_message(dir, truth, message);

        am_traffic_message_destroy(&message);
        if (status < 0) {
            fprintf(stderr, "write_mail: %s: cannot write\n", dir);
            return EXIT_FAILURE;
        }
    }
    if (more < 0)
        fprintf(stderr, "write_mail: %s\n", err.text);
    return more < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    char path[4096];
    struct am_traffic *traffic;
    struct am_err err;

    if (argc != 4) {
        fputs("usage: write_mail DIR COUNT SEED\n", stderr);
        return 2;
    }
    struct am_traffic_options options = {
        .seed = strtoull(argv[3], NULL, 10),
        .messages = (unsigned)strtoul(argv[2], NULL, 10),
        .story = true,
    };
    snprintf(path, sizeof(path), "%s/truth.jsonl", argv[1]);
    FILE *truth = fopen(path, "w");
    if (truth == NULL || am_traffic_create(&traffic, &options, &err) < 0) {
        fprintf(stderr, "write_mail: cannot begin in %s\n", argv[1]);
        return EXIT_FAILURE;
    }
    int status = write_all(argv[1], truth, traffic);
    am_traffic_destroy(&traffic);
    return fclose(truth) == 0 ? status : EXIT_FAILURE;
}
