/*
 * bench_write - the mail of the bench as files, for the peers.
 *
 *   bench_write large|small COUNT SEED DIR
 *
 * Writes DIR/000001.eml and so on, DIR/list with their paths, and prints what a
 * peer must print, and then the bytes of the messages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mail.h"
#include "must.h"
#include "peer.h"

static void write_file(const char *path, const unsigned char *data, size_t size)
{
    FILE *file = fopen(path, "wb");

    must(file != NULL, path);
    must(fwrite(data, 1, size, file) == size, path);
    must(fclose(file) == 0, path);
}

static void print_hex(const unsigned char *digest)
{
    putchar(' ');
    for (size_t i = 0; i < PEER_DIGEST; i++)
        printf("%02x", digest[i]);
}

int main(int argc, char **argv)
{
    struct mail mail;
    char path[4096];
    size_t from = 0;

    must(argc == 5, "reading four arguments");
    mail_make(&mail, strcmp(argv[1], "large") == 0 ? MAIL_LARGE : MAIL_SMALL,
              strtoul(argv[2], NULL, 10), (unsigned)strtoul(argv[3], NULL, 10));
    snprintf(path, sizeof(path), "%s/list", argv[4]);
    FILE *list = fopen(path, "w");
    must(list != NULL, path);
    for (size_t i = 0; i < mail_count(&mail.messages); i++) {
        size_t end = mail_end(&mail.messages, i);
        snprintf(path, sizeof(path), "%s/%06zu.eml", argv[4], i + 1);
        write_file(path, mail.messages.bytes.data + from, end - from);
        fprintf(list, "%s\n", path);
        from = end;
    }
    must(fclose(list) == 0, "writing the list");
    printf("%zu", mail_count(&mail.contents));
    print_hex(mail.xor_all);
    print_hex(mail.xor_binary);
    printf(" %zu\n", mail.messages.bytes.size);
    mail_free(&mail);
    return 0;
}
