/*
 * replay - runs a target once over files and over the files of directories,
 * without libFuzzer: the corpus in every test run, a crash under a debugger.
 *
 * usage: replay_NAME FILE|DIR...
 */
#include <dirent.h>

#include "fuzz.h"

/* One byte more than any input of a corpus may have. */
#define INPUT_MAX (1 << 20)

static unsigned replayed;

static void give_up(const char *path)
{
    fprintf(stderr, "replay: cannot read %s\n", path);
    abort();
}

static void replay_file(const char *path)
{
    unsigned char *data = malloc(INPUT_MAX);
    FILE *file = fopen(path, "rb");

    if (data == NULL || file == NULL)
        give_up(path);
    size_t size = fread(data, 1, INPUT_MAX, file);
    if (ferror(file) || size == INPUT_MAX)
        give_up(path);
    fclose(file);

    unsigned char *input = copy_of(data, size);
    free(data);
    fprintf(stderr, "%s\n", path);
    fuzz_one(input, size);
    free(input);
    replayed++;
}

static void replay_directory(DIR *directory, const char *path)
{
    char name[4096];

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread */
    for (struct dirent *e = readdir(directory); e != NULL;
         e = readdir(directory)) { /* NOLINT(concurrency-mt-unsafe) */
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
        replay_file(name);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        DIR *directory = opendir(argv[i]);
        if (directory == NULL) {
            replay_file(argv[i]);
            continue;
        }
        replay_directory(directory, argv[i]);
        closedir(directory);
    }
    fprintf(stderr, "%u inputs\n", replayed);
    return replayed > 0 ? 0 : 2;
}
