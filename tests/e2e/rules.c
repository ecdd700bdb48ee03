/*
 * rules - see rules.h.
 */
#include "e2e/rules.h"

#include "e2e/outline.h"
#include "e2e/peer.h"

#define ROOM ((size_t)1 << 26) /* bytes of a message */

const struct rule_text rule_texts[RULE_COUNT] = {
    [RULE_B64_NO_PAD] = {"base64 ends without padding: all its bytes count",
                         "drops the last one or two",
                         "RFC 2045 6.8; mailers do it"},
    [RULE_B64_BAD_PAD] = {"a '=' in base64 completes no group: skipped",
                          "ends the data", "RFC 2045 6.8"},
    [RULE_QP_SOFT_BREAK] = {"'=' and blanks before a line end: a soft break",
                            "keeps all of it", "RFC 2045 6.7 (3)"},
    [RULE_QP_BAD_ESCAPE] =
        {"'=' begins no escape: kept, the next byte read anew",
         "drops or keeps other bytes of it", "RFC 2045 6.7"},
    [RULE_UU] =
        {"uuencode without begin, with more behind end, lines cut or too long",
         "decodes without begin, reads on, fills lines in another way",
         "POSIX uuencode"},
    [RULE_TYPE_SLASH] = {"Content-Type without exactly one '/': text/plain",
                         "application/octet-stream, or the first two words",
                         "RFC 2045 5.2"},
    [RULE_TYPE_EMPTY] = {"a type or subtype of no characters stands as it is",
                         "application/octet-stream", "RFC 2045 5.1"},
    [RULE_TYPE_TAIL] = {"text behind the subtype belongs to it", "cuts it off",
                        "RFC 2045 5.1"},
    [RULE_COMMENT] = {"comments in the fields of a part: removed",
                      "part of the word", "RFC 2045 5.1"},
    [RULE_PARAM_STRANGE] = {"what is no parameter between ';': skipped",
                            "ends the parameters", "RFC 2045 5.1"},
    [RULE_QUOTE_OPEN] = {"a quote that is not closed ends with the field",
                         "the quote is part of the value", "RFC 5322 3.2.4"},
    [RULE_BOUNDARY_BLANK] = {"blanks at the end of a boundary are none of it",
                             "of it", "RFC 2046 5.1.1"},
    [RULE_DISPOSITION_TAIL] = {"the disposition is the first word",
                               "all up to ';'", "RFC 2183 2"},
    [RULE_NAME_BLANK] = {"a blank filename does not hide name=", "hides it",
                         "RFC 2183 2.3"},
    [RULE_NAME_EXTENDED] = {"filename* wins over filename", "the first one",
                            "RFC 2231"},
    [RULE_NAME_PIECES] =
        {"pieces of a name, whatever their numbers, are one",
         "no name without the first piece, or with a huge number",
         "RFC 2231 3"},
    [RULE_ENCODING_WORD] =
        {"the encoding is the first word, without quotes; uue is one",
         "unknown", "RFC 2045 6.1; mailers do it"},
    [RULE_FIELD_TWICE] = {"a field twice: the first one", "the last one",
                          "RFC 5322 3.6"},
    [RULE_FIELD_BYTES] = {"NUL, or CR within a line, in a field: a byte",
                          "NUL ends the field, CR is a blank", "RFC 5322 2.2"},
    [RULE_FOLD_FIRST] = {"a header begins with a folded line: skipped",
                         "refuses the message", "RFC 5322 2.2.3"},
    [RULE_FROM_LINE] =
        {"a first line 'From ', '>From ' is a mailbox's: skipped",
         "refuses the message if no date follows", "as the MTA does"},
    [RULE_TOP_NO_COLON] = {"a line that is no field ends the top header",
                           "reads on, or refuses the message",
                           "as the MTA does"},
    [RULE_PART_NO_COLON] =
        {"a line that is no field in a part's header: skipped",
         "loses the part where such a line comes first",
         "RFC 5322 2.2; mailers do it"},
    [RULE_HEADER_BOUNDARY] = {"a boundary line in a part's header ends it",
                              "reads it as header", "RFC 2046 5.1.1"},
    [RULE_MULTIPART_LEAF] = {"a multipart without its boundary: a leaf",
                             "no part", "RFC 2046 5.1.1"},
    [RULE_BOUNDARY_LONG] = {"a boundary over 256 bytes: not opened, no digest",
                            "opened", "RFC 2046 5.1.1: at most 70"},
    [RULE_MESSAGE_OTHER] = {"message/news, message/rfc2822: a leaf", "opened",
                            "RFC 2046 5.2"},
    [RULE_ENCODED_MESSAGE] = {"message/rfc822 in base64 or alike: opened",
                              "a leaf", "RFC 2046 5.2.1; mailers do it"},
    [RULE_BOUNDARY_CR] = {"a CR, VT or FF behind a boundary: no boundary",
                          "a boundary", "RFC 2046 5.1.1"},
};

static int measure(struct rules_bench *bench, const struct am_buf *message)
{
    *bench->reader = READER_US;
    int status =
        finds_measure(&bench->ours, NULL, message->data, message->size);
    *bench->reader = READER_NONE;
    return status;
}

static uint64_t read_as(struct rules_bench *bench, const struct am_buf *message,
                        uint64_t repairs)
{
    *bench->reader = READER_GMIME;
    uint64_t made =
        peer_read(&bench->theirs, message->data, message->size, repairs);
    *bench->reader = READER_NONE;
    return made;
}

static bool agree(struct rules_bench *bench)
{
    return finds_equal(&bench->ours, &bench->theirs);
}

/* Leave out the repairs, of those made, that are not needed. */
static uint64_t fewest(struct rules_bench *bench, const struct am_buf *message,
                       uint64_t made)
{
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        uint64_t without = made & ~RULE_BIT(i);
        if (without == made || without == 0 || (RULE_BIT(i) & RULE_BOTH) != 0)
            continue;
        read_as(bench, message, without);
        if (agree(bench))
            made = without;
    }
    return made;
}

static void explain(struct rules_bench *bench, const struct am_buf *message,
                    uint64_t changed, struct verdict *verdict)
{
    uint64_t made = read_as(bench, message, RULE_ALL & ~RULE_BOTH) | changed;

    verdict->explained = agree(bench);
    if (verdict->explained)
        verdict->rules = fewest(bench, message, made);
}

int rules_compare(struct rules_bench *bench, const unsigned char *data,
                  size_t size, struct verdict *verdict)
{
    am_buf_init(&bench->canon, ROOM);
    am_buf_init(&bench->changed, ROOM);
    *verdict = (struct verdict){0};
    outline_canonise(data, size, &bench->canon);
    int status = measure(bench, &bench->canon);
    if (status == 0) {
        read_as(bench, &bench->canon, 0);
        verdict->equal = agree(bench);
    }
    if (status == 0 && !verdict->equal)
        explain(bench, &bench->canon, 0, verdict);
    if (status == 0 && !verdict->equal && !verdict->explained) {
        uint64_t changed =
            outline_repair(&bench->canon, true, RULE_BOTH, &bench->changed);
        status = changed != 0 ? measure(bench, &bench->changed) : 0;
        if (status == 0 && changed != 0)
            explain(bench, &bench->changed, changed, verdict);
    }
    am_buf_free(&bench->canon);
    am_buf_free(&bench->changed);
    return status;
}

void rules_free(struct rules_bench *bench)
{
    finds_free(&bench->ours);
    finds_free(&bench->theirs);
}
