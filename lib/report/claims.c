/*
 * claims - see claims.h.  Gathers, and has the table of the claims.
 */
#include "report/claims.h"

#include <math.h>
#include <stdlib.h>

#include "base/language.h"
#include "report/claim_rules.h"

#define YEAR_DAYS     (AM_CLAIMS_DAYS / 2)
#define CLAIMED_YEARS 4 /* of growth: 2013 to 2017 */
#define PERCENT       100.0

static int take_year(void *context, const struct am_group *group,
                     const struct am_sums *sums, struct am_err *err)
{
    struct am_claims_year *year = context;

    (void)group;
    (void)err;
    year->message_bytes = sums->size_own_bytes;
    year->delivered_bytes = sums->size_local_bytes + sums->size_sent_bytes;
    year->unique_bytes = sums->new_own_bytes + sums->undigested_own_bytes;
    return 0;
}

static int gather_year(struct am_claims_year *year, struct am_store *store,
                       int64_t until_day, struct am_err *err)
{
    const struct am_query query = {.from_day = until_day - YEAR_DAYS,
                                   .until_day = until_day};
    struct am_message_sums sums = {0};

    if (am_query_days(store, &query, &year->days_with_data, err) < 0 ||
        am_query_messages(store, &query, &sums, err) < 0 ||
        am_query_sums(store, &query, take_year, year, err) < 0)
        return -1;
    year->messages = sums.with_attachments;
    return 0;
}

static int gather(struct am_claims *claims, struct am_store *store,
                  const struct am_report_request *request, struct am_err *err)
{
    struct am_report_request whole = *request;

    whole.by = AM_BY_NOTHING;
    whole.then_by = AM_BY_NOTHING;
    if (am_report_make(&claims->report, store, &whole, err) < 0)
        return -1;
    claims->report->head.view = "claims";

    struct am_query query = am_head_query(&claims->report->head);
    int64_t end = query.until_day;
    if (am_query_days(store, &query, &claims->days_with_data, err) < 0 ||
        am_head_complete_days(&claims->report->head, store,
                              &claims->complete_days, err) < 0 ||
        gather_year(&claims->years[0], store, end - YEAR_DAYS, err) < 0)
        return -1;
    return gather_year(&claims->years[1], store, end, err);
}

/* ---- the claims ---- */

/* What is claimed, from the benchmark's value. */
static double as_it_is(double value)
{
    return value;
}

static double divided_by(double reduction)
{
    return 1 / (1 - reduction);
}

static double yearly_of_four(double growth)
{
    return PERCENT * (pow(1 + growth, 1.0 / CLAIMED_YEARS) - 1);
}

static const struct {
    const char *id, *claim, *benchmark, *unit, *formula;
    double (*claimed)(double value);
    am_claim_fn *test;
} rules[] = {
    {"copies_server", N_("a file mailed to 20 people makes 20 copies"),
     "interview.copies_server", "copies",
     "20 - mail.sis_share * 19 + mail.sent_copies", as_it_is,
     am_claim_copies_server},
    {"copies_clients", N_("even 40, with those of mail clients"),
     "interview.copies_clients", "copies",
     "copies_server + (20 + mail.sent_copies) * client.cache_copies", as_it_is,
     am_claim_copies_clients},
    {"shared_one", N_("a shared file stays one"), "interview.copies_shared",
     "copies",
     "(Vf + shared.open_rate * mail.delivered_share * D * shared.sync_share * "
     "client.cache_copies) / B",
     as_it_is, am_claim_shared_one},
    {"divided_by_ten", N_("one shared space divides by ten on average"),
     "interview.division", "ratio", "mail.kgco2e / shared.kgco2e", as_it_is,
     am_claim_division},
    {"shift_project",
     /* xgettext:no-c-format */
     N_("sharing instead of mailing saves 81 %, divides by 5.3"),
     "shift.share_reduction", "ratio", "mail.kgco2e / shared.kgco2e",
     divided_by, am_claim_division},
    {"lecko_total",
     /* xgettext:no-c-format */
     N_("10.5 kg per employee and year: 16.8 % mail, 68.4 % storage"),
     "lecko.total_kg_per_employee_year", "kgCO2e", "", as_it_is,
     am_claim_lecko_total},
    {"lecko_mail", N_("1.76 kg of mail, judged by Lecko's own factor"),
     "lecko.mail_kg_per_employee_year", "kgCO2e",
     "mail.expansion * (D + mail.sent_copies * S) / 1e6 * 0.41 g * 365 / days "
     "/ mailboxes",
     as_it_is, am_claim_lecko_mail},
    {"lecko_mail_model", N_("1.76 kg of mail, judged by the model here"),
     "lecko.mail_kg_per_employee_year", "kgCO2e",
     "mail.kgco2e * 365 / days / mailboxes", as_it_is, am_claim_lecko_model},
    {"lecko_storage", N_("7.18 kg of storage per employee and year"),
     "lecko.storage_kg_per_employee_year", "kgCO2e", "GB * 400 g", as_it_is,
     am_claim_lecko_storage},
    {"pue", /* xgettext:no-c-format */
     N_("only 8 % of the energy is lost"), "interview.pue", "ratio",
     /* xgettext:no-c-format */
     N_("8 % of what the machines take, 7.4 % of the whole"), as_it_is,
     am_claim_pue},
    {"hardware", N_("hardware weighs most: refurbish it, keep it longer"),
     "interview.hardware_share", "ratio", "mail.kg_embodied / mail.kgco2e",
     as_it_is, am_claim_hardware},
    {"network", N_("use grows as the square of the network (Metcalfe)"), NULL,
     "", N_("slope of ln pairs on ln users"), as_it_is, am_claim_network},
    {"rebound", /* xgettext:no-c-format */
     N_("digital use grew by 50 % from 2013 to 2017: 10.7 % a year"),
     "interview.digital_growth_2013_2017", N_("%/year"),
     N_("D2 / D1 - 1; ln(D2/D1) = ln of messages + ln of bytes a message + ln of "
        "copies a byte, each year 2 / year 1; sums by the days with data"),
     yearly_of_four, am_claim_rebound},
    {"first_balance", N_("the first carbon balance of its kind was of 2015"),
     NULL, "", "", as_it_is, am_claim_history},
};

_Static_assert(sizeof(rules) / sizeof(rules[0]) <= AM_CLAIMS_MAX,
               "AM_CLAIMS_MAX");

#define INTERVIEW "Jamespot interview (linfodurable.fr)"

static void judge(struct am_claims *claims)
{
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        struct am_claim *claim = &claims->claims[claims->count++];
        const struct am_benchmark *published =
            rules[i].benchmark == NULL
                ? NULL
                : am_factors_find_benchmark(&claims->report->impact.factors,
                                            rules[i].benchmark);
        *claim = (struct am_claim){
            .id = rules[i].id,
            .claim = rules[i].claim,
            .source = published != NULL ? published->source : INTERVIEW,
            .formula = rules[i].formula,
            .unit = rules[i].unit,
            .claimed = published != NULL ? rules[i].claimed(published->value)
                                         : (double)NAN,
        };
        rules[i].test(claims, claim);
    }
}

/* ---- the way in ---- */

double am_claims_benchmark(const struct am_claims *claims, const char *id)
{
    const struct am_benchmark *found =
        am_factors_find_benchmark(&claims->report->impact.factors, id);

    return found != NULL ? found->value : (double)NAN;
}

bool am_claim_is_modelled(const struct am_claims *claims,
                          struct am_claim *claim)
{
    if (claims->report->impact.is_known)
        return true;
    am_claim_decide(claim, AM_CLAIM_NOT_MEASURED,
                    "no content with an own copy was seen for the first time "
                    "in these days");
    return false;
}

int am_claims_make(struct am_claims **claims, struct am_store *store,
                   const struct am_report_request *request, int64_t mailboxes,
                   struct am_err *err)
{
    struct am_claims *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the claims");
    new->mailboxes = mailboxes;
    int result = am_store_hold(store, err);
    if (result == 0) {
        result = gather(new, store, request, err);
        am_store_release(store);
    }
    if (result < 0) {
        am_claims_free(&new);
        return -1;
    }
    judge(new);
    *claims = new;
    return 0;
}

void am_claims_free(struct am_claims **claims)
{
    if (*claims == NULL)
        return;
    am_report_free(&(*claims)->report);
    free(*claims);
    *claims = NULL;
}
