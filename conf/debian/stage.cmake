# Adds to the installed files of each package what Debian wants beside them.  Run
# by cpack, after it has installed and before it packs.
set(debian ${CPACK_AM_SOURCE}/conf/debian)
foreach(pair IN LISTS CPACK_AM_PACKAGES)
    string(REPLACE "=" ";" pair ${pair})
    list(GET pair 0 component)
    list(GET pair 1 name)
    set(root ${CPACK_TEMPORARY_DIRECTORY}/${component})
    set(doc ${root}/usr/share/doc/${name})
    file(COPY ${debian}/copyright DESTINATION ${doc})
    configure_file(${debian}/changelog ${doc}/changelog.Debian COPYONLY)
    configure_file(${debian}/lintian-overrides
        ${root}/usr/share/lintian/overrides/${name} COPYONLY)
    if(component STREQUAL daemon)
        # Debian's relays are Postfix's: the socket is where that finds it.
        file(READ ${CPACK_AM_SOURCE}/conf/attachmeter.conf conf)
        set(socket unix:/var/spool/postfix/attachmeter/attachmeter.sock)
        string(REGEX REPLACE "\n#socket = [^\n]*" "\nsocket = ${socket}" with
            "${conf}")
        if(with STREQUAL conf)
            message(FATAL_ERROR "conf/attachmeter.conf has no socket line")
        endif()
        file(WRITE ${root}/etc/attachmeter/attachmeter.conf "${with}")
    endif()
    if(EXISTS ${root}/usr/share/zsh/site-functions)
        # Where Debian's zsh looks
        file(RENAME ${root}/usr/share/zsh/site-functions
            ${root}/usr/share/zsh/vendor-completions)
    endif()
    file(GLOB_RECURSE texts ${root}/usr/share/man/*.[1-9]
        ${doc}/changelog.Debian)
    execute_process(COMMAND gzip -9nf ${texts} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
