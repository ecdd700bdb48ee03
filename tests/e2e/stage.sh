# stage.sh - a copy of attachmeterd that any user can start; to be sourced.
#
#   stage_daemon BINDIR DIR   copy it and its library out of BINDIR into
#                             DIR/bin and print the path of the copy
#
# The tests run the daemon as an unprivileged user, who may not be able to enter
# the directory it was built in.  DIR's parents must let anyone pass.  Start it
# with LD_LIBRARY_PATH=DIR/bin, which goes before the path it was linked with.
stage_daemon() {
    mkdir -p "$2/bin" && chmod 755 "$2" "$2/bin" &&
        cp -L "$1/milter/attachmeterd" "$1"/lib/libattachmeter.so.? "$2/bin" &&
        chmod 755 "$2/bin"/* && echo "$2/bin/attachmeterd"
}
