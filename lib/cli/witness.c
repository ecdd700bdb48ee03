/*
 * witness - see witness.h.
 */
#include "cli/witness.h"

#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#define LOGIN_SIZE 16

/* The uid that logged in, whoever it became since: pam_loginuid(8).  "" where
 * the kernel keeps none. */
static const char *login_uid(char text[LOGIN_SIZE])
{
    FILE *file = fopen("/proc/self/loginuid", "re");

    text[0] = '\0';
    if (file == NULL)
        return text;
    if (fgets(text, LOGIN_SIZE, file) == NULL ||
        strcmp(text, "4294967295") == 0)
        text[0] = '\0';
    fclose(file);
    text[strspn(text, "0123456789")] = '\0';
    return text;
}

void am_witness(const char *command, size_t contents)
{
    char login[LOGIN_SIZE];

    openlog("attachmeter", LOG_PID, LOG_AUTHPRIV);
    login_uid(login);
    syslog(LOG_NOTICE, "%s of %zu content%s by uid %u%s%s", command, contents,
           contents == 1 ? "" : "s", (unsigned)getuid(),
           login[0] != '\0' ? ", logged in as uid " : "", login);
    closelog();
}
