#!/bin/sh
# Every header compiles by itself: it includes what it needs.
status=0
for header in "$1"/lib/*/*.h; do
    "${CC:-cc}" -std=c17 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror \
        -fsyntax-only -I "$1/lib" -I "$2" -x c "$header" || status=1
done
exit $status
