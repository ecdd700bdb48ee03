/*
 * plan - see plan.h.  How it is written is compose's business, what the files
 * hold content's.
 */
#include "mta/plan.h"

#include <stdio.h>
#include <stdlib.h>

#include "mta/compose.h"

#define LOGOS      12
#define OVERHEAD   24576 /* headers, texts and logos of a message, at most */
#define NESTED_MAX 3

static bool chance(struct am_plan *plan, unsigned permille)
{
    return am_random_chance(plan->random, permille);
}

static unsigned below(struct am_plan *plan, unsigned limit)
{
    return am_random_below(plan->random, limit);
}

size_t am_plan_room(size_t message_bytes)
{
    return message_bytes <= OVERHEAD ? 0 : (message_bytes - OVERHEAD) / 10 * 7;
}

/* A file: sent before, or new and then remembered. */
static struct am_content pick_content(struct am_plan *plan, bool *is_new)
{
    size_t known = plan->file_count;

    *is_new = known == 0 || !chance(plan, plan->shares->resend);
    if (!*is_new) {
        if (known > AM_PLAN_FILES)
            known = AM_PLAN_FILES;
        if (known > 10 && chance(plan, 500))
            known = 10;
        return plan->files[below(plan, (unsigned)known)];
    }

    struct am_content new = {am_content_pick(plan->random),
                             am_random_next(plan->random), 0};
    new.size_bytes = am_random_size(plan->random, plan->median_bytes);
    if (am_content_kind(new.kind)->text) {
        new.size_bytes = new.size_bytes / 8 + AM_CONTENT_TEXT_MIN;
    } else if (chance(plan, 10)) {
        new.size_bytes = below(plan, 4);
    }
    return new;
}

static enum am_encoding pick_encoding(struct am_plan *plan,
                                      const struct am_content *content)
{
    if (!am_content_kind(content->kind)->text || chance(plan, 250))
        return AM_ENCODING_BASE64;
    if (chance(plan, 500))
        return AM_ENCODING_QUOTED;
    return am_content_is_ascii(content) ? AM_ENCODING_7BIT : AM_ENCODING_8BIT;
}

static struct am_enclosure enclose(struct am_plan *plan,
                                   struct am_content content)
{
    static const unsigned widths[] = {76, 76, 76, 72, 64, 60};
    struct am_enclosure file = {.content = content};

    file.encoding = pick_encoding(plan, &content);
    file.line_chars = widths[below(plan, 6)];
    file.naming =
        chance(plan, 600) ? AM_NAMING_FILENAME : below(plan, AM_NAMING_COUNT);
    file.lies = chance(plan, 150);
    file.inline_shown =
        file.naming != AM_NAMING_NONE && file.naming != AM_NAMING_TYPE_ONLY &&
        am_content_kind(content.kind)->family != AM_FAMILY_IMAGE &&
        chance(plan, 50);
    return file;
}

/* Add files to letter while *room bytes of content last; true if any is new. */
static bool add_files(struct am_plan *plan, struct am_letter *letter,
                      size_t *room)
{
    bool any_new = false, is_new;

    do {
        struct am_content content = pick_content(plan, &is_new);

        if (content.size_bytes > *room)
            break;
        *room -= content.size_bytes;
        if (is_new)
            plan->files[plan->file_count++ % AM_PLAN_FILES] = content;
        any_new = any_new || is_new;
        letter->files[letter->file_count++] = enclose(plan, content);
    } while (letter->file_count < AM_LETTER_FILES &&
             chance(plan, plan->shares->more));
    return any_new;
}

/* Logos are the same few pictures, in every mail of a firm. */
static void add_logos(struct am_plan *plan, struct am_letter *letter)
{
    unsigned first = below(plan, LOGOS);

    letter->logo_count = 1 + below(plan, 3);
    for (unsigned i = 0; i < letter->logo_count; i++) {
        unsigned which = (first + i) % LOGOS;

        letter->logos[i] = (struct am_enclosure){
            .content = {AM_CONTENT_LOGO, plan->seed + which, 400 + 200 * which},
            .encoding = AM_ENCODING_BASE64,
            .line_chars = which % 3 == 0 ? 72 : 76,
            .inline_shown = true,
        };
    }
}

static void begin_letter(struct am_plan *plan, struct am_letter *letter)
{
    *letter = (struct am_letter){
        .number = ++plan->letters,
        .from = "someone@example.com",
        .to = "undisclosed-recipients:;",
        .seed = am_random_next(plan->random) >> 3,
    };
}

/* What the letter is, beside its files: at most one of these. */
static void pick_wrapping(struct am_plan *plan, struct am_letter *letter,
                          bool nested)
{
    size_t count = letter->file_count;
    const struct am_enclosure *last = &letter->files[count > 0 ? count - 1 : 0];
    bool base64_last = count > 0 && last->encoding == AM_ENCODING_BASE64 &&
                       last->content.size_bytes > 0;

    if (chance(plan, plan->shares->signature)) {
        letter->wrapping = AM_WRAPPING_SIGNED;
    } else if (base64_last && !nested && chance(plan, 30)) {
        letter->wrapping = count == 1 && letter->logo_count == 0
                               ? AM_WRAPPING_BARE
                               : AM_WRAPPING_OPEN;
    }
}

/*
 * The letter inside a forward, and those inside that one; the outermost is in
 * inner[0] at the end.
 */
static int write_inner(struct am_plan *plan, bool story, struct am_buf inner[2],
                       struct am_findings *findings, struct am_err *err)
{
    unsigned depth = 1 + below(plan, NESTED_MAX);
    size_t room = am_plan_room(plan->message_bytes) / 2;
    struct am_letter letter;

    for (unsigned level = 0; level < depth; level++) {
        begin_letter(plan, &letter);
        if (level == 0 && story) {
            letter.files[letter.file_count++] = enclose(plan, plan->story);
        } else if (level == 0 || chance(plan, 300)) {
            add_files(plan, &letter, &room);
        }
        if (level > 0)
            letter.inner = &inner[0];
        am_buf_clear(&inner[1]);
        if (am_compose(&letter, &inner[1], findings, err) < 0)
            return -1;

        struct am_buf swap = inner[0];
        inner[0] = inner[1];
        inner[1] = swap;
    }
    return 0;
}

static void set_message_id(struct am_plan *plan, struct am_letter *letter,
                           bool any_new)
{
    if (chance(plan, plan->shares->anonymous))
        return;
    /* Some mailers give two messages one Message-ID: not the same message. */
    if (!any_new || plan->last_id[0] == '\0' || !chance(plan, 10)) {
        snprintf(plan->last_id, sizeof(plan->last_id), "<%u.%llx@made.example>",
                 plan->letters, (unsigned long long)letter->seed);
    }
    letter->message_id = plan->last_id;
}

/* An ordinary letter.  True if it carries a file for the first time. */
static bool shape_letter(struct am_plan *plan, struct am_letter *letter,
                         bool *nested)
{
    size_t room = am_plan_room(plan->message_bytes) / 2;
    bool any_new = false;

    if (chance(plan, plan->shares->encrypted)) {
        letter->wrapping = AM_WRAPPING_ENCRYPTED;
        return false;
    }
    if (chance(plan, plan->shares->logo))
        add_logos(plan, letter);
    if (chance(plan, plan->shares->attach)) {
        *nested = chance(plan, plan->shares->nested);
        if (!*nested || chance(plan, 500))
            any_new = add_files(plan, letter, &room);
    }
    pick_wrapping(plan, letter, *nested);
    return any_new;
}

/* What kind asks for.  True if it carries a file for the first time. */
static bool shape(struct am_plan *plan, enum am_plan_kind kind,
                  struct am_letter *letter, bool *nested)
{
    *nested = kind == AM_PLAN_STORY_NESTED;
    if (kind == AM_PLAN_LETTER)
        return shape_letter(plan, letter, nested);
    if (kind == AM_PLAN_STORY)
        letter->files[letter->file_count++] = enclose(plan, plan->story);
    if (kind == AM_PLAN_REPORT) {
        letter->wrapping = AM_WRAPPING_REPORT;
        *nested = chance(plan, 600);
    }
    return false;
}

int am_plan_write(struct am_plan *plan, enum am_plan_kind kind,
                  struct am_traffic_message *message, struct am_err *err)
{
    struct am_buf out;
    struct am_buf inner[2];
    struct am_findings findings = {0};
    struct am_letter letter;
    bool nested;
    int status = 0;

    am_buf_init(&out, plan->message_bytes);
    am_buf_init(&inner[0], out.limit);
    am_buf_init(&inner[1], out.limit);
    begin_letter(plan, &letter);
    set_message_id(plan, &letter, shape(plan, kind, &letter, &nested));
    if (nested) {
        status = write_inner(plan, kind == AM_PLAN_STORY_NESTED, inner,
                             &findings, err);
        letter.inner = &inner[0];
    }
    if (status == 0)
        status = am_compose(&letter, &out, &findings, err);

    am_buf_free(&inner[0]);
    am_buf_free(&inner[1]);
    message->mergeable = letter.message_id != NULL;
    message->bytes = out.data;
    message->size = out.size;
    message->parts = findings.parts;
    message->part_count = findings.count;
    return status;
}
