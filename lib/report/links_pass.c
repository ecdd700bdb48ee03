/* links_pass - see links_pass.h. */
#include "report/links_pass.h"

#include <stdlib.h>

#include "store/day_sum.h"

/* Where a content is: the highest step of each axis that it was met in, and one
 * more; 0: nowhere. */
struct place {
    uint32_t by_size:12;
    uint32_t by_recipients:12;
    uint32_t in_lists:1;
    uint32_t in_logos:1;
    uint32_t is_left:1;
    uint32_t holds_met:1; /* a container with a content that was met */
};

/* The message whose attachments come in. */
struct message {
    int64_t id; /* 0: none */
    struct am_links adds;
    unsigned by_size, by_recipients; /* its highest steps */
    bool is_list, has_logo;
};

struct am_links_pass {
    struct am_links steps[AM_LINKS_AXES][AM_SCALE_STEPS];
    struct am_links lists, logos;
    struct am_links_left left;
    struct message message;
    int64_t bound; /* no sum is higher */
    int64_t last_content;
    struct place places[];
};

int am_links_create(struct am_links_pass **pass, int64_t last_content,
                    struct am_err *err)
{
    size_t count = last_content > 0 ? (size_t)last_content + 1 : 1;
    struct am_links_pass *new = NULL;

    if (count <= (SIZE_MAX - sizeof(*new)) / sizeof(new->places[0]))
        new = calloc(1, sizeof(*new) + count * sizeof(new->places[0]));
    if (new == NULL) {
        return am_fail(err, AM_ENOMEM, "no memory for %lld contents",
                       (long long)last_content);
    }
    new->last_content = last_content;
    *pass = new;
    return 0;
}

void am_links_destroy(struct am_links_pass **pass)
{
    free(*pass);
    *pass = NULL;
}

static void add_content(struct am_links *links, int64_t size_bytes)
{
    links->value[AM_LINKS_CONTENTS]++;
    links->value[AM_LINKS_UNIQUE_BYTES] += size_bytes;
}

/* A content is met in a step, and was so in that before `at`; where it is a
 * higher one now, it moves up.  Returns the new `at`. */
static unsigned move_up(struct am_links *steps, unsigned at, unsigned step,
                        int64_t size_bytes)
{
    if (at > step)
        return at;
    if (at > 0) {
        steps[at - 1].value[AM_LINKS_CONTENTS]--;
        steps[at - 1].value[AM_LINKS_UNIQUE_BYTES] -= size_bytes;
    }
    add_content(&steps[step], size_bytes);
    return step + 1;
}

/* Where an attachment belongs. */
struct target {
    unsigned by_size, by_recipients;
    bool is_list, is_logo;
};

static void meet(struct am_links_pass *pass, const struct target *target,
                 int64_t content, int64_t size_bytes)
{
    struct place *place = &pass->places[content];

    place->by_size =
        0xfff & move_up(pass->steps[AM_LINKS_BY_SIZE], place->by_size,
                        target->by_size, size_bytes);
    place->by_recipients = 0xfff & move_up(pass->steps[AM_LINKS_BY_RECIPIENTS],
                                           place->by_recipients,
                                           target->by_recipients, size_bytes);
    if (target->is_list && !place->in_lists) {
        place->in_lists = true;
        add_content(&pass->lists, size_bytes);
    }
    if (target->is_logo && !place->in_logos) {
        place->in_logos = true;
        add_content(&pass->logos, size_bytes);
    }
}

/* Meet what is in an attachment; returns the bytes that are in no content. */
static int64_t meet_all(struct am_links_pass *pass, const struct target *target,
                        const struct am_detail *detail)
{
    int64_t framing = detail->size_bytes;

    if (detail->part_count == 0) {
        meet(pass, target, detail->content, detail->size_bytes);
        return 0;
    }
    meet(pass, target, detail->content, 0);
    for (size_t i = 0; i < detail->part_count; i++) {
        const struct am_detail_part *part = &detail->parts[i];
        meet(pass, target, part->content, part->size_bytes);
        framing -= part->size_bytes;
    }
    return framing;
}

static void note_message(struct am_links_pass *pass,
                         const struct target *target,
                         const struct am_detail *detail)
{
    struct message *message = &pass->message;

    if (message->id != detail->message) {
        am_links_finish(pass);
        *message = (struct message){
            .id = detail->message,
            .adds.value = {[AM_LINKS_MESSAGES] = !detail->is_continuation,
                           [AM_LINKS_DELIVERIES] = detail->local},
            .by_recipients = target->by_recipients,
            .is_list = target->is_list,
        };
    }
    if (message->by_size < target->by_size)
        message->by_size = target->by_size;
    message->has_logo |= target->is_logo;
}

static struct target target_of(const struct am_detail *detail)
{
    int64_t recipients = detail->local + detail->external;

    return (struct target){
        .by_size = am_scale_step(detail->size_bytes),
        .by_recipients = am_scale_step(recipients),
        .is_list = recipients >= AM_LINKS_LIST_RECIPIENTS ||
                   detail->local > detail->local_given,
        .is_logo = detail->class == AM_CLASS_INLINE &&
                   detail->size_bytes < (int64_t)AM_LOGO_BYTES,
    };
}

/* An attachment, as the sets see it. */
struct addend {
    bool is_first; /* in whatever set it is: its message is new there */
    struct am_links first, copies;
};

/* To a set that met its content before, or did not. */
static void add_to_set(struct am_links *links, const struct addend *addend,
                       bool is_met)
{
    am_links_add(links, &addend->copies);
    if (addend->is_first || !is_met)
        am_links_add(links, &addend->first);
}

/* To all sets of an axis: those of the steps up to this one.  Its content was
 * met in those up to `at` - 1, and for these it is then not the first. */
static void add_to_steps(struct am_links *steps, const struct addend *addend,
                         unsigned at, unsigned step)
{
    add_to_set(&steps[step], addend, at > step);
    if (addend->is_first || at == 0 || at > step)
        return;
    for (size_t i = 0; i < AM_LINKS_VALUES; i++)
        steps[at - 1].value[i] -= addend->first.value[i];
}

int am_links_feed(void *context, const struct am_detail *detail,
                  struct am_err *err)
{
    struct am_links_pass *pass = context;

    if (am_detail_check(detail, pass->last_content, &pass->bound, err) < 0)
        return -1;

    struct target target = target_of(detail);
    struct place before = pass->places[detail->content];
    int64_t framing = meet_all(pass, &target, detail);
    const struct addend addend = {!detail->is_continuation,
                                  am_links_of_first(detail, framing),
                                  am_links_of_copies(detail)};

    note_message(pass, &target, detail);
    add_to_steps(pass->steps[AM_LINKS_BY_SIZE], &addend, before.by_size,
                 target.by_size);
    add_to_steps(pass->steps[AM_LINKS_BY_RECIPIENTS], &addend,
                 before.by_recipients, target.by_recipients);
    if (target.is_list)
        add_to_set(&pass->lists, &addend, before.in_lists);
    if (target.is_logo)
        add_to_set(&pass->logos, &addend, before.in_logos);
    return 0;
}

void am_links_finish(struct am_links_pass *pass)
{
    const struct message *message = &pass->message;

    am_links_add(&pass->steps[AM_LINKS_BY_SIZE][message->by_size],
                 &message->adds);
    am_links_add(&pass->steps[AM_LINKS_BY_RECIPIENTS][message->by_recipients],
                 &message->adds);
    if (message->is_list)
        am_links_add(&pass->lists, &message->adds);
    if (message->has_logo)
        am_links_add(&pass->logos, &message->adds);
    pass->message = (struct message){0};
}

const struct am_links *am_links_step(const struct am_links_pass *pass,
                                     enum am_links_axis axis, unsigned step)
{
    return &pass->steps[axis][step];
}

const struct am_links *am_links_lists(const struct am_links_pass *pass)
{
    return &pass->lists;
}

const struct am_links *am_links_logos(const struct am_links_pass *pass)
{
    return &pass->logos;
}

size_t am_links_contents(const struct am_links_pass *pass,
                         enum am_links_axis axis, unsigned first, unsigned last,
                         int64_t *contents, size_t room)
{
    size_t count = 0;

    for (int64_t i = 1; i <= pass->last_content && count < room; i++) {
        const struct place *place = &pass->places[i];
        unsigned at =
            axis == AM_LINKS_BY_SIZE ? place->by_size : place->by_recipients;
        if (at > first && at <= last + 1)
            contents[count++] = i;
    }
    return count;
}

static bool is_known(const struct am_links_pass *pass, int64_t content)
{
    return content > 0 && content <= pass->last_content;
}

void am_links_note_inside(void *context, int64_t container, int64_t content)
{
    struct am_links_pass *pass = context;

    if (is_known(pass, container) && is_known(pass, content) &&
        pass->places[content].by_size > 0)
        pass->places[container].holds_met = true;
}

bool am_links_is_met(void *context, int64_t content)
{
    const struct am_links_pass *pass = context;

    return is_known(pass, content) && (pass->places[content].by_size > 0 ||
                                       pass->places[content].holds_met);
}

/* Is the content in the set?  Then it is one that stays. */
static bool stays(struct am_links_pass *pass, int64_t content)
{
    struct place *place = &pass->places[content];

    if (place->by_size == 0)
        return false;
    pass->left.contents += !place->is_left;
    place->is_left = true;
    return true;
}

int am_links_feed_left(void *context, const struct am_detail *detail,
                       struct am_err *err)
{
    struct am_links_pass *pass = context;
    int64_t copies = detail->local + detail->sent;

    if (am_detail_check(detail, pass->last_content, &pass->bound, err) < 0)
        return -1;
    bool is_left = stays(pass, detail->content);
    for (size_t i = 0; i < detail->part_count; i++)
        is_left |= stays(pass, detail->parts[i].content);
    if (!is_left)
        return 0;
    pass->left.attachments += !detail->is_continuation;
    pass->left.copies += copies;
    pass->left.stored_bytes += detail->stored_bytes * copies;
    return 0;
}

const struct am_links_left *am_links_left(const struct am_links_pass *pass)
{
    return &pass->left;
}
