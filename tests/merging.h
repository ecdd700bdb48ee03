/*
 * merging - relays with made-up mail in a directory of their own, and what
 * merging them gives, for the tests of that.
 */
#ifndef AM_TESTS_MERGING_H
#define AM_TESTS_MERGING_H

#include "random_mail.h"
#include "store/epoch.h"
#include "store/merge.h"

#define RELAYS   3
#define MESSAGES 240
#define DAYS     80 /* of which a content is remembered for 30 */

static const unsigned char key_id[AM_KEY_ID_SIZE] = {7};

/* Where a relay records; 0 is the one that takes all, 9 the merged one. */
static inline void use_relay(unsigned which)
{
    snprintf(path, sizeof(path), "%.400s/%u.db", root, which);
    snprintf(dir, sizeof(dir), "%.400s/%u.spool", root, which);
}

static inline void set_up_merge(void)
{
    tempdir_make(root);
}

/* Every tenth message is the rest of an earlier one of the same relay. */
static inline void record_one(unsigned i, bool is_taken)
{
    static char attachments[MESSAGES][ATTACHMENTS_SIZE];
    unsigned number = i % 10 == 9 ? i - RELAYS : i;
    char recipients[40];

    if (number == i)
        random_attachments(attachments[i]);
    snprintf(recipients, sizeof(recipients), "%u %s%u", 1 + any(5),
             any(3) == 0 ? "x" : "", 6 + any(5) + (number == i ? 0 : 10));
    const struct post post = {
        .time_s = MORNING + (int64_t)(number * DAYS / MESSAGES) * DAY_S,
        .message = (int)number + 1,
        .recipients = recipients,
        .attachments = any(8) == 0 ? "" : attachments[number],
        .sent = any(3) == 0,
        .sender = 1 + (int)any(9),
        .direction = (int)any(4),
        .domain = any(2) == 0 ? "a.example" : ""};
    if (is_taken)
        append(&post);
}

static inline void fill(unsigned which, uint32_t seed)
{
    use_relay(which);
    open_all();
    ck_assert_int_eq(am_store_use_key(store, key_id, &err), 0);
    random_state = seed;
    for (unsigned i = 0; i < MESSAGES; i++)
        record_one(i, which == 0 || i % RELAYS + 1 == which);
    drain();
    close_all();
}

static inline const char *input_of(char relay)
{
    static char input[TEMP_PATH_SIZE];

    snprintf(input, sizeof(input), "%.400s/%c.db", root, relay);
    return input;
}

static unsigned left_out; /* of the last merge, as digits */

static inline int merge(unsigned into, const char *relays,
                        struct am_merge_counts *counts)
{
    struct am_merge *merging = NULL;
    int result = 0;

    use_relay(into);
    fclose(fopen(path, "w"));
    ck_assert_msg(am_merge_create(&merging, path, &err) == 0, "%s", err.text);
    for (const char *r = relays; *r != '\0' && result == 0; r++)
        result = am_merge_look(merging, input_of(*r), &err);
    left_out = 0;
    for (; *relays != '\0' && result >= 0; relays++) {
        result = am_merge_add(merging, input_of(*relays), &err);
        if (result == 1)
            left_out = left_out * 10 + (unsigned)(*relays - '0');
    }
    if (result >= 0)
        result = am_merge_finish(merging, counts, &err);
    am_merge_destroy(&merging);
    return result;
}

static inline void open_reader(unsigned which)
{
    use_relay(which);
    ck_assert_msg(am_store_open_readonly(&store, path, &err) == 0, "%s",
                  err.text);
}

/* The sums of each day, and of all. */
static struct am_sums day_sums[DAYS + 2];
static struct am_message_sums day_messages[DAYS + 2];

static inline void keep_days(unsigned which)
{
    open_reader(which);
    for (int i = 0; i <= DAYS; i++) {
        day_sums[i] = sums_of(DAY + i, DAY + i + 1);
        day_messages[i] = messages_of(DAY + i, DAY + i + 1);
    }
    am_store_close(&store);
}

static inline void compare_days(const char *name)
{
    for (int i = 0; i <= DAYS; i++) {
        struct am_sums sums = sums_of(DAY + i, DAY + i + 1);
        struct am_message_sums messages = messages_of(DAY + i, DAY + i + 1);
        for (size_t m = 0; m < AM_SUMS_ALL; m++) {
            ck_assert_msg(*am_sums_at(&sums, m) == *am_sums_at(&day_sums[i], m),
                          "%s: day %d: %s is %lld, not %lld", name, i,
                          am_sums_members[m].parameter + 1,
                          (long long)*am_sums_at(&sums, m),
                          (long long)*am_sums_at(&day_sums[i], m));
        }
        ck_assert_int_eq(messages.messages, day_messages[i].messages);
        ck_assert_int_eq(messages.deliveries, day_messages[i].deliveries);
        ck_assert_int_eq(messages.wire_bytes, day_messages[i].wire_bytes);
    }
}

static inline void check_sound(void)
{
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_foreign_key_check"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_integrity_check "
                            "WHERE integrity_check <> 'ok'"),
                     0);
    ck_assert_int_eq(
        number("SELECT count(*) - count(DISTINCT relay_id || origin) FROM "
               "sighting s JOIN epoch e ON e.id = s.epoch"),
        0);
    ck_assert_int_eq(number("SELECT count(*) FROM day_sighting WHERE "
                            "new_all_contents < 0 OR new_own_bytes < 0 OR "
                            "new_sis_contents < 0"),
                     0);
}

#endif
