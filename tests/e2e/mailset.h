/*
 * mailset - messages held in memory, for tests that read each of them many
 * times: from a directory of .eml files, from a corpus by its lists, or made
 * up from a seed.
 */
#ifndef AM_TESTS_E2E_MAILSET_H
#define AM_TESTS_E2E_MAILSET_H

#include <stddef.h>
#include <stdint.h>

struct mail {
    char *name; /* file, or "made-NUMBER" */
    unsigned char *data;
    size_t size;
};

struct mailset {
    struct mail *mails;
    size_t count, room;
};

/* Each adds to the set, and fails with -1 and a line on stderr. */

/* One message; data, from malloc(), is the set's from now on, even if it
 * fails. */
int mailset_add(struct mailset *set, const char *name, unsigned char *data,
                size_t size);

/* The .eml files of a directory, by name. */
int mailset_add_dir(struct mailset *set, const char *path);

/* The messages that expected.jsonl and disagree.jsonl of a directory name. */
int mailset_add_corpus(struct mailset *set, const char *path);

/* Messages of lib/mta's generator: small files in all shapes it knows. */
int mailset_add_made(struct mailset *set, unsigned messages, uint64_t seed);

/* Give back all of it. */
void mailset_free(struct mailset *set);

#endif
