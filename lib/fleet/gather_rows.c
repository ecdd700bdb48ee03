/* gather_rows - see gather_rows.h. */
#include "fleet/gather_rows.h"

#include <stdlib.h>
#include <string.h>

#include "store/codes.h"
#include "store/sums.h"

#define DOMAIN_SIZE 256 /* a domain has 253 characters, RFC 1035 2.3.4 */
#define WORD_SIZE   128

/* Numbers of rows that are unique over all relays: those of a relay, behind
 * its own number. */
#define RELAY_BITS   40
#define RELAYS_MOST  ((size_t)1 << 22)
#define NUMBERS_MOST ((INT64_C(1) << RELAY_BITS) - 1)

static const char *name_of(const char *kind, int64_t number)
{
    const struct am_code_kind *k = am_code_kinds;

    while (k->kind != NULL && strcmp(k->kind, kind) != 0)
        k++;
    if (k->kind == NULL || number < 0 || number > UINT16_MAX)
        return NULL;
    for (unsigned i = 0; k->name(i) != NULL; i++) {
        if (i == (unsigned)number)
            return k->name(i);
    }
    return NULL;
}

int am_gather_take_code(struct am_gather_rows *rows, struct am_answer *answer,
                        struct am_err *err)
{
    char kind[WORD_SIZE];
    char name[WORD_SIZE];

    (void)rows;
    am_answer_text(answer, kind, sizeof(kind));
    int64_t number = am_answer_number(answer);
    am_answer_text(answer, name, sizeof(name));
    if (am_answer_end(answer, err) < 0)
        return -1;
    const char *ours = name_of(kind, number);
    if (ours != NULL && strcmp(ours, name) == 0)
        return 0;
    return am_fail(err, AM_ENEWER,
                   "a newer attachmeter shipped here: it knows the %s '%s'",
                   kind, name);
}

/* ---- relays ---- */

static int add_relay(struct am_gather_rows *rows, const unsigned char *id,
                     struct am_err *err)
{
    if (rows->relay_count == rows->relay_room) {
        size_t room = rows->relay_room == 0 ? 64 : rows->relay_room * 2;
        void *more = room > RELAYS_MOST
                         ? NULL
                         : realloc(rows->relays, room * sizeof(*rows->relays));
        if (more == NULL)
            return am_fail(err, AM_ENOMEM, "no memory for so many relays");
        rows->relays = more;
        rows->relay_room = room;
    }
    struct am_gather_relay *relay = &rows->relays[rows->relay_count];
    *relay = (struct am_gather_relay){.first_sums = 0};
    memcpy(relay->id, id, sizeof(relay->id));
    rows->last_relay = rows->relay_count++;
    return 0;
}

/* Set last_relay to the one of the next column.  Rows come by relay, so the
 * last one is mostly it. */
static int find_relay(struct am_gather_rows *rows, struct am_answer *answer,
                      struct am_err *err)
{
    unsigned char id[AM_FLEET_ID_SIZE];

    am_answer_bytes(answer, id, sizeof(id));
    for (size_t i = 0; i < rows->relay_count; i++) {
        size_t at = (rows->last_relay + i) % rows->relay_count;
        if (memcmp(rows->relays[at].id, id, sizeof(id)) == 0) {
            rows->last_relay = at;
            return 0;
        }
    }
    return add_relay(rows, id, err);
}

static void lower(int64_t *first, int64_t day)
{
    if (*first == 0 || day < *first)
        *first = day;
}

int am_gather_take_relay_sums(struct am_gather_rows *rows,
                              struct am_answer *answer, struct am_err *err)
{
    if (find_relay(rows, answer, err) < 0)
        return -1;
    struct am_gather_relay *relay = &rows->relays[rows->last_relay];
    lower(&relay->first_sums, am_answer_number(answer));
    int64_t last = am_answer_number(answer);
    if (last > relay->last_sums)
        relay->last_sums = last;
    return am_answer_end(answer, err);
}

int am_gather_take_relay_detail(struct am_gather_rows *rows,
                                struct am_answer *answer, struct am_err *err)
{
    static const unsigned char none[AM_KEY_ID_SIZE];
    unsigned char key[AM_KEY_ID_SIZE];

    if (find_relay(rows, answer, err) < 0)
        return -1;
    struct am_gather_relay *relay = &rows->relays[rows->last_relay];
    am_answer_bytes(answer, key, sizeof(key));
    int64_t first_day = am_answer_number(answer);
    lower(&relay->first_detail, first_day);
    rows->sightings += am_answer_number(answer);
    if (am_answer_end(answer, err) < 0)
        return -1;
    return memcmp(key, none, sizeof(key)) == 0
               ? 0
               : am_intake_epoch(rows->intake, relay->id, key, first_day, err);
}

int am_gather_take_run(struct am_gather_rows *rows, struct am_answer *answer,
                       struct am_err *err)
{
    int64_t numbers[4];

    if (find_relay(rows, answer, err) < 0)
        return -1;
    numbers[0] = (int64_t)rows->last_relay + 1;
    for (size_t i = 1; i < 4; i++)
        numbers[i] = am_answer_number(answer);
    if (am_answer_end(answer, err) < 0)
        return -1;
    return am_intake_add(rows->intake, AM_INTAKE_RUN, numbers, NULL, err);
}

/* ---- sums of days ---- */

int am_gather_take_day_rows(struct am_gather_rows *rows,
                            struct am_answer *answer, struct am_err *err)
{
    int64_t most = am_answer_number(answer);
    int64_t first_day = am_answer_number(answer);
    int64_t last_day = am_answer_number(answer);

    if (am_answer_end(answer, err) < 0)
        return -1;
    if (most == 0)
        return 0;
    if (most > rows->days_most)
        rows->days_most = most;
    lower(&rows->days_first, first_day);
    if (last_day > rows->days_last)
        rows->days_last = last_day;
    return 0;
}

int am_gather_take_day_message(struct am_gather_rows *rows,
                               struct am_answer *answer, struct am_err *err)
{
    int64_t numbers[7];
    char domain[DOMAIN_SIZE];

    numbers[0] = am_answer_number(answer);
    numbers[1] = am_answer_number(answer);
    am_answer_text(answer, domain, sizeof(domain));
    for (size_t i = 2; i < 7; i++)
        numbers[i] = am_answer_number(answer);
    if (am_answer_end(answer, err) < 0)
        return -1;
    return am_intake_add(rows->intake, AM_INTAKE_DAY_MESSAGE, numbers, domain,
                         err);
}

static int take_three(struct am_gather_rows *rows, struct am_answer *answer,
                      enum am_intake_table table, struct am_err *err)
{
    int64_t numbers[3];

    for (size_t i = 0; i < 3; i++)
        numbers[i] = am_answer_number(answer);
    if (am_answer_end(answer, err) < 0)
        return -1;
    return am_intake_add(rows->intake, table, numbers, NULL, err);
}

int am_gather_take_day_flaw(struct am_gather_rows *rows,
                            struct am_answer *answer, struct am_err *err)
{
    return take_three(rows, answer, AM_INTAKE_DAY_FLAW, err);
}

int am_gather_take_gap(struct am_gather_rows *rows, struct am_answer *answer,
                       struct am_err *err)
{
    return take_three(rows, answer, AM_INTAKE_GAP, err);
}

int am_gather_take_senders(struct am_gather_rows *rows,
                           struct am_answer *answer, struct am_err *err)
{
    char domain[DOMAIN_SIZE];
    struct am_intake_cell cell = {.day = am_answer_number(answer),
                                  .domain = domain};
    int64_t dimensions = am_answer_number(answer);

    cell.direction = am_answer_number(answer);
    am_answer_text(answer, domain, sizeof(domain));
    cell.family = am_answer_number(answer);
    cell.class = am_answer_number(answer);
    cell.logo = am_answer_number(answer);
    int64_t senders = am_answer_number(answer);
    if (am_answer_end(answer, err) < 0)
        return -1;
    return am_intake_senders(rows->intake, &cell, (unsigned)dimensions, senders,
                             err);
}

/* The columns that all answers begin with which add to day_sighting. */
static void take_cell(struct am_answer *answer, char domain[DOMAIN_SIZE],
                      struct am_intake_cell *cell)
{
    cell->day = am_answer_number(answer);
    cell->direction = am_answer_number(answer);
    am_answer_text(answer, domain, DOMAIN_SIZE);
    cell->domain = domain;
    cell->family = am_answer_number(answer);
    cell->class = am_answer_number(answer);
    cell->sis = am_answer_number(answer);
    cell->digested = am_answer_number(answer);
    cell->logo = am_answer_number(answer);
}

/* Take a row whose numbers are these members of the sums.  One that is too high
 * stays so: the report says it. */
static int take_members(struct am_gather_rows *rows, struct am_answer *answer,
                        const size_t *offsets, size_t count, struct am_err *err)
{
    char domain[DOMAIN_SIZE];
    struct am_intake_cell cell;
    struct am_sums sums = {0};

    take_cell(answer, domain, &cell);
    for (size_t i = 0; i < count; i++) {
        int64_t number = am_answer_number(answer);
        void *member = (char *)&sums + offsets[i];
        *(int64_t *)member = number < AM_SUMS_MOST ? number : AM_SUMS_MOST;
    }
    if (am_answer_end(answer, err) < 0)
        return -1;
    return am_intake_sums(rows->intake, &cell, &sums, err);
}

int am_gather_take_sums(struct am_gather_rows *rows, struct am_answer *answer,
                        struct am_err *err)
{
    size_t offsets[AM_SUMS_STORED];

    for (size_t i = 0; i < AM_SUMS_STORED; i++)
        offsets[i] = am_sums_members[i].offset;
    return take_members(rows, answer, offsets, AM_SUMS_STORED, err);
}

#define OFFSET(member) offsetof(struct am_sums, member)

int am_gather_take_news(struct am_gather_rows *rows, struct am_answer *answer,
                        struct am_err *err)
{
    static const size_t offsets[] = {
        OFFSET(new_all_contents), OFFSET(new_all_bytes),
        OFFSET(new_own_contents), OFFSET(new_own_bytes)};

    return take_members(rows, answer, offsets, 4, err);
}

int am_gather_take_news_sis(struct am_gather_rows *rows,
                            struct am_answer *answer, struct am_err *err)
{
    static const size_t offsets[] = {OFFSET(new_sis_contents),
                                     OFFSET(new_sis_size_bytes),
                                     OFFSET(new_sis_bytes)};

    return take_members(rows, answer, offsets, 3, err);
}

int am_gather_take_framing(struct am_gather_rows *rows,
                           struct am_answer *answer, struct am_err *err)
{
    static const size_t offsets[] = {OFFSET(new_all_bytes),
                                     OFFSET(new_own_bytes)};

    return take_members(rows, answer, offsets, 2, err);
}

/* ---- single attachments ---- */

int am_gather_take_content(struct am_gather_rows *rows,
                           struct am_answer *answer, struct am_err *err)
{
    struct am_intake_content content = {.size_bytes = 0};

    am_answer_bytes(answer, content.fingerprint, AM_FLEET_ID_SIZE);
    content.size_bytes = am_answer_number(answer);
    content.family = am_answer_number(answer);
    content.first_day = am_answer_number(answer);
    content.last_day = am_answer_number(answer);
    content.last_own_day = am_answer_number(answer);
    content.senders = am_answer_number(answer);
    if (am_answer_end(answer, err) < 0)
        return -1;
    return am_intake_content(rows->intake, &content, err);
}

/* The columns of the message, and of what the attachment is. */
static void take_message(struct am_answer *answer,
                         struct am_intake_sighting *sighting,
                         char domain[DOMAIN_SIZE])
{
    sighting->ordinal = am_answer_number(answer);
    sighting->cell.day = am_answer_number(answer);
    sighting->message = am_answer_number(answer);
    sighting->cell.direction = am_answer_number(answer);
    am_answer_text(answer, domain, DOMAIN_SIZE);
    sighting->cell.domain = domain;
    sighting->local_given = am_answer_number(answer);
    sighting->local = am_answer_number(answer);
    sighting->external = am_answer_number(answer);
    sighting->sent = am_answer_number(answer);
    sighting->hops = am_answer_number(answer);
    sighting->continuation = am_answer_number(answer);
}

static void take_attachment(struct am_answer *answer,
                            struct am_intake_sighting *sighting)
{
    sighting->cell.digested = am_answer_number(answer);
    sighting->type = am_answer_number(answer);
    sighting->cell.class = am_answer_number(answer);
    sighting->cell.family = am_answer_number(answer);
    sighting->encoding = am_answer_number(answer);
    sighting->disposition = am_answer_number(answer);
    sighting->has_name = am_answer_number(answer);
    sighting->has_content_id = am_answer_number(answer);
    sighting->size_bytes = am_answer_number(answer);
    sighting->stored_bytes = am_answer_number(answer);
    sighting->wire_bytes = am_answer_number(answer);
    sighting->layout = am_answer_number(answer);
}

int am_gather_take_sighting(struct am_gather_rows *rows,
                            struct am_answer *answer, struct am_err *err)
{
    unsigned char fingerprint[AM_FINGERPRINT_SIZE] = {0};
    char domain[DOMAIN_SIZE];
    struct am_intake_sighting sighting = {.fingerprint = fingerprint};

    am_answer_bytes(answer, fingerprint, AM_FLEET_ID_SIZE);
    if (find_relay(rows, answer, err) < 0)
        return -1;
    sighting.sequence = am_answer_number(answer);
    take_message(answer, &sighting, domain);
    take_attachment(answer, &sighting);
    if (am_answer_end(answer, err) < 0)
        return -1;
    if (sighting.sequence < 0 || sighting.sequence > NUMBERS_MOST ||
        sighting.message < 0 || sighting.message > NUMBERS_MOST)
        return am_fail(err, AM_EFULL, "a relay has too many sightings");
    int64_t relay = (int64_t)(rows->last_relay + 1) << RELAY_BITS;
    sighting.sequence |= relay;
    sighting.message |= relay;
    return am_intake_sighting(rows->intake, &sighting, err);
}
