/* err - see err.h.  Does not print and does not keep anything. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"

static void clean(char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = '?';
    }
}

void am_err_set(struct am_err *err, enum am_error code, const char *format, ...)
{
    va_list args;

    if (err == NULL)
        return;
    err->code = code;
    va_start(args, format);
    vsnprintf(err->text, sizeof(err->text), _(format), args);
    va_end(args);
    clean(err->text);
}

static enum am_error code_of(int error_number)
{
    switch (error_number) {
    case ENOMEM:
        return AM_ENOMEM;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return AM_EFULL;
    case ENOENT:
    case ENOTDIR:
        return AM_ENOTFOUND;
    case EACCES:
    case EPERM:
    case EROFS:
        return AM_EACCESS;
    case EAGAIN:
    case EBUSY:
        return AM_EBUSY;
    default:
        return AM_EIO;
    }
}

void am_err_set_errno(struct am_err *err, int error_number, const char *format,
                      ...)
{
    char what[AM_ERR_TEXT_SIZE / 2];
    char reason[128] = "";
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof(what), _(format), args);
    va_end(args);
    if (strerror_r(error_number, reason, sizeof(reason)) != 0)
        snprintf(reason, sizeof(reason), _("error %d"), error_number);
    am_err_set(err, code_of(error_number), N_("%s: %s"), what, reason);
}
