/* fanout - see fanout.h. */
#include "store/fanout.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const struct am_recipient *x = a;
    const struct am_recipient *y = b;

    return (x->group > y->group) - (x->group < y->group);
}

int64_t am_fanout_deliveries(int64_t recipients, int64_t limit)
{
    return recipients / limit + (recipients % limit > 0);
}

int64_t am_fanout_files(int64_t mailboxes, int64_t deliveries,
                        int64_t partitions)
{
    return mailboxes / partitions < deliveries ? mailboxes
                                               : partitions * deliveries;
}

void am_fanout_count(struct am_recipient *recipients, size_t count,
                     int64_t limit, int64_t partitions,
                     struct am_fanout *fanout)
{
    *fanout = (struct am_fanout){0};
    if (count == 0)
        return;
    qsort(recipients, count, sizeof(recipients[0]), compare);
    for (size_t i = 0; i < count;) {
        uint32_t group = recipients[i].group;
        int64_t mailboxes = 0;
        int64_t given = 0;
        for (; i < count && recipients[i].group == group; i++, given++)
            mailboxes += recipients[i].members > 0 ? recipients[i].members : 1;
        if (group == 0) {
            fanout->local_given = given;
            fanout->local = mailboxes;
            fanout->lmtp = am_fanout_deliveries(mailboxes, limit);
            fanout->cyrus =
                am_fanout_files(mailboxes, fanout->lmtp, partitions);
        } else {
            fanout->external += mailboxes;
        }
        fanout->hops += am_fanout_deliveries(mailboxes, limit);
    }
}
