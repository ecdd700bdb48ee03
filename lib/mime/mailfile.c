/* mailfile - see mailfile.h. */
#include "mime/mailfile.h"

#include <ctype.h>
#include <string.h>

#include "base/language.h"

/* Of a dbox: "\1\2", the type 'N', a blank, 8 bytes unused, a blank, the size
 * in 16 hexadecimal digits, a line end; and what stands behind the message. */
#define DBOX_MAGIC       "\001\002N "
#define DBOX_SIZE_AT     13
#define DBOX_SIZE_DIGITS 16
#define DBOX_HEADER      30
#define DBOX_TAIL        "\n\001\003\n"

static const char *const names[AM_MAILFILE_COUNT] = {
    N_("none"),       N_("message"),   N_("mbox"),  N_("sdbox"),
    N_("compressed"), N_("encrypted"), N_("mdbox"), N_("attachments outside"),
};

static const struct magic {
    const char *bytes;
    size_t size;
    enum am_mailfile kind;
} magics[] = {
    {"\x1f\x8b", 2, AM_MAILFILE_COMPRESSED}, /* gzip */
    {"BZh", 3, AM_MAILFILE_COMPRESSED},      /* bzip2 */
    {"\xfd"
     "7zXZ\0",
     6, AM_MAILFILE_COMPRESSED},                            /* xz */
    {"\x28\xb5\x2f\xfd", 4, AM_MAILFILE_COMPRESSED},        /* zstd */
    {"\x04\x22\x4d\x18", 4, AM_MAILFILE_COMPRESSED},        /* lz4 */
    {"Dovecot-LZ4\r*\x9b\xc5", 15, AM_MAILFILE_COMPRESSED}, /* its own lz4 */
    {"CRYPTED\x03\x07", 9, AM_MAILFILE_ENCRYPTED},
};

const char *am_mailfile_name(enum am_mailfile kind)
{
    return names[kind];
}

bool am_mailfile_is_measured(enum am_mailfile kind)
{
    return kind >= AM_MAILFILE_MESSAGE && kind <= AM_MAILFILE_DBOX;
}

/* Compressed or encrypted, or AM_MAILFILE_NONE: neither. */
static enum am_mailfile wrapped(const unsigned char *data, size_t size)
{
    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        if (size >= magics[i].size &&
            memcmp(data, magics[i].bytes, magics[i].size) == 0)
            return magics[i].kind;
    }
    return AM_MAILFILE_NONE;
}

static bool is_from(const unsigned char *line, size_t size)
{
    return size >= 5 && memcmp(line, "From ", 5) == 0;
}

bool am_mailfile_is_from_line(const void *line, size_t size)
{
    const unsigned char *bytes = line;
    bool has_time = false, has_year = false;

    if (!is_from(bytes, size))
        return false;
    for (size_t i = 5; i + 4 < size; i++) {
        const unsigned char *p = bytes + i;
        if (isdigit(p[0]) && isdigit(p[1]) && p[2] == ':' && isdigit(p[3]) &&
            isdigit(p[4]))
            has_time = true;
        if (p[0] == ' ' && isdigit(p[1]) && isdigit(p[2]) && isdigit(p[3]) &&
            isdigit(p[4]))
            has_year = true;
    }
    return has_time && has_year;
}

/* Does it begin with "Name:"?  Then it may be a message. */
static bool is_field(const unsigned char *line, size_t size)
{
    size_t i = 0;

    while (i < size && (isalnum(line[i]) || line[i] == '-' || line[i] == '_'))
        i++;
    return i > 0 && i < size && line[i] == ':' && isalpha(line[0]);
}

/* The number of so many hexadecimal digits; false: they are none. */
static bool read_hex(const unsigned char *digits, size_t count, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isxdigit(digits[i]))
            return false;
        *value = *value << 4 |
                 (uint64_t)(isdigit(digits[i]) ? digits[i] - '0'
                                               : (digits[i] | 32) - 'a' + 10);
    }
    return true;
}

/* "2 M1e C5f3c0a1b", with the size of a message's header after M: where the
 * message begins and how long it is; false: not that. */
static bool read_dbox(const unsigned char *data, size_t size, size_t *start,
                      uint64_t *message_bytes)
{
    static const char first[] = "2 M1e ";
    const unsigned char *end = size > 0 ? memchr(data, '\n', size) : NULL;

    if (end == NULL || (size_t)(end - data) < sizeof(first) ||
        memcmp(data, first, sizeof(first) - 1) != 0)
        return false;
    size_t at = (size_t)(end - data) + 1;
    if (size - at < DBOX_HEADER || memcmp(data + at, DBOX_MAGIC, 4) != 0 ||
        data[at + DBOX_HEADER - 1] != '\n')
        return false;
    *start = at + DBOX_HEADER;
    return read_hex(data + at + DBOX_SIZE_AT, DBOX_SIZE_DIGITS, message_bytes);
}

static bool is_mdbox(const char *name)
{
    const char *last = strrchr(name, '/');

    return strncmp(last != NULL ? last + 1 : name, "m.", 2) == 0;
}

enum am_mailfile am_mailfile_of(const struct am_mailfile_look *look,
                                size_t *start, uint64_t *message_bytes)
{
    const unsigned char *data = look->data;
    size_t size = look->size;
    enum am_mailfile kind = wrapped(data, size);

    *start = 0;
    *message_bytes = UINT64_MAX;
    if (kind != AM_MAILFILE_NONE)
        return kind;
    if (read_dbox(data, size, start, message_bytes)) {
        kind = wrapped(data + *start, size - *start);
        if (is_mdbox(look->name))
            return AM_MAILFILE_MDBOX;
        return kind != AM_MAILFILE_NONE ? kind : AM_MAILFILE_DBOX;
    }
    *start = 0;
    *message_bytes = UINT64_MAX;
    if (is_from(data, size))
        return AM_MAILFILE_MBOX;
    return look->is_chosen || is_field(data, size) ? AM_MAILFILE_MESSAGE
                                                   : AM_MAILFILE_NONE;
}

bool am_mailfile_is_outside(const void *tail, size_t size)
{
    const unsigned char *bytes = tail;
    size_t begin = sizeof(DBOX_TAIL) - 1;

    if (size < begin || memcmp(bytes, DBOX_TAIL, begin) != 0)
        return false;
    for (size_t i = begin; i < size; i++) {
        if (bytes[i] == 'X' && bytes[i - 1] == '\n')
            return true;
    }
    return false;
}
