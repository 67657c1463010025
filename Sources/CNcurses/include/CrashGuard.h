/* Leaves the terminal as it was, however the process ends, and tells a loop about signals.
 *
 * All of it is safe to call while a screen is up or not. */
#ifndef PERMSCOPE_CRASHGUARD_H
#define PERMSCOPE_CRASHGUARD_H

#include <stdbool.h>

/* Saves the terminal's modes and takes over the signals; before curses touches the terminal.
 *
 * With `ecma48`, a reset string is written when the process crashes. With `capture`, standard error goes to
 * memory until cn_guard_remove, or until the process ends in any way but SIGKILL. */
bool cn_guard_install(int input, int output, bool ecma48, bool capture);

/* Gives the signals back and copies out what was written to standard error. */
void cn_guard_remove(void);

/* Lets stack overflow on the calling thread be handled, too. The main thread has it already. */
bool cn_guard_thread(void);

/* Becomes readable when a signal came; -1 without a guard. */
int cn_guard_descriptor(void);

/* The next signal that came, or 0. A request to end is taken as handled from here on. */
int cn_guard_take(void);

/* Stops the process as SIGTSTP does and returns when it goes on. */
void cn_guard_stop(void);

/* Ends the process by a signal's default action, so that the exit status tells of it. */
void cn_end_by_signal(int signal);

#endif
