#!/bin/sh
# Another program, the one of lib/README.md, finds the installed library, by
# pkg-config and by CMake's find_package, and says what `attachmeter report` does.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

DESTDIR="$dir/root" cmake --install "$build" >"$dir/log" 2>&1 ||
    { cat "$dir/log"; exit 1; }
prefix=$(sed -n 's/^CMAKE_INSTALL_PREFIX:PATH=//p' "$build/CMakeCache.txt")
pc=$(find "$dir/root" -name attachmeter.pc)
lib=$(dirname "$(dirname "$pc")")

# The program that lib/README.md shows.
sed -n '/^```c$/,/^```$/{/^```/d;p}' "$here/../lib/README.md" >"$dir/user.c"
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

# A database to read, made by the installed command.
export LD_LIBRARY_PATH="$lib"
command=$dir/root$prefix/bin/attachmeter
printf 'database = "%s/db"\nkey_file = "%s/key"\n' "$dir" "$dir" >"$dir/conf"
printf '%064d\n' 7 >"$dir/key"
chmod 400 "$dir/key"
{
    printf 'Delivered-To: p1@example.org\nDelivered-To: p2@example.org\n'
    printf 'Content-Type: application/pdf\nContent-Disposition: attachment\n\n'
    head -c 1000 /dev/zero | tr '\0' x
} >"$dir/mail"
"$command" scan --record --config "$dir/conf" "$dir/mail" >>"$dir/log" ||
    { cat "$dir/log"; exit 1; }
wanted=$("$command" report --config "$dir/conf" --format csv |
    sed -n 's/^[^,]*,[^,]*,total,.*,\([0-9]*\),[^,]*$/\1/p')
[ "$wanted" = 1000 ] || { echo "the report says '$wanted'" >&2; exit 1; }

# The French catalogue is found where it was installed.
"$command" --lang fr --help | grep -q 'Que co.*jointes' ||
    { echo "no French is installed" >&2; exit 1; }

for program in "$dir/by-pkg-config" "$dir/build/by-cmake"; do
    out=$("$program" "$dir/db")
    [ "$out" = "$wanted" ] || { echo "$program said '$out'" >&2; exit 1; }
    if "$program" "$dir/nowhere" 2>"$dir/err"; then
        echo "$program reads no database" >&2
        exit 1
    fi
    grep -q nowhere "$dir/err" || { cat "$dir/err"; exit 1; }
done
[ -s "$dir/root$prefix/share/attachmeter/schema/report-1.json" ] ||
    { echo "no JSON Schema is installed" >&2; exit 1; }
