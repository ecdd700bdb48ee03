/* address - see address.h. */
#include "meter/address.h"

#include <idn2.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"

static void lower(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
    }
}

static int has_8bit(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80)
            return 1;
    }
    return 0;
}

void am_domain_fold(const char *domain, char *out, size_t out_size)
{
    char *label = NULL;

    if (has_8bit(domain) &&
        idn2_to_ascii_8z(domain, &label,
                         IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
        domain = label;
    snprintf(out, out_size, "%s", domain);
    lower(out);
    if (label != NULL)
        idn2_free(label);
}

/* The end of a path: its closing bracket, or where ESMTP arguments or the
 * text end.  In a quoted local part neither bracket nor blank means anything.
 */
static const char *path_end(const char *p)
{
    int quoted = 0;

    for (; *p != '\0'; p++) {
        if (quoted && *p == '\\' && p[1] != '\0') {
            p++;
        } else if (*p == '"') {
            quoted = !quoted;
        } else if (!quoted && (*p == '>' || *p == ' ' || *p == '\t')) {
            break;
        }
    }
    return p;
}

/* "@a,@b:user@c" is an old source route to user@c (RFC 5321, appendix C). */
static const char *skip_route(const char *p, const char *end)
{
    if (*p != '@')
        return p;
    const char *colon = memchr(p, ':', (size_t)(end - p));
    return colon == NULL ? p : colon + 1;
}

void am_address_read(struct am_address *address, const char *argument,
                     const char *default_domain)
{
    const char *p = argument + strspn(argument, " \t");
    if (*p == '<')
        p++;
    const char *end = path_end(p);
    p = skip_route(p, end);

    char *text = address->text;
    size_t size = (size_t)(end - p);
    if (size >= AM_ADDRESS_SIZE)
        size = AM_ADDRESS_SIZE - 1;
    memcpy(text, p, size);
    text[size] = '\0';
    lower(text);

    char *at = strrchr(text, '@');
    if (at == NULL && size > 0 && default_domain != NULL &&
        default_domain[0] != '\0' && size + 1 < AM_ADDRESS_SIZE) {
        at = text + size;
        snprintf(at, AM_ADDRESS_SIZE - size, "@%s", default_domain);
    }
    if (at == NULL) {
        address->domain = text + size;
        return;
    }
    char domain[AM_ADDRESS_SIZE];
    am_domain_fold(at + 1, domain, sizeof(domain));
    snprintf(at + 1, AM_ADDRESS_SIZE - (size_t)(at + 1 - text), "%s", domain);
    address->domain = at + 1;
}

/* xtext (RFC 3461 section 4): "+2B" is a plus.  What does not fit is cut. */
static void decode_xtext(const char *p, unsigned char *out, size_t out_size)
{
    size_t size = 0;

    for (; *p != '\0' && size + 1 < out_size; p++) {
        int high = *p == '+' ? am_ascii_hex((unsigned char)p[1]) : -1;
        int low = high < 0 ? -1 : am_ascii_hex((unsigned char)p[2]);
        out[size] = (unsigned char)*p;
        if (low >= 0) {
            out[size] = (unsigned char)(high * 16 + low);
            p += 2;
        }
        size++;
    }
    out[size] = '\0';
}

void am_address_read_orcpt(struct am_address *address, const char *orcpt)
{
    static const char *const types[] = {"rfc822", "utf-8"};
    unsigned char text[AM_ADDRESS_SIZE] = "";
    size_t size = orcpt != NULL ? strcspn(orcpt, ";") : 0;

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (size == strlen(types[i]) && orcpt[size] == ';' &&
            am_ascii_is((const unsigned char *)orcpt, size, types[i]))
            decode_xtext(orcpt + size + 1, text, sizeof(text));
    }
    am_address_read(address, (const char *)text, NULL);
}
