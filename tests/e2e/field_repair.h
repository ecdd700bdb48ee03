/*
 * field_repair - a field of a part's header written so that GMime reads it as
 * we do: the repairs of its words (see rules.h).
 */
#ifndef AM_TESTS_E2E_FIELD_REPAIR_H
#define AM_TESTS_E2E_FIELD_REPAIR_H

#include <stdint.h>

#include "base/buf.h"
#include "e2e/field_read.h"

/* Make these repairs (RULE_BIT()s) in a field; returns those that changed it.
 */
uint64_t field_repair(enum field_kind kind, uint64_t repairs,
                      struct am_buf *field);

#endif
