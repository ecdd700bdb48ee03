/* peer - see peer.h. */
#include "peer.h"

#include <stdio.h>
#include <string.h>

#include "must.h"

void peer_add(struct peer_sum *sum, const unsigned char *digest, bool is_text)
{
    sum->parts++;
    for (size_t i = 0; i < PEER_DIGEST; i++) {
        sum->xor_all[i] ^= digest[i];
        if (!is_text)
            sum->xor_binary[i] ^= digest[i];
    }
}

static void print_hex(const unsigned char *digest)
{
    putchar(' ');
    for (size_t i = 0; i < PEER_DIGEST; i++)
        printf("%02x", digest[i]);
}

int peer_main(int argc, char **argv, struct peer_sum *sum,
              void (*read_one)(const char *path))
{
    char path[4096];

    must(argc >= 2, "being told of a list");
    FILE *list = fopen(argv[1], "r");
    must(list != NULL, "opening the list");
    while (fgets(path, sizeof(path), list) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        read_one(path);
    }
    fclose(list);
    printf("%zu", sum->parts);
    print_hex(sum->xor_all);
    print_hex(sum->xor_binary);
    putchar('\n');
    return 0;
}
