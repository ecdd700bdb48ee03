/*
 * parts - the parts of stored mail that count, one JSON object a line.
 *
 * The output of `scan --parts`: file, path, type (as declared), class, family
 * (by the first bytes), disposition, encoding, size_bytes, stored_bytes,
 * wire_bytes, sha256, flaws.  A name of a file that is not UTF-8 has its bad
 * bytes as U+FFFD.  With --tnef, a container is followed by the contents inside
 * it: file, path ("1.2/1" is the first one in part 1.2), family, size_bytes,
 * sha256.
 */
#ifndef AM_CLI_PARTS_H
#define AM_CLI_PARTS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "meter/meter.h"

/*
 * Print the parts of all messages at path to out, and if `inside` the contents
 * inside containers.  What cannot be read is complained of on stderr and passed
 * over.  Returns 0, or -1 if something was; odd or hostile mail is no failure.
 */
int am_parts_print(FILE *out, const char *path, const struct am_limits *limits,
                   bool inside);

#endif
