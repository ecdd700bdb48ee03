/* checks - see checks.h. */
#include "cli/checks.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/language.h"
#include "cli/options.h"
#include "report/json.h"

#define NAME_WIDTH    12
#define VERDICT_WIDTH 8

static const struct {
    const char *code, *text;
} verdicts[] = {
    [AM_VERDICT_OK] = {"ok", N_("ok")},
    [AM_VERDICT_NOTE] = {"note", N_("note")},
    [AM_VERDICT_FAILED] = {"failed", N_("FAILED")},
    [AM_VERDICT_UNKNOWN] = {"unknown", N_("unknown")},
};

enum am_verdict am_verdict_of(const struct am_err *err)
{
    return err->code == AM_EACCESS ? AM_VERDICT_UNKNOWN : AM_VERDICT_FAILED;
}

struct am_check *am_checks_add(struct am_checks *checks, const char *name,
                               enum am_verdict verdict, const char *format, ...)
{
    static struct am_check beyond;
    struct am_check *check = checks->count < AM_CHECKS_MAX
                                 ? &checks->items[checks->count++]
                                 : &beyond;
    va_list args;

    *check = (struct am_check){.name = name, .verdict = verdict};
    va_start(args, format);
    vsnprintf(check->text, sizeof(check->text), format, args);
    va_end(args);
    return check;
}

void am_check_fix(struct am_check *check, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(check->fix, sizeof(check->fix), format, args);
    va_end(args);
}

bool am_checks_failed(const struct am_checks *checks)
{
    for (size_t i = 0; i < checks->count; i++) {
        if (checks->items[i].verdict == AM_VERDICT_FAILED)
            return true;
    }
    return false;
}

void am_checks_print(const struct am_checks *checks)
{
    for (size_t i = 0; i < checks->count; i++) {
        const struct am_check *check = &checks->items[i];
        const char *verdict = _(verdicts[check->verdict].text);
        printf("%-*s %-*s ", am_language_pad(verdict, VERDICT_WIDTH), verdict,
               NAME_WIDTH, check->name);
        am_print_safe(stdout, check->text);
        putchar('\n');
        if (check->fix[0] == '\0')
            continue;
        printf("%*s ", VERDICT_WIDTH + 1 + NAME_WIDTH, "");
        fputs(_("fix: "), stdout);
        am_print_safe(stdout, check->fix);
        putchar('\n');
    }
}

int am_checks_print_json(const struct am_checks *checks, struct am_err *err)
{
    json_t *list = json_array();

    for (size_t i = 0; i < checks->count; i++) {
        const struct am_check *check = &checks->items[i];
        am_json_append(
            &list, json_pack("{ss ss so so}", "check", check->name, "verdict",
                             verdicts[check->verdict].code, "text",
                             am_json_text(check->text), "fix",
                             check->fix[0] != '\0' ? am_json_text(check->fix)
                                                   : json_null()));
    }
    return am_json_print(
        json_pack("{ss sb so}", "schema", "attachmeter.doctor/1", "failed",
                  (int)am_checks_failed(checks), "checks", list),
        stdout, err);
}
