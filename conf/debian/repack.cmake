# cpack lists files in the order in which a directory has them, with the times at
# which they were installed and modes of the umask; dpkg-deb sorts, and takes
# SOURCE_DATE_EPOCH for what is younger.  cpack also calls ldconfig where Debian has
# a trigger, and forgets the doc directory of debug symbols.  Run by cpack over what
# it has packed.
foreach(package IN LISTS CPACK_PACKAGE_FILES)
    set(tree ${package}.tree)
    execute_process(COMMAND dpkg-deb --raw-extract ${package} ${tree}
        COMMAND_ERROR_IS_FATAL ANY)
    if(EXISTS ${tree}/DEBIAN/shlibs)
        file(REMOVE ${tree}/DEBIAN/postinst ${tree}/DEBIAN/postrm)
        file(WRITE ${tree}/DEBIAN/triggers "activate-noawait ldconfig\n")
    endif()
    if(package MATCHES "/([^/]+)-dbgsym_")
        set(name ${CMAKE_MATCH_1})
        file(MAKE_DIRECTORY ${tree}/usr/share/doc)
        file(CREATE_LINK ${name} ${tree}/usr/share/doc/${name}-dbgsym SYMBOLIC)
    endif()
    execute_process(COMMAND chmod -R u=rwX,go=rX ${tree}
        COMMAND_ERROR_IS_FATAL ANY)
    execute_process(
        COMMAND sh -c "find * -path DEBIAN -prune -o -type f -print | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums"
        WORKING_DIRECTORY ${tree} COMMAND_ERROR_IS_FATAL ANY)
    execute_process(
        COMMAND dpkg-deb --root-owner-group -Zxz --build ${tree} ${package}
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE_RECURSE ${tree})
endforeach()
