#include "cli/command.h"

int am_cmd_config(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return AM_EXIT_FAILED;
}
