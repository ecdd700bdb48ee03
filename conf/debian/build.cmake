# Builds what is packed; read by cpack before it installs from there.
include(ProcessorCount)
ProcessorCount(jobs)

# As debhelper does: no time but the changelog's enters a package.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
    execute_process(
        COMMAND dpkg-parsechangelog -l ${CPACK_AM_SOURCE}/conf/debian/changelog
            -S Timestamp
        OUTPUT_VARIABLE epoch OUTPUT_STRIP_TRAILING_WHITESPACE
        COMMAND_ERROR_IS_FATAL ANY)
    set(ENV{SOURCE_DATE_EPOCH} ${epoch})
endif()

execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${CPACK_AM_SOURCE} -B ${CPACK_AM_BUILD}
        ${CPACK_AM_OPTIONS} -DCMAKE_BUILD_TYPE=RelWithDebInfo
        -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_SKIP_RPATH=ON
        -DAM_TESTS=OFF -DAM_SERVE=ON -DAM_SYSTEMD=ON -DAM_SANITIZE=
        "-DCMAKE_C_FLAGS=-ffile-prefix-map=${CPACK_AM_SOURCE}=. -ffile-prefix-map=${CPACK_AM_BUILD}=build"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${CPACK_AM_BUILD} -j ${jobs}
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
