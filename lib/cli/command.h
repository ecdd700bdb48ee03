/*
 * command - what every command of `attachmeter` has: a name, a line of help and
 * a function.  cli/cmd_X.c holds one command each.
 */
#ifndef AM_CLI_COMMAND_H
#define AM_CLI_COMMAND_H

enum am_exit {
    AM_EXIT_OK = 0,
    AM_EXIT_FAILED = 1, /* failed, or a check failed */
    AM_EXIT_USAGE = 2,  /* wrong usage */
    AM_EXIT_NO_DATA = 3 /* nothing in the range asked for */
};

/* argv[0] is the command's name.  Returns an enum am_exit. */
typedef int am_command_fn(int argc, char **argv);

am_command_fn am_cmd_backup;
am_command_fn am_cmd_claims;
am_command_fn am_cmd_config;
am_command_fn am_cmd_demo;
am_command_fn am_cmd_doctor;
am_command_fn am_cmd_estimate;
am_command_fn am_cmd_factors;
am_command_fn am_cmd_fleet;
am_command_fn am_cmd_forget;
am_command_fn am_cmd_key;
am_command_fn am_cmd_lookup;
am_command_fn am_cmd_merge;
am_command_fn am_cmd_metrics;
am_command_fn am_cmd_privacy;
am_command_fn am_cmd_purge;
am_command_fn am_cmd_histogram;
am_command_fn am_cmd_report;
am_command_fn am_cmd_scan;
am_command_fn am_cmd_serve;
am_command_fn am_cmd_setup;
am_command_fn am_cmd_ship;
am_command_fn am_cmd_status;
am_command_fn am_cmd_top;
am_command_fn am_cmd_whatif;
am_command_fn am_cmd_trend;

#endif
