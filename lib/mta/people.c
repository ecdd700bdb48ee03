/*
 * people - see people.h.
 */
#include "mta/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOMAINS_OUT 40

const char *const am_traffic_local_domains[] = {"example.org", "example.net",
                                                NULL};

unsigned am_people_pick(struct am_random *random, bool local)
{
    return local ? 1 + am_random_below(random, AM_PEOPLE_LOCAL)
                 : AM_PEOPLE_LOCAL + 1 + am_random_below(random, AM_PEOPLE_OUT);
}

const char *am_people_domain(unsigned mailbox)
{
    if (mailbox > AM_PEOPLE_LOCAL)
        return "";
    return am_traffic_local_domains[mailbox % 5 == 0];
}

void am_people_address(unsigned mailbox, char text[AM_ADDRESS_SIZE])
{
    if (mailbox <= AM_PEOPLE_LOCAL) {
        snprintf(text, AM_ADDRESS_SIZE, "p%u@%s", mailbox,
                 am_people_domain(mailbox));
    } else {
        snprintf(text, AM_ADDRESS_SIZE, "c%u@firm%u.example.com", mailbox,
                 mailbox % DOMAINS_OUT);
    }
}

int am_crowd_create(struct am_crowd *crowd, size_t room, struct am_err *err)
{
    *crowd = (struct am_crowd){.room = room};
    crowd->rcpts = calloc(room, sizeof(*crowd->rcpts));
    crowd->addresses = calloc(room, sizeof(*crowd->addresses));
    if (crowd->rcpts != NULL && crowd->addresses != NULL)
        return 0;
    am_crowd_free(crowd);
    return am_fail(err, AM_ENOMEM, "no memory for recipients");
}

void am_crowd_free(struct am_crowd *crowd)
{
    free(crowd->rcpts);
    free(crowd->addresses);
    *crowd = (struct am_crowd){0};
}

static bool is_in(const struct am_crowd *crowd, unsigned mailbox)
{
    for (size_t i = 0; i < crowd->count; i++) {
        if (crowd->rcpts[i].mailbox == mailbox)
            return true;
    }
    return false;
}

/* The next recipient, its address still to be written. */
static char *append(struct am_crowd *crowd, unsigned mailbox)
{
    struct am_traffic_rcpt *rcpt = &crowd->rcpts[crowd->count];
    char *address = crowd->addresses[crowd->count++];

    rcpt->mailbox = mailbox;
    rcpt->group = mailbox <= AM_PEOPLE_LOCAL ? 0 : 1 + mailbox % DOMAINS_OUT;
    rcpt->address = address;
    return address;
}

void am_crowd_add(struct am_crowd *crowd, struct am_random *random, bool local,
                  unsigned count)
{
    while (count > 0 && crowd->count < crowd->room) {
        unsigned mailbox = am_people_pick(random, local);

        if (is_in(crowd, mailbox))
            continue;
        am_people_address(mailbox, append(crowd, mailbox));
        count--;
    }
}

static void swap_case(char *text)
{
    for (; *text != '\0'; text++) {
        if ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z'))
            *text = (char)(*text ^ 0x20);
    }
}

void am_crowd_add_duplicate(struct am_crowd *crowd, struct am_random *random)
{
    if (crowd->count == 0 || crowd->count == crowd->room)
        return;

    unsigned which = am_random_below(random, (unsigned)crowd->count);
    unsigned mailbox = crowd->rcpts[which].mailbox;
    char *address = append(crowd, mailbox);

    am_people_address(mailbox, address);
    if (am_random_chance(random, 700))
        swap_case(address);
}

void am_crowd_add_refused(struct am_crowd *crowd, struct am_random *random)
{
    if (crowd->count == crowd->room)
        return;

    unsigned number = am_random_below(random, 1000);
    char *address = append(crowd, 1000000 + number);

    snprintf(address, AM_ADDRESS_SIZE, "gone%u@%s", number,
             am_traffic_local_domains[0]);
    crowd->rcpts[crowd->count - 1].group = 0;
    crowd->rcpts[crowd->count - 1].refused = true;
}

enum am_direction am_crowd_direction(const struct am_crowd *crowd,
                                     bool sender_local)
{
    bool local = false, external = false;

    for (size_t i = 0; i < crowd->count; i++) {
        if (crowd->rcpts[i].refused)
            continue;
        local = local || crowd->rcpts[i].group == 0;
        external = external || crowd->rcpts[i].group != 0;
    }
    if (sender_local)
        return external ? AM_DIRECTION_OUTBOUND : AM_DIRECTION_INTERNAL;
    return local ? AM_DIRECTION_INBOUND : AM_DIRECTION_TRANSIT;
}

const char *am_crowd_domain(const struct am_crowd *crowd)
{
    const char *found = "";

    for (size_t i = 0; i < crowd->count; i++) {
        const char *domain = am_people_domain(crowd->rcpts[i].mailbox);

        if (crowd->rcpts[i].refused || *domain == '\0')
            continue;
        if (*found != '\0' && strcmp(found, domain) != 0)
            return "several";
        found = domain;
    }
    return found;
}
