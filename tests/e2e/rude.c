/*
 * rude - see rude.h.  That we are hung up on is as good as any answer.
 */
#include "e2e/rude.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "mta/client.h"
#include "mta/wire.h"

#define WAIT_MS 60000

static int tell(const char *what, const char *why)
{
    fprintf(stderr, "rude: %s: %s\n", what, why);
    return -1;
}

/* Connect, send bytes that are no negotiation, and go. */
static int poke(const char *socket_name, const void *data, size_t size)
{
    struct am_err err;
    int fd = -1;

    if (am_wire_connect(&fd, socket_name, WAIT_MS, &err) < 0)
        return tell("connect", err.text);
    /* It may hang up on us before all is sent. */
    if (size > 0)
        (void)!am_wire_write(fd, data, size, WAIT_MS, &err);
    close(fd);
    return 0;
}

int rude_bare(const char *socket_name)
{
    for (int i = 0; i < 20; i++) {
        if (poke(socket_name, "", 0) < 0)
            return -1;
    }
    return 0;
}

int rude_browser(const char *socket_name)
{
    static const char get[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    return poke(socket_name, get, strlen(get));
}

int rude_garbage(const char *socket_name)
{
    static unsigned char data[50000];
    uint32_t x = 1;

    for (int turn = 0; turn < 10; turn++) {
        for (size_t i = 0; i < sizeof(data); i++) {
            x = x * 1664525 + 1013904223;
            data[i] = (unsigned char)(x >> 24);
        }
        if (poke(socket_name, data, sizeof(data)) < 0)
            return -1;
    }
    return 0;
}

int rude_lengths(const char *socket_name)
{
    if (poke(socket_name, "\xff\xff\xff\xffO", 5) < 0 ||
        poke(socket_name, "\0\0\0\0", 4) < 0 ||
        poke(socket_name, "\0\0\0\1O", 5) < 0 ||
        poke(socket_name, "\0\0\0\xdO\0\0\0\6", 9) < 0 ||
        poke(socket_name, "\0\0\0\1Q", 5) < 0 ||
        poke(socket_name, "\0\0\0\1E", 5) < 0)
        return -1;
    return 0;
}

/* What a peer does after negotiating that is not what an MTA does. */
int rude_packets(const char *socket_name)
{
    static const struct {
        const char *data;
        size_t size;
    } packets[] = {
        {"\0\0\0\1E", 5},      /* end without a message */
        {"\0\0\0\1A", 5},      /* abort without a message */
        {"\0\0\0\1K", 5},      /* quit, and go on */
        {"\0\0\0\1M", 5},      /* MAIL without an address */
        {"\0\0\0\5M<a>", 8},   /* not ended, and cut */
        {"\0\0\0\4Rx\0\0", 8}, /* RCPT first */
        {"\0\0\0\1?", 5},      /* no such command */
        {"\0\0\0\3Cx\0", 7},   /* CONNECT, cut */
        {"\0\0\0\4Cx\0U", 8},  /* CONNECT of an unknown family */
        {"\0\0\0\7Cx\0"
         "4\0\31",
         10},                     /* CONNECT, cut in the address */
        {"\0\0\0\3DMi", 7},       /* a macro without a value */
        {"\0\0\0\2L:", 6},        /* a header first */
        {"\177\377\377\377B", 5}, /* a huge body */
        {"\0\0\1\0Bxyz", 8},      /* a packet that does not come */
    };

    for (size_t i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
        struct am_mta *mta = NULL;
        struct am_err err;
        if (am_mta_connect(&mta, socket_name, WAIT_MS, NULL, &err) < 0)
            return tell("connect", err.text);
        (void)!am_mta_raw(mta, packets[i].data, packets[i].size, &err);
        am_mta_drop(&mta);
    }
    return 0;
}
