/*
 * traffic - see traffic.h: what kind of message comes next, who it is from and
 * for, which one comes twice.  What it carries is plan's business, who the
 * people are people's.
 */
#include "mta/traffic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mta/people.h"
#include "mta/plan.h"

#define MAIL_KEPT    8 /* messages that may come once more */
#define MAIL_MAX     300000
#define STORY_BYTES  4400000
#define STORY_PEOPLE 25

const struct am_traffic_shares am_traffic_shares_default = {
    .attach = 450,
    .more = 350,
    .resend = 300,
    .logo = 250,
    .nested = 120,
    .signature = 30,
    .encrypted = 10,
    .bounce = 25,
    .list = 30,
    .duplicates = 40,
    .anonymous = 30,
    .again = 30,
};

struct am_traffic {
    struct am_traffic_options options;
    struct am_traffic_shares shares;
    struct am_random random;
    struct am_plan plan;
    unsigned number; /* of the message being made */
    unsigned story[3];
    struct am_traffic_message *kept[MAIL_KEPT];
    unsigned kept_count; /* ever */
};

/* A message with what it owns beside its public part. */
struct made {
    struct am_traffic_message message;
    struct am_crowd crowd;
    unsigned sender_mailbox; /* 0: nobody */
    char sender[AM_ADDRESS_SIZE];
};

static bool chance(struct am_traffic *traffic, unsigned permille)
{
    return am_random_chance(&traffic->random, permille);
}

static unsigned below(struct am_traffic *traffic, unsigned limit)
{
    return am_random_below(&traffic->random, limit);
}

static void set_defaults(struct am_traffic_options *options)
{
    if (options->message_bytes == 0)
        options->message_bytes = 8000000;
    if (options->median_bytes == 0)
        options->median_bytes = 40000;
    if (options->fan_out == 0)
        options->fan_out = 200;
}

static void plan_story(struct am_traffic *traffic)
{
    const struct am_traffic_options *options = &traffic->options;
    size_t room = am_plan_room(options->message_bytes);

    if (!options->story || options->messages < 12)
        return;
    for (unsigned i = 0; i < 3; i++)
        traffic->story[i] = options->messages * (i + 1) / 4;
    traffic->plan.story =
        (struct am_content){AM_CONTENT_PDF, am_random_next(&traffic->random),
                            room < STORY_BYTES ? room : STORY_BYTES};
}

int am_traffic_create(struct am_traffic **traffic,
                      const struct am_traffic_options *options,
                      struct am_err *err)
{
    if (options->message_bytes != 0 && options->message_bytes < 65536) {
        return am_fail(err, AM_EINVAL,
                       "messages of at most %zu bytes are too "
                       "small to hold an attachment",
                       options->message_bytes);
    }
    if (options->fan_out > AM_PEOPLE_LOCAL / 2) {
        return am_fail(err, AM_EINVAL, "%u recipients are too many",
                       options->fan_out);
    }

    struct am_traffic *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for made-up mail");
    new->options = *options;
    new->shares =
        options->shares != NULL ? *options->shares : am_traffic_shares_default;
    set_defaults(&new->options);
    am_random_begin(&new->random, options->seed);
    new->plan = (struct am_plan){
        .random = &new->random,
        .shares = &new->shares,
        .seed = options->seed,
        .message_bytes = new->options.message_bytes,
        .median_bytes = new->options.median_bytes,
    };
    plan_story(new);
    *traffic = new;
    return 0;
}

void am_traffic_destroy(struct am_traffic **traffic)
{
    if (*traffic == NULL)
        return;
    for (size_t i = 0; i < MAIL_KEPT; i++)
        am_traffic_message_destroy(&(*traffic)->kept[i]);
    free(*traffic);
    *traffic = NULL;
}

void am_traffic_message_destroy(struct am_traffic_message **message)
{
    struct made *made = (struct made *)*message; /* its first member */

    if (made == NULL)
        return;
    am_crowd_free(&made->crowd);
    free(made->message.parts);
    free(made->message.bytes);
    free(made);
    *message = NULL;
}

unsigned am_traffic_story(const struct am_traffic *traffic)
{
    return traffic->story[0];
}

/* Recipients in thousand: all local, mixed, all external; by the sender. */
static void add_recipients(struct am_traffic *traffic, struct am_crowd *crowd,
                           bool sender_local, unsigned count)
{
    unsigned throw = below(traffic, 1000);
    unsigned all_local = sender_local ? 450 : 850;

    if (throw < all_local) {
        am_crowd_add(crowd, &traffic->random, true, count);
    } else if (throw < 950 && count > 1) {
        unsigned local = 1 + below(traffic, count - 1);

        am_crowd_add(crowd, &traffic->random, true, local);
        am_crowd_add(crowd, &traffic->random, false, count - local);
    } else {
        am_crowd_add(crowd, &traffic->random, false, count);
    }
}

/* How many people it goes to: mostly one, at times a list. */
static unsigned pick_fan_out(struct am_traffic *traffic)
{
    unsigned most = traffic->options.fan_out;
    unsigned count = 1;

    if (traffic->number == traffic->options.messages / 3 + 1)
        return most;
    if (chance(traffic, traffic->shares.list))
        return 1 + below(traffic, most);
    while (count < most && count < 12 && chance(traffic, 400))
        count++;
    return count;
}

static void finish_envelope(struct am_traffic *traffic, struct made *made)
{
    struct am_traffic_message *message = &made->message;
    struct am_crowd *crowd = &made->crowd;

    if (chance(traffic, traffic->shares.duplicates))
        am_crowd_add_duplicate(crowd, &traffic->random);
    if (chance(traffic, traffic->shares.refused))
        am_crowd_add_refused(crowd, &traffic->random);
    message->rcpts = crowd->rcpts;
    message->rcpt_count = crowd->count;
    message->direction = am_crowd_direction(crowd, message->sender_local);
    if (message->sender_local) {
        message->domain = am_people_domain(made->sender_mailbox);
    } else {
        message->domain = am_crowd_domain(crowd);
    }
}

static struct made *new_message(struct am_traffic *traffic, struct am_err *err)
{
    struct made *made = calloc(1, sizeof(*made));

    if (made == NULL) {
        am_err_set(err, AM_ENOMEM, "no memory for a message");
        return NULL;
    }
    /* Two more: one named twice, one refused. */
    if (am_crowd_create(&made->crowd, traffic->options.fan_out + 2U, err) < 0) {
        free(made);
        return NULL;
    }
    made->message.number = traffic->number;
    made->message.identity = traffic->number;
    made->message.sender = made->sender;
    snprintf(made->message.queue_id, sizeof(made->message.queue_id), "4X%08X",
             traffic->number);
    return made;
}

static void set_sender(struct made *made, unsigned mailbox)
{
    made->sender_mailbox = mailbox;
    made->message.sender_local = mailbox <= AM_PEOPLE_LOCAL;
    am_people_address(mailbox, made->sender);
}

/* The story: local people all the way, so that it shows in every scope. */
static enum am_plan_kind address_story(struct am_traffic *traffic,
                                       struct made *made)
{
    bool first = traffic->number == traffic->story[0];

    set_sender(made, 1 + below(traffic, AM_PEOPLE_LOCAL));
    am_crowd_add(&made->crowd, &traffic->random, true,
                 first ? STORY_PEOPLE : 2);
    return traffic->number == traffic->story[2] ? AM_PLAN_STORY_NESTED
                                                : AM_PLAN_STORY;
}

static enum am_plan_kind address(struct am_traffic *traffic, struct made *made)
{
    for (size_t i = 0; i < 3; i++) {
        if (traffic->number == traffic->story[i])
            return address_story(traffic, made);
    }
    if (chance(traffic, traffic->shares.bounce)) {
        add_recipients(traffic, &made->crowd, false, 1);
        return AM_PLAN_REPORT;
    }
    set_sender(made, am_people_pick(&traffic->random, chance(traffic, 600)));
    add_recipients(traffic, &made->crowd, made->message.sender_local,
                   pick_fan_out(traffic));
    return AM_PLAN_LETTER;
}

static int make_new(struct am_traffic *traffic, struct made *made,
                    struct am_err *err)
{
    enum am_plan_kind kind = address(traffic, made);

    finish_envelope(traffic, made);
    return am_plan_write(&traffic->plan, kind, &made->message, err);
}

static int copy_mail(struct am_traffic_message *to,
                     const struct am_traffic_message *from, struct am_err *err)
{
    size_t parts_size = from->part_count * sizeof(*from->parts);

    to->bytes = malloc(from->size);
    to->parts = malloc(parts_size + 1);
    if (to->bytes == NULL || to->parts == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a message");
    memcpy(to->bytes, from->bytes, from->size);
    if (parts_size > 0)
        memcpy(to->parts, from->parts, parts_size);
    to->size = from->size;
    to->part_count = from->part_count;
    to->identity = from->identity;
    to->mergeable = from->mergeable;
    return 0;
}

static void copy_recipients(struct am_crowd *to, const struct am_crowd *from)
{
    for (size_t i = 0; i < from->count && to->count < to->room; i++) {
        to->rcpts[to->count] = from->rcpts[i];
        memcpy(to->addresses[to->count], from->addresses[i], AM_ADDRESS_SIZE);
        to->rcpts[to->count].address = to->addresses[to->count];
        to->count++;
    }
}

/*
 * An earlier message once more: to the same people (a retry), to some of them
 * and others, or to others only (what an MTA split).
 */
static int make_again(struct am_traffic *traffic, struct made *made,
                      const struct made *earlier, struct am_err *err)
{
    unsigned way = below(traffic, 3);

    if (earlier->sender[0] != '\0')
        set_sender(made, earlier->sender_mailbox);
    if (way < 2)
        copy_recipients(&made->crowd, &earlier->crowd);
    if (way > 0) {
        add_recipients(traffic, &made->crowd, made->message.sender_local,
                       1 + below(traffic, 4));
    }
    finish_envelope(traffic, made);
    return copy_mail(&made->message, &earlier->message, err);
}

/*
 * Keep a copy of a small message, that it may come again.  Only with a local
 * recipient: what comes later then adds copies to a message that the scope
 * `own` has seen, and no sighting.
 */
static int keep(struct am_traffic *traffic, const struct made *made,
                struct am_err *err)
{
    const struct am_traffic_message *message = &made->message;
    bool has_local = message->direction == AM_DIRECTION_INBOUND ||
                     message->direction == AM_DIRECTION_INTERNAL;

    if (message->size > MAIL_MAX || !has_local)
        return 0;

    struct made *copy = new_message(traffic, err);
    if (copy == NULL)
        return -1;
    copy->sender_mailbox = made->sender_mailbox;
    memcpy(copy->sender, made->sender, sizeof(copy->sender));
    copy_recipients(&copy->crowd, &made->crowd);
    int status = copy_mail(&copy->message, message, err);
    struct am_traffic_message *kept = &copy->message;
    if (status == 0) {
        unsigned slot = traffic->kept_count++ % MAIL_KEPT;
        struct am_traffic_message *old = traffic->kept[slot];

        traffic->kept[slot] = kept;
        kept = old;
    }
    am_traffic_message_destroy(&kept);
    return status;
}

static bool is_story(const struct am_traffic *traffic)
{
    return traffic->number == traffic->story[0] ||
           traffic->number == traffic->story[1] ||
           traffic->number == traffic->story[2];
}

int am_traffic_next(struct am_traffic *traffic,
                    struct am_traffic_message **message, struct am_err *err)
{
    if (traffic->number == traffic->options.messages)
        return 0;
    traffic->number++;

    struct made *made = new_message(traffic, err);
    if (made == NULL)
        return -1;
    unsigned known =
        traffic->kept_count < MAIL_KEPT ? traffic->kept_count : MAIL_KEPT;
    bool again = known > 0 && !is_story(traffic) &&
                 chance(traffic, traffic->shares.again);
    int status;
    if (again) {
        const struct am_traffic_message *one =
            traffic->kept[below(traffic, known)];

        status = make_again(traffic, made, (const struct made *)one, err);
    } else {
        status = make_new(traffic, made, err);
        if (status == 0)
            status = keep(traffic, made, err);
    }
    *message = &made->message;
    if (status == 0)
        return 1;
    am_traffic_message_destroy(message);
    return -1;
}
