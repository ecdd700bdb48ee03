/*
 * truth - see truth.h.
 */
#include "mta/truth.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* One message, or what a later transaction added to it. */
struct entry {
    int64_t day;
    unsigned identity;
    bool mergeable;
    bool first; /* else more recipients of a message that is known */
    enum am_direction direction;
    char domain[64];
    int64_t size_bytes;
    int64_t local, external, sent, hops, lmtp;
    unsigned *mailboxes; /* counted here */
    size_t mailbox_count;
    struct am_traffic_part *parts;
    size_t part_count;
};

struct am_truth {
    unsigned delivery_limit;
    struct entry *entries;
    size_t count, room;
};

const struct am_truth_filter am_truth_all = {-1, -1, -1, -1, NULL};

int am_truth_create(struct am_truth **truth, unsigned delivery_limit,
                    struct am_err *err)
{
    struct am_truth *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the truth");
    new->delivery_limit = delivery_limit;
    *truth = new;
    return 0;
}

static void free_entry(struct entry *entry)
{
    free(entry->mailboxes);
    free(entry->parts);
}

void am_truth_destroy(struct am_truth **truth)
{
    if (*truth == NULL)
        return;
    for (size_t i = 0; i < (*truth)->count; i++)
        free_entry(&(*truth)->entries[i]);
    free((*truth)->entries);
    free(*truth);
    *truth = NULL;
}

static bool has_mailbox(const struct entry *entry, unsigned mailbox)
{
    for (size_t i = 0; i < entry->mailbox_count; i++) {
        if (entry->mailboxes[i] == mailbox)
            return true;
    }
    return false;
}

static bool is_same_message(const struct entry *earlier,
                            const struct am_traffic_message *message)
{
    return message->mergeable && earlier->mergeable &&
           earlier->identity == message->identity;
}

static bool was_counted(const struct am_truth *truth,
                        const struct am_traffic_message *message,
                        unsigned mailbox)
{
    for (size_t i = 0; i < truth->count; i++) {
        if (is_same_message(&truth->entries[i], message) &&
            has_mailbox(&truth->entries[i], mailbox))
            return true;
    }
    return false;
}

static bool is_known(const struct am_truth *truth,
                     const struct am_traffic_message *message)
{
    for (size_t i = 0; i < truth->count; i++) {
        if (is_same_message(&truth->entries[i], message))
            return true;
    }
    return false;
}

static int64_t deliveries(int64_t recipients, unsigned limit)
{
    return (recipients + limit - 1) / limit;
}

/* Recipients counted here of one next hop, of which 0 is our own. */
static int64_t count_group(const struct entry *entry,
                           const struct am_traffic_message *message,
                           unsigned group)
{
    int64_t count = 0;

    for (size_t i = 0; i < entry->mailbox_count; i++) {
        size_t j = 0;

        while (message->rcpts[j].mailbox != entry->mailboxes[i])
            j++;
        count += message->rcpts[j].group == group;
    }
    return count;
}

/* Recipients that are accepted, distinct and not counted before. */
static int take_recipients(const struct am_truth *truth, struct entry *entry,
                           const struct am_traffic_message *message,
                           struct am_err *err)
{
    unsigned limit = truth->delivery_limit;
    unsigned groups = 0;

    entry->mailboxes = calloc(message->rcpt_count + 1, sizeof(unsigned));
    if (entry->mailboxes == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the truth");
    for (size_t i = 0; i < message->rcpt_count; i++) {
        const struct am_traffic_rcpt *rcpt = &message->rcpts[i];

        if (rcpt->refused || has_mailbox(entry, rcpt->mailbox) ||
            was_counted(truth, message, rcpt->mailbox))
            continue;
        entry->mailboxes[entry->mailbox_count++] = rcpt->mailbox;
        if (rcpt->group > groups)
            groups = rcpt->group;
    }
    entry->local = count_group(entry, message, 0);
    entry->external = (int64_t)entry->mailbox_count - entry->local;
    entry->lmtp = deliveries(entry->local, limit);
    for (unsigned group = 0; group <= groups; group++)
        entry->hops += deliveries(count_group(entry, message, group), limit);
    return 0;
}

static int take_parts(struct entry *entry,
                      const struct am_traffic_message *message,
                      struct am_err *err)
{
    entry->parts = calloc(message->part_count + 1, sizeof(*entry->parts));
    if (entry->parts == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the truth");
    if (message->part_count > 0) {
        memcpy(entry->parts, message->parts,
               message->part_count * sizeof(*entry->parts));
    }
    entry->part_count = message->part_count;
    return 0;
}

static int grow(struct am_truth *truth, struct am_err *err)
{
    if (truth->count < truth->room)
        return 0;

    size_t room = truth->room * 2 + 64;
    void *more = realloc(truth->entries, room * sizeof(*truth->entries));
    if (more == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the truth");
    truth->entries = more;
    truth->room = room;
    return 0;
}

int am_truth_add(struct am_truth *truth, int64_t day,
                 const struct am_traffic_message *message, struct am_err *err)
{
    struct entry entry = {
        .day = day,
        .identity = message->identity,
        .mergeable = message->mergeable,
        .first = !is_known(truth, message),
        .direction = message->direction,
        .size_bytes = (int64_t)message->size,
    };

    strncpy(entry.domain, message->domain, sizeof(entry.domain) - 1);
    entry.sent = entry.first && message->sender_local;
    if (grow(truth, err) < 0 ||
        take_recipients(truth, &entry, message, err) < 0 ||
        take_parts(&entry, message, err) < 0) {
        free_entry(&entry);
        return -1;
    }
    truth->entries[truth->count++] = entry;
    return 0;
}

static bool wants_entry(const struct am_truth_filter *filter,
                        const struct entry *entry)
{
    return (filter->day < 0 || filter->day == entry->day) &&
           (filter->direction < 0 ||
            filter->direction == (int)entry->direction) &&
           (filter->domain == NULL ||
            strcmp(filter->domain, entry->domain) == 0);
}

static bool wants_part(const struct am_truth_filter *filter,
                       const struct am_traffic_part *part)
{
    return (filter->class < 0 || filter->class == (int)part->class) &&
           (filter->family < 0 || filter->family == (int)part->family);
}

static int64_t copies(const struct entry *entry, enum am_truth_scope scope)
{
    int64_t own = entry->local + entry->sent;

    return scope == AM_TRUTH_OWN ? own : own + entry->external;
}

/* Was this content in no attachment before, with a copy in the scope? */
static bool is_new(const struct am_truth *truth, size_t at, size_t part,
                   enum am_truth_scope scope)
{
    const unsigned char *sha256 = truth->entries[at].parts[part].sha256;

    if (copies(&truth->entries[at], scope) == 0)
        return false;
    for (size_t i = 0; i <= at; i++) {
        const struct entry *entry = &truth->entries[i];
        size_t last = i == at ? part : entry->part_count;

        if (copies(entry, scope) == 0)
            continue;
        for (size_t j = 0; j < last; j++) {
            if (memcmp(entry->parts[j].sha256, sha256, AM_DIGEST_SIZE) == 0)
                return false;
        }
    }
    return true;
}

static void add_once(const struct entry *entry,
                     const struct am_traffic_part *part, struct am_sums *sums)
{
    int64_t size = (int64_t)part->size_bytes;
    bool own = copies(entry, AM_TRUTH_OWN) > 0;

    sums->sightings++;
    sums->size_bytes += size;
    sums->stored_bytes += (int64_t)part->stored_bytes;
    sums->wire_bytes += (int64_t)part->wire_bytes;
    if (own) {
        sums->sightings_own++;
        sums->size_own_bytes += size;
        sums->stored_own_bytes += (int64_t)part->stored_bytes;
        sums->wire_own_bytes += (int64_t)part->wire_bytes;
    }
    if (entry->local > 0)
        sums->size_linked_bytes += size;
}

static void add_copies(const struct entry *entry,
                       const struct am_traffic_part *part, struct am_sums *sums)
{
    int64_t size = (int64_t)part->size_bytes;
    int64_t stored = (int64_t)part->stored_bytes;
    int64_t wire = (int64_t)part->wire_bytes;

    sums->copies_local += entry->local;
    sums->copies_external += entry->external;
    sums->copies_sent += entry->sent;
    sums->copies_lmtp += entry->lmtp;
    sums->size_local_bytes += size * entry->local;
    sums->size_external_bytes += size * entry->external;
    sums->size_sent_bytes += size * entry->sent;
    sums->size_lmtp_bytes += size * entry->lmtp;
    sums->stored_local_bytes += stored * entry->local;
    sums->stored_external_bytes += stored * entry->external;
    sums->stored_sent_bytes += stored * entry->sent;
    sums->stored_lmtp_bytes += stored * entry->lmtp;
    sums->wire_local_bytes += wire * entry->local;
    sums->wire_external_bytes += wire * entry->external;
    sums->wire_sent_bytes += wire * entry->sent;
    sums->size_hops_bytes += size * entry->hops;
}

static void add_new(const struct am_truth *truth, size_t at, size_t which,
                    struct am_sums *sums)
{
    int64_t size = (int64_t)truth->entries[at].parts[which].size_bytes;

    if (is_new(truth, at, which, AM_TRUTH_ALL)) {
        sums->new_all_contents++;
        sums->new_all_bytes += size;
    }
    if (is_new(truth, at, which, AM_TRUTH_OWN)) {
        sums->new_own_contents++;
        sums->new_own_bytes += size;
    }
}

void am_truth_sums(const struct am_truth *truth,
                   const struct am_truth_filter *filter, struct am_sums *sums)
{
    *sums = (struct am_sums){0};
    for (size_t i = 0; i < truth->count; i++) {
        const struct entry *entry = &truth->entries[i];

        if (!wants_entry(filter, entry))
            continue;
        for (size_t j = 0; j < entry->part_count; j++) {
            if (!wants_part(filter, &entry->parts[j]))
                continue;
            if (entry->first)
                add_once(entry, &entry->parts[j], sums);
            add_copies(entry, &entry->parts[j], sums);
            add_new(truth, i, j, sums);
        }
    }
}

void am_truth_messages(const struct am_truth *truth,
                       const struct am_truth_filter *filter,
                       struct am_message_sums *sums)
{
    *sums = (struct am_message_sums){0};
    for (size_t i = 0; i < truth->count; i++) {
        const struct entry *entry = &truth->entries[i];
        int64_t recipients = entry->local + entry->external;

        if (!wants_entry(filter, entry))
            continue;
        sums->messages += entry->first;
        sums->deliveries += recipients;
        if (entry->first)
            sums->wire_bytes += entry->size_bytes;
        if (entry->part_count > 0) {
            sums->with_attachments += entry->first;
            sums->deliveries_with_attachments += recipients;
        }
    }
}

static void add_bytes(struct am_truth_bytes *bytes,
                      const struct am_traffic_part *part, int64_t times)
{
    bytes->size_bytes += (int64_t)part->size_bytes * times;
    bytes->stored_bytes += (int64_t)part->stored_bytes * times;
    bytes->wire_bytes += (int64_t)part->wire_bytes * times;
}

static void total_part(const struct entry *entry,
                       const struct am_traffic_part *part,
                       enum am_truth_scope scope,
                       struct am_truth_totals *totals)
{
    int64_t d = (int64_t)part->size_bytes;
    int64_t c = copies(entry, scope);

    totals->sightings += entry->first;
    totals->copies_local += entry->local;
    totals->copies_sent += entry->sent;
    if (scope == AM_TRUTH_ALL)
        totals->copies_external += entry->external;
    add_bytes(&totals->received, part, entry->first);
    add_bytes(&totals->delivered, part, c);
    totals->encoding_bytes += ((int64_t)part->stored_bytes - d) * c;
    totals->within_bytes += d * (c - entry->first);
}

void am_truth_total(const struct am_truth *truth, enum am_truth_scope scope,
                    struct am_truth_totals *totals)
{
    *totals = (struct am_truth_totals){0};
    for (size_t i = 0; i < truth->count; i++) {
        const struct entry *entry = &truth->entries[i];
        size_t count = copies(entry, scope) > 0 ? entry->part_count : 0;

        for (size_t j = 0; j < count; j++) {
            total_part(entry, &entry->parts[j], scope, totals);
            if (!is_new(truth, i, j, scope))
                continue;
            totals->contents++;
            totals->unique_bytes += (int64_t)entry->parts[j].size_bytes;
        }
    }
    totals->across_bytes = totals->received.size_bytes - totals->unique_bytes;
}
