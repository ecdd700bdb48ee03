/*
 * words - the sentences that go with a figure, alike in every format.
 */
#ifndef AM_REPORT_WORDS_H
#define AM_REPORT_WORDS_H

#include <stddef.h>
#include <stdio.h>

#include "base/language.h"
#include "carbon/factor.h"

#define AM_SIGNIFICANT_DIGITS 2 /* of an estimate, printed for people */
#define AM_GIVEN_DIGITS       7 /* of a factor, as its source says it */

#define AM_BASIS_SAVED                                                      \
 "mail minus shared, over the whole life of the copies: storage, network, " \
 "client caches; attributional: deleting bytes saves this only when it "    \
 "postpones buying disks or lets some be switched off"
#define AM_ATTRIBUTION                                                           \
 N_("Attributional estimate; deleting bytes saves this only when it postpones "  \
    "buying disks or lets some be switched off; until then the physical saving " \
    "is close to zero.")
#define AM_INTERVAL_RULE                                                           \
 N_("Interval: each factor alone is put to its low and its high; the swings are "  \
    "combined in quadrature, of logarithms where all values have one sign, else "  \
    "of differences (always for a saving whose ratio may be 1).  Bounds are read " \
    "as 5 % and 95 %; the central value is the model at central factors, not the " \
    "median.")
#define AM_BOUNDARY                                                         \
 "electricity and making of the disks (with replicas and backups), of the " \
 "network and of the clients' caches, over the life of the copies; left "   \
 "out: CPU of mail servers, indexing, reading time, end of life, water"
#define AM_BASIS_KEPT "avoidable bytes kept one year, storage only"
#define AM_BASIS_LECKO \
 "avoidable bytes kept one year by Lecko's factor, for its benchmark only"

#define AM_BALANCE_COHORT                                                        \
 N_("CO2e of the copies that this year's mail made, over their whole life; for " \
    "a steady flow, what the stock of copies costs in a year.")
#define AM_BALANCE_APART                                                         \
 N_("Avoided emissions are outside of scopes 1 to 3, stand apart and are never " \
    "subtracted from a balance (GHG Protocol ICT Sector Guidance); copies in "   \
    "other people's stores are part of their balance; what a year kept costs "   \
    "is another basis: none of them is to be added up.")

#define AM_METHOD_SIZE 64

/* "attachmeter-2026.11": the model with the version of the factor file. */
const char *am_method_name(const struct am_factors *factors,
                           char text[AM_METHOD_SIZE]);

#define AM_MASS_SIZE 96

/*
 * An interval in kg as "28 kg [5.0 .. 180]", in g, kg or t as the central value
 * has it; "unknown" if it has no value.
 */
const char *am_mass_text(const struct am_interval *kg, char text[AM_MASS_SIZE]);

/* "2.5 [0.8 .. 5.2]", or "unknown"; the same with so many digits. */
const char *am_ratio_text(const struct am_interval *ratio,
                          char text[AM_MASS_SIZE]);
const char *am_ratio_digits(const struct am_interval *ratio, int digits,
                            char text[AM_MASS_SIZE]);

/*
 * Print text on out, what base/safe.h calls unsafe as \xNN, in lines of at most
 * 80 columns that begin with indent blanks, the first of them at column `at`
 * already, and a line end.
 */
void am_print_wrapped(FILE *out, const char *text, int indent, int at);

/* Whole numbers in groups of three, as the language has them: "182,404". */
#define AM_COUNT_SIZE 48 /* a mark of French has three bytes */
const char *am_count_text(long long count, char text[AM_COUNT_SIZE]);

/*
 * The names of the members of a set of 1 << number, count in all, with commas
 * between, or "all" for 0, into text of size bytes; returns text.
 */
const char *am_words_of_set(unsigned set, unsigned count,
                            const char *(*name)(unsigned), char *text,
                            size_t size);

#endif
