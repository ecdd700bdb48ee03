/*
 * type - the media types that are told apart, each by a number.
 */
#ifndef AM_METER_TYPE_H
#define AM_METER_TYPE_H

#include <stdint.h>

/*
 * Declared types are free text from mail, so only those of a fixed list are
 * kept.  The number of a type (lower case) in that list, and its text.  One not
 * in the list is "text/other", "image/other" and so on by its main type, or 0,
 * "other": that it is text must stay visible, since stores that keep single
 * instances leave text alone.  Numbers are stored: append.
 */
uint16_t am_type_number(const char *type);
const char *am_type_name(uint16_t number);
uint16_t am_type_count(void);

#endif
