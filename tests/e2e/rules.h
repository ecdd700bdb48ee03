/*
 * rules - where GMime and the measurer read mail differently on purpose.
 *
 * A rule is a repair: what has to be changed in the message that GMime is
 * given, or in how it decodes a part, so that it reads by our rule too.  A
 * difference is explained if, and only if, GMime with some of the repairs finds
 * exactly what we find without them; so no rule can hide another difference.
 * Each repair looks for the thing it is named after, and touches nothing else.
 */
#ifndef AM_TESTS_E2E_RULES_H
#define AM_TESTS_E2E_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "e2e/finds.h"

enum rule {
    RULE_B64_NO_PAD = 0,
    RULE_B64_BAD_PAD,
    RULE_QP_SOFT_BREAK,
    RULE_QP_BAD_ESCAPE,
    RULE_UU,
    RULE_TYPE_SLASH,
    RULE_TYPE_EMPTY,
    RULE_TYPE_TAIL,
    RULE_COMMENT,
    RULE_PARAM_STRANGE,
    RULE_QUOTE_OPEN,
    RULE_BOUNDARY_BLANK,
    RULE_DISPOSITION_TAIL,
    RULE_NAME_BLANK,
    RULE_NAME_EXTENDED,
    RULE_NAME_PIECES,
    RULE_ENCODING_WORD,
    RULE_FIELD_TWICE,
    RULE_FIELD_BYTES,
    RULE_FOLD_FIRST,
    RULE_FROM_LINE,
    RULE_TOP_NO_COLON,
    RULE_PART_NO_COLON,
    RULE_HEADER_BOUNDARY,
    RULE_MULTIPART_LEAF,
    RULE_BOUNDARY_LONG,
    RULE_MESSAGE_OTHER,
    RULE_ENCODED_MESSAGE,
    RULE_BOUNDARY_CR,
    RULE_COUNT
};

#define RULE_BIT(rule) (UINT64_C(1) << (rule))
#define RULE_ALL       (RULE_BIT(RULE_COUNT) - 1)

/* Repairs of what both readers are given, as content would change with it. */
#define RULE_BOTH RULE_BIT(RULE_BOUNDARY_CR)

struct rule_text {
    const char *what;   /* what is odd in the message, and how we read it */
    const char *gmime;  /* how GMime reads it */
    const char *source; /* RFC section, or why */
};

extern const struct rule_text rule_texts[RULE_COUNT];

enum rules_reader {
    READER_NONE = 0,
    READER_US,
    READER_GMIME
};

/* What a comparison needs; zero it first, and set reader. */
struct rules_bench {
    struct finds ours, theirs;
    struct am_buf canon, changed;
    volatile int *reader; /* enum rules_reader: who reads now */
};

struct verdict {
    bool equal;
    bool explained;
    uint64_t rules; /* that explain it: as few as will do */
};

/* Compare what both find; fails with -1 if our meter does.  Where they differ,
 * bench->ours and theirs are what was found. */
int rules_compare(struct rules_bench *bench, const unsigned char *data,
                  size_t size, struct verdict *verdict);

void rules_free(struct rules_bench *bench);

#endif
