/*
 * envelope - see envelope.h.
 *
 * An address is turned into eight keyed bytes as soon as it comes and is not
 * kept.  What is written into the record is keyed once more, under the message,
 * so that equal recipients of two messages cannot be told from the spool.
 */
#include "meter/envelope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meter/address.h"

#define RECIPIENT_MAX 65536U
#define SLOTS_MIN     64U   /* a power of two */
#define KEEP_MAX      1024U /* recipients whose memory is kept for the next */

/* What says that a sender is one of ours, the best first. */
enum signal {
    BY_NOTHING = 0, /* so it is none of ours */
    BY_LOGIN,
    BY_CLIENT, /* where it connects from or to, or that it is this host */
    BY_DOMAIN  /* alone, which anybody can write */
};

static const char several[] = "several";

struct am_envelope {
    struct am_signer *signer;
    const struct am_rules *rules;

    bool has_sender;
    enum signal signal;
    bool sender_lacks_sent;
    unsigned char sender_key[AM_SHORT_KEY];
    char sender_domain[AM_DOMAIN_SIZE]; /* "" unless it is one of ours */

    struct am_recipient *recipients;
    size_t count;
    size_t room;
    uint32_t *slots; /* open addressing: 1 + index of a recipient, 0: free */
    size_t slot_count;
    size_t local_count;
    bool cut;
    char local_domain[AM_DOMAIN_SIZE]; /* of the local recipients */
};

int am_envelope_create(struct am_envelope **envelope, struct am_signer *signer,
                       const struct am_rules *rules, struct am_err *err)
{
    struct am_envelope *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for an envelope");
    new->signer = signer;
    new->rules = rules;
    *envelope = new;
    return 0;
}

static void drop_recipients(struct am_envelope *envelope)
{
    free(envelope->recipients);
    free(envelope->slots);
    envelope->recipients = NULL;
    envelope->slots = NULL;
    envelope->room = 0;
    envelope->slot_count = 0;
}

void am_envelope_destroy(struct am_envelope **envelope)
{
    if (*envelope == NULL)
        return;
    drop_recipients(*envelope);
    free(*envelope);
    *envelope = NULL;
}

static void forget(struct am_envelope *envelope)
{
    if (envelope->room > KEEP_MAX)
        drop_recipients(envelope);
    if (envelope->slots != NULL)
        memset(envelope->slots, 0, envelope->slot_count * sizeof(uint32_t));
    envelope->count = 0;
    envelope->local_count = 0;
    envelope->cut = false;
    envelope->local_domain[0] = '\0';
    envelope->sender_domain[0] = '\0';
    envelope->has_sender = false;
    envelope->signal = BY_NOTHING;
    envelope->sender_lacks_sent = false;
}

static int sign_text(const struct am_envelope *envelope,
                     enum am_key_label label, const char *text,
                     unsigned char out[AM_SHORT_KEY], struct am_err *err)
{
    return am_signer_sign_short(envelope->signer, label, text, strlen(text),
                                out, err);
}

static enum signal best_signal(const struct am_rules *rules,
                               const struct am_sender *sender,
                               const struct am_address *address)
{
    if (sender->auth_authen != NULL && sender->auth_authen[0] != '\0')
        return BY_LOGIN;
    if (am_rules_is_trusted(rules, sender->client_addr) ||
        am_rules_is_submission(rules, sender->daemon_port))
        return BY_CLIENT;
    if (sender->client_port != NULL && strcmp(sender->client_port, "0") == 0)
        return BY_CLIENT;
    return am_rules_is_local_domain(rules, address->domain) ? BY_DOMAIN
                                                            : BY_NOTHING;
}

void am_envelope_came_back(struct am_envelope *envelope)
{
    if (envelope->signal == BY_CLIENT) {
        envelope->signal =
            envelope->sender_domain[0] != '\0' ? BY_DOMAIN : BY_NOTHING;
    }
}

/* {mail_addr} is the MTA's cleaned form, without domain for a local user on
 * Sendmail: then the argument says more. */
static const char *best_address(const char *macro, const char *argument)
{
    if (macro != NULL && strchr(macro, '@') != NULL)
        return macro;
    return argument == NULL ? "" : argument;
}

int am_envelope_begin(struct am_envelope *envelope,
                      const struct am_sender *sender, struct am_err *err)
{
    const struct am_rules *rules = envelope->rules;
    struct am_address address;

    forget(envelope);
    am_address_read(&address, best_address(sender->mail_addr, sender->address),
                    am_rules_default_domain(rules));
    envelope->has_sender = address.text[0] != '\0';
    if (!envelope->has_sender)
        return 0;
    envelope->signal = best_signal(rules, sender, &address);
    envelope->sender_lacks_sent = am_rules_lacks_sent(rules, address.text);
    if (am_rules_is_local_domain(rules, address.domain))
        snprintf(envelope->sender_domain, AM_DOMAIN_SIZE, "%s", address.domain);
    return sign_text(envelope, AM_LABEL_ADDRESS, address.text,
                     envelope->sender_key, err);
}

/* The slot where the recipient with this key is, or would be. */
static uint32_t *find_slot(const struct am_envelope *envelope,
                           const unsigned char key[AM_SHORT_KEY])
{
    uint64_t hash = 0;

    memcpy(&hash, key, sizeof(hash));
    for (size_t i = hash & (envelope->slot_count - 1);;
         i = (i + 1) & (envelope->slot_count - 1)) {
        uint32_t *slot = &envelope->slots[i];
        if (*slot == 0 ||
            memcmp(envelope->recipients[*slot - 1].key, key, AM_SHORT_KEY) == 0)
            return slot;
    }
}

/* What stood in place of a recipient when it was first given. */
static int sign_given(const struct am_envelope *envelope, const char *orcpt,
                      unsigned char given[AM_SHORT_KEY], struct am_err *err)
{
    struct am_address address;

    if (orcpt == NULL)
        return 0;
    am_address_read_orcpt(&address, orcpt);
    return address.text[0] == '\0' ? 0
                                   : sign_text(envelope, AM_LABEL_ADDRESS,
                                               address.text, given, err);
}

static int grow(struct am_envelope *envelope, struct am_err *err)
{
    size_t room = envelope->room == 0 ? SLOTS_MIN / 2 : 2 * envelope->room;
    struct am_recipient *recipients =
        realloc(envelope->recipients, room * sizeof(*recipients));
    if (recipients == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for recipients");
    envelope->recipients = recipients;

    uint32_t *slots = calloc(2 * room, sizeof(*slots));
    if (slots == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for recipients");
    free(envelope->slots);
    envelope->slots = slots;
    envelope->slot_count = 2 * room;
    envelope->room = room;
    for (size_t i = 0; i < envelope->count; i++)
        *find_slot(envelope, recipients[i].key) = (uint32_t)i + 1;
    return 0;
}

static bool is_local(const struct am_rules *rules, const struct am_rcpt *rcpt,
                     const struct am_address *address)
{
    if (am_rules_know_domains(rules))
        return am_rules_is_local_domain(rules, address->domain);
    if (am_rules_is_local_mailer(rules, rcpt->rcpt_mailer))
        return true;
    /* Sendmail gives the user part alone for those it delivers itself. */
    return rcpt->rcpt_addr != NULL && rcpt->rcpt_addr[0] != '\0' &&
           strchr(rcpt->rcpt_addr, '@') == NULL;
}

static void note_local(struct am_envelope *envelope, const char *domain)
{
    char *known = envelope->local_domain;

    envelope->local_count++;
    if (!am_rules_is_local_domain(envelope->rules, domain))
        return;
    if (known[0] == '\0') {
        snprintf(known, AM_DOMAIN_SIZE, "%s", domain);
    } else if (strcmp(known, domain) != 0) {
        snprintf(known, AM_DOMAIN_SIZE, "%s", several);
    }
}

/* A number of the next-hop domain, never 0. */
static int domain_group(const struct am_envelope *envelope, const char *domain,
                        uint32_t *group, struct am_err *err)
{
    unsigned char key[AM_SHORT_KEY];

    if (sign_text(envelope, AM_LABEL_DOMAIN, domain, key, err) < 0)
        return -1;
    memcpy(group, key, sizeof(*group));
    if (*group == 0)
        *group = 1;
    return 0;
}

int am_envelope_add(struct am_envelope *envelope, const struct am_rcpt *rcpt,
                    struct am_err *err)
{
    struct am_recipient new = {.members = 1};
    struct am_address address;

    if (envelope->count >= RECIPIENT_MAX) {
        envelope->cut = true;
        return 0;
    }
    am_address_read(&address, best_address(rcpt->rcpt_addr, rcpt->address),
                    am_rules_default_domain(envelope->rules));
    if (sign_text(envelope, AM_LABEL_ADDRESS, address.text, new.key, err) < 0)
        return -1;
    if (envelope->count == envelope->room && grow(envelope, err) < 0)
        return -1;
    uint32_t *slot = find_slot(envelope, new.key);
    if (*slot != 0)
        return 0;
    if (sign_given(envelope, rcpt->orcpt, new.given, err) < 0)
        return -1;

    if (is_local(envelope->rules, rcpt, &address)) {
        new.members = am_rules_members(envelope->rules, address.text);
        note_local(envelope, address.domain);
    } else if (domain_group(envelope, address.domain, &new.group, err) < 0) {
        return -1;
    }
    envelope->recipients[envelope->count++] = new;
    *slot = (uint32_t)envelope->count;
    return 0;
}

size_t am_envelope_count(const struct am_envelope *envelope)
{
    return envelope->count;
}

uint32_t am_envelope_flaws(const struct am_envelope *envelope)
{
    uint32_t flaws = 0;

    if (envelope->cut)
        flaws |= AM_FLAW_BIT(AM_FLAW_LIMIT_RECIPIENTS);
    if (envelope->signal == BY_DOMAIN)
        flaws |= AM_FLAW_BIT(AM_FLAW_SENDER_BY_DOMAIN);
    return flaws;
}

static enum am_direction direction_of(const struct am_envelope *envelope)
{
    if (envelope->signal != BY_NOTHING) {
        return envelope->local_count < envelope->count ? AM_DIRECTION_OUTBOUND
                                                       : AM_DIRECTION_INTERNAL;
    }
    return envelope->local_count > 0 ? AM_DIRECTION_INBOUND
                                     : AM_DIRECTION_TRANSIT;
}

/* HMAC(label, prefix || key) in place of key. */
static int rekey(const struct am_envelope *envelope, enum am_key_label label,
                 const unsigned char *prefix, size_t prefix_size,
                 unsigned char key[AM_SHORT_KEY], struct am_err *err)
{
    unsigned char both[AM_FINGERPRINT_SIZE + AM_SHORT_KEY];

    memcpy(both, prefix, prefix_size);
    memcpy(both + prefix_size, key, AM_SHORT_KEY);
    return am_signer_sign_short(envelope->signer, label, both,
                                prefix_size + AM_SHORT_KEY, key, err);
}

/* Key a recipient under the first pass, as long as its address is at hand. */
static int fill_origin(const struct am_envelope *envelope,
                       const struct am_record *record,
                       struct am_recipient *recipient, struct am_err *err)
{
    size_t before = record->before_count;
    const unsigned char *first = am_record_first_pass(record);

    memset(recipient->origin, 0, AM_SHORT_KEY);
    if (!record->has_pass && before == 0)
        return 0;
    memcpy(recipient->origin, recipient->key, AM_SHORT_KEY);
    if (rekey(envelope, AM_LABEL_ORIGIN, first, AM_SHORT_KEY, recipient->origin,
              err) < 0)
        return -1;
    if (before == 0)
        memset(recipient->given, 0, AM_SHORT_KEY);
    if (!am_recipient_was_given(recipient))
        return 0;
    return rekey(envelope, AM_LABEL_ORIGIN, first, AM_SHORT_KEY,
                 recipient->given, err);
}

static int fill_recipients(struct am_envelope *envelope,
                           struct am_record *record, struct am_err *err)
{
    for (size_t i = 0; i < envelope->count; i++) {
        unsigned char *key = envelope->recipients[i].key;
        if (fill_origin(envelope, record, &envelope->recipients[i], err) < 0)
            return -1;
        if (!record->has_message_key) {
            memset(key, 0, AM_SHORT_KEY);
        } else if (rekey(envelope, AM_LABEL_MESSAGE, record->message_key,
                         AM_FINGERPRINT_SIZE, key, err) < 0) {
            return -1;
        }
    }
    record->recipients = envelope->recipients;
    record->recipient_count = envelope->count;
    return 0;
}

int am_envelope_fill(struct am_envelope *envelope,
                     const unsigned char run[AM_SHORT_KEY],
                     struct am_record *record, struct am_err *err)
{
    record->direction = direction_of(envelope);
    record->sent =
        envelope->signal != BY_NOTHING && !envelope->sender_lacks_sent;
    snprintf(record->domain, sizeof(record->domain), "%s",
             envelope->signal != BY_NOTHING ? envelope->sender_domain
                                            : envelope->local_domain);
    record->has_sender = envelope->has_sender;
    if (envelope->has_sender) {
        memcpy(record->sender, envelope->sender_key, AM_SHORT_KEY);
        memcpy(record->sender_run, run, AM_SHORT_KEY);
        if (rekey(envelope, AM_LABEL_ADDRESS, run, AM_SHORT_KEY, record->sender,
                  err) < 0)
            return -1;
    }
    return fill_recipients(envelope, record, err);
}
