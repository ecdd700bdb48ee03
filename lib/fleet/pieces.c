/* pieces - see pieces.h. */
#include "fleet/pieces.h"

#include <string.h>

#include "fleet/routing.h"

unsigned am_fleet_pieces(int64_t rows, int64_t most)
{
    int64_t pieces = rows / most + (rows % most > 0);

    if (pieces < 1)
        return 1;
    return pieces < AM_FLEET_SLOTS ? (unsigned)pieces : AM_FLEET_SLOTS;
}

/* The fingerprint that begins with the two bytes and goes on with `fill`. */
static void write_edge(uint64_t begin, int fill, char text[AM_PHRASE_TEXT_SIZE])
{
    unsigned char bytes[AM_FLEET_ID_SIZE];

    memset(bytes, fill, sizeof(bytes));
    bytes[0] = (unsigned char)(begin >> 8);
    bytes[1] = (unsigned char)begin;
    am_phrase_bytes(bytes, sizeof(bytes), text);
}

void am_fleet_piece_edges(unsigned index, unsigned count,
                          char from[AM_PHRASE_TEXT_SIZE],
                          char to[AM_PHRASE_TEXT_SIZE])
{
    const uint64_t next = index + UINT64_C(1);

    write_edge((uint64_t)index * AM_FLEET_SLOTS / count, 0, from);
    write_edge(next * AM_FLEET_SLOTS / count - 1, 0xff, to);
}
