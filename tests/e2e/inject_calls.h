/*
 * inject_calls - what stands before a function of the C library: whether this
 * call fails, and the function itself.  To be included with _GNU_SOURCE.
 */
#ifndef AM_TESTS_E2E_INJECT_CALLS_H
#define AM_TESTS_E2E_INJECT_CALLS_H

#include <stdbool.h>

#include "e2e/inject.h"

/* The function that this one stands before. */
#define REAL(function, name)                     \
 static __typeof__(&(function)) real_##function; \
 if (real_##function == NULL)                    \
 *(void **)&real_##function = dlsym(RTLD_NEXT, name)

#define CALLER __builtin_return_address(0)

/* NULL in a program that is to be left alone. */
extern struct inject *inject_control;

/* Does this call fail?  errno is set then. */
bool inject_fails(enum inject_kind kind, const void *caller);

#endif
