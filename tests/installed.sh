#!/bin/sh
# Another program finds the installed library, by pkg-config and by CMake's
# find_package, and runs with it.
set -eu
build=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

DESTDIR="$dir/root" cmake --install "$build" >"$dir/log" 2>&1 ||
    { cat "$dir/log"; exit 1; }
prefix=$(sed -n 's/^CMAKE_INSTALL_PREFIX:PATH=//p' "$build/CMakeCache.txt")
pc=$(find "$dir/root" -name attachmeter.pc)
lib=$(dirname "$(dirname "$pc")")

cat >"$dir/user.c" <<'EOF'
#include <stdio.h>

#include "base/units.h"

int main(void)
{
    char text[AM_SIZE_TEXT_SIZE];

    puts(am_format_size(1000000, AM_UNITS_SI, text));
    return 0;
}
EOF
# A sanitized library asks the same of the program that uses it.
san=$(sed -n 's/^AM_SANITIZE:STRING=\(..*\)/-fsanitize=\1/p' "$build/CMakeCache.txt")

export PKG_CONFIG_PATH="$lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$dir/root"
# shellcheck disable=SC2046,SC2086
cc $san "$dir/user.c" -o "$dir/by-pkg-config" \
    $(pkg-config --cflags --libs attachmeter)

cat >"$dir/CMakeLists.txt" <<EOF
cmake_minimum_required(VERSION 3.25)
project(user LANGUAGES C)
find_package(attachmeter REQUIRED)
add_executable(by-cmake user.c)
target_link_libraries(by-cmake attachmeter::attachmeter)
EOF
cmake -S "$dir" -B "$dir/build" -DCMAKE_PREFIX_PATH="$dir/root$prefix" \
    -DCMAKE_C_FLAGS="$san" >>"$dir/log" 2>&1 &&
    cmake --build "$dir/build" >>"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }

for program in "$dir/by-pkg-config" "$dir/build/by-cmake"; do
    out=$(LD_LIBRARY_PATH="$lib" "$program")
    [ "$out" = "1.00 MB" ] || { echo "$program said '$out'" >&2; exit 1; }
done
