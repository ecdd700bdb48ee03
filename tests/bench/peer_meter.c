/* peer_meter - our own meter over files, as peer.h says. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "meter/meter.h"
#include "must.h"
#include "peer.h"

static struct peer_sum sum;
static struct am_meter *meter;

static int on_part(void *context, const struct am_part *part,
                   struct am_err *err)
{
    (void)context;
    (void)err;
    peer_add(&sum, part->digest, strncmp(part->type, "text/", 5) == 0);
    return 0;
}

static void read_one(const char *path)
{
    static unsigned char chunk[65536];
    struct am_summary summary;
    int file = open(path, O_RDONLY);
    ssize_t n;

    must(file >= 0, path);
    while ((n = read(file, chunk, sizeof(chunk))) > 0)
        must(am_meter_feed(meter, chunk, (size_t)n, NULL) == 0, "measuring");
    must(n == 0, "reading");
    must(am_meter_finish(meter, &summary, NULL) == 0, "measuring");
    close(file);
}

int main(int argc, char **argv)
{
    must(am_meter_create(&meter, NULL, on_part, NULL, NULL) == 0, "a meter");
    int status = peer_main(argc, argv, &sum, read_one);
    am_meter_destroy(&meter);
    return status;
}
