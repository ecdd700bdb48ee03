/*
 * control - see control.h.
 */
#include "e2e/control.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct inject *control_open(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    void *map = MAP_FAILED;

    if (fd < 0)
        return NULL;
    /* the daemon is another user */
    if (fchmod(fd, 0666) == 0 && ftruncate(fd, sizeof(struct inject)) == 0) {
        map = mmap(NULL, sizeof(struct inject), PROT_READ | PROT_WRITE,
                   MAP_SHARED, fd, 0);
    }
    close(fd);
    return map != MAP_FAILED ? map : NULL;
}

void control_close(struct inject **inject)
{
    if (*inject != NULL)
        munmap(*inject, sizeof(**inject));
    *inject = NULL;
}

/* NOLINTBEGIN(concurrency-mt-unsafe): for programs of one thread */
void control_use(const char *library, const char *path)
{
    setenv("AM_INJECT", path, 1);
    setenv("LD_PRELOAD", library, 1);
}

void control_leave(void)
{
    unsetenv("LD_PRELOAD");
    unsetenv("AM_INJECT");
}

/* NOLINTEND(concurrency-mt-unsafe) */
