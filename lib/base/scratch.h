/*
 * scratch - large room on the stack that is written before it is read.
 *
 * The project is built with -ftrivial-auto-var-init=zero, which clears every
 * variable that is not set at once.  For kilobytes of room that costs more than
 * what is then done in them, so this alone is left out:
 *
 *     AM_SCRATCH unsigned char text[1024];
 */
#ifndef AM_BASE_SCRATCH_H
#define AM_BASE_SCRATCH_H

#ifdef __has_attribute
# if __has_attribute(uninitialized)
#  define AM_SCRATCH __attribute__((uninitialized))
# endif
#endif
#ifndef AM_SCRATCH
# define AM_SCRATCH
#endif

#endif
