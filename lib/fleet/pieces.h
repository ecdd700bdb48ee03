/*
 * pieces - table sighting in ranges of the fingerprint, by its first two bytes.
 * The fingerprint is first in the table's key, so a statement about a range
 * reads no more than that; and all rows of a content are in one.
 */
#ifndef AM_FLEET_PIECES_H
#define AM_FLEET_PIECES_H

#include <stdint.h>

#include "fleet/phrase.h"

/* Into how many pieces so many rows go, of about `most` (above 0) each. */
unsigned am_fleet_pieces(int64_t rows, int64_t most);

/* The first and the last fingerprint of piece number `index` of `count`, as
 * {from} and {to} of a statement. */
void am_fleet_piece_edges(unsigned index, unsigned count,
                          char from[AM_PHRASE_TEXT_SIZE],
                          char to[AM_PHRASE_TEXT_SIZE]);

#endif
