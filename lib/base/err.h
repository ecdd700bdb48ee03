/*
 * err - how a function of the library says that it failed, and why.
 *
 * A function that can fail returns 0 on success and -1 on failure, takes a
 * struct am_err last and fills it before it returns -1.  The text is one line
 * for a person, says what was wrong and where, and holds no line end; it is in
 * the language in use (base/language.h), into which the format is translated
 * here.  The library never prints; the program that called decides what to do.
 */
#ifndef AM_BASE_ERR_H
#define AM_BASE_ERR_H

#include <stddef.h>

#if defined(__GNUC__)
# define AM_MUST_CHECK       __attribute__((warn_unused_result))
# define AM_PRINTF(fmt, arg) __attribute__((format(printf, fmt, arg)))
#else
# define AM_MUST_CHECK
# define AM_PRINTF(fmt, arg)
#endif

enum am_error {
    AM_OK = 0,
    AM_ENOMEM,    /* no memory */
    AM_EIO,       /* the operating system refused a read, write or open */
    AM_EFULL,     /* a disk or a limit is full: nothing was kept */
    AM_EBUSY,     /* somebody else holds it: try again later */
    AM_ENOTFOUND, /* there is no such thing */
    AM_EACCESS,   /* not allowed: owner, group or mode */
    AM_EINVAL,    /* the caller's or the user's input is wrong */
    AM_ECORRUPT,  /* what is on disk is not what we wrote */
    AM_ENEWER,    /* written by a newer attachmeter */
    AM_EOLDER     /* by an older one: to be brought up to date first */
};

#define AM_ERR_TEXT_SIZE 512

struct am_err {
    enum am_error code;
    char text[AM_ERR_TEXT_SIZE];
};

/*
 * Set *err, which may be NULL.  Text that does not fit is cut; control
 * characters become '?', since parts of it may come from outside.
 */
void am_err_set(struct am_err *err, enum am_error code, const char *format, ...)
    AM_PRINTF(3, 4);

/*
 * The same for a failed call of the operating system: code and text follow
 * from error_number (an errno), after the formatted "what: ".
 */
void am_err_set_errno(struct am_err *err, int error_number, const char *format,
                      ...) AM_PRINTF(3, 4);

/*
 * The same as expressions of value -1, so that a function can end with
 * `return am_fail(err, AM_EIO, "%s: %s", path, reason);`.  Macros, so that
 * compilers and analysers see the -1.
 */
#define am_fail(...)       (am_err_set(__VA_ARGS__), -1)       // NOLINT
#define am_fail_errno(...) (am_err_set_errno(__VA_ARGS__), -1) // NOLINT

#endif
