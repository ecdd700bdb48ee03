/* places - see places.h. */
#include "fleet/places.h"

#include <stdlib.h>

#include "fleet/answer.h"

int64_t am_place_head(const unsigned char id[AM_FLEET_ID_SIZE])
{
    return id[0] | id[1] << 8 | id[2] << 16 | (int64_t)id[3] << 24;
}

int am_places_add(struct am_places *places, const char *text,
                  struct am_err *err)
{
    struct am_answer answer;
    size_t lines = 0;

    for (const char *p = text; *p != '\0'; p++)
        lines += *p == '\n';
    struct am_place *more =
        realloc(places->list, (places->count + lines + 1) * sizeof(*more));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a block");
    places->list = more;
    am_answer_begin(&answer, text);
    while (am_answer_has_row(&answer)) {
        struct am_place *place = &places->list[places->count++];
        place->sequence = am_answer_number(&answer);
        place->ordinal = am_answer_number(&answer);
        place->head = am_answer_number(&answer);
        if (am_answer_end(&answer, NULL) < 0)
            return am_fail(err, AM_EINVAL, "a shard's rows make no sense");
    }
    return 0;
}

static int compare(const void *a, const void *b)
{
    const struct am_place *x = a;
    const struct am_place *y = b;

    if (x->sequence != y->sequence)
        return x->sequence < y->sequence ? -1 : 1;
    if (x->ordinal != y->ordinal)
        return x->ordinal < y->ordinal ? -1 : 1;
    return (x->head > y->head) - (x->head < y->head);
}

bool am_places_have(const struct am_places *places,
                    const struct am_place *wanted)
{
    return places->count > 0 && bsearch(wanted, places->list, places->count,
                                        sizeof(*wanted), compare) != NULL;
}
