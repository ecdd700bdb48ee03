/*
 * old_record - a record as version 1 of its byte form wrote it: two sightings,
 * three recipients.
 */
#ifndef AM_TESTS_OLD_RECORD_H
#define AM_TESTS_OLD_RECORD_H

#include <stddef.h>
#include <stdlib.h>

static const char version_1[] =
    "010107e027056b0000000015cd5b07000000000b6578616d706c652e6f72676d657373"
    "6167652d6b65792d6d6573736167652d6b65792d6d6573736167650073656e64657231"
    "0072756e2d6f6e65000200030000001401000000030000006161616161616100000000"
    "0001000000626262626262620001000080010000006363636363636300000000000009"
    "3d00020000003031323334353637383961626364656630313233343536373839616263"
    "646500ffffffffffffffffdf9c14000000000065e11400000000001122334455667788"
    "0100010d04030500000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000300000002";

#define OLD_RECORD_SIZE (sizeof(version_1) / 2)

/* Its bytes; returns how many. */
static inline size_t old_record(unsigned char bytes[OLD_RECORD_SIZE])
{
    for (size_t i = 0; i < OLD_RECORD_SIZE; i++) {
        const char digits[3] = {version_1[2 * i], version_1[2 * i + 1], '\0'};
        bytes[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
    return OLD_RECORD_SIZE;
}

#endif
