/* What the Terminal room needs of curses, without the macros and the shared state that Swift can't see.
 *
 * One screen at a time, and all calls but those of CrashGuard.h on one thread. */
#ifndef PERMSCOPE_CNCURSES_H
#define PERMSCOPE_CNCURSES_H

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

#include "CrashGuard.h"

/* What keeps a terminal type from being used. */
enum {
  CN_USABLE = 0,
  CN_UNKNOWN_TYPE = 1,
  CN_NO_CURSOR_ADDRESSING = 2,
};

/* How a cell looks, besides its colours. */
enum {
  CN_BOLD = 1,
  CN_DIM = 2,
  CN_UNDERLINE = 4,
  CN_REVERSE = 8,
};

/* Code points in one cell at most: a character and its marks. */
enum { CN_CELL_LENGTH = 5 };

/* Chooses a character set that has UTF-8; false if this system has none. */
bool cn_choose_locale(void);

/* CN_USABLE, or why the terminal type can't be used. Writes nothing. */
int cn_check_type(const char *type, int output);

/* Whether the terminal type takes ECMA-48 sequences, to be asked after cn_check_type or cn_open. */
bool cn_takes_ecma48(void);

/* Takes over the terminal: alternate screen, no echo, keys as they come. */
bool cn_open(const char *type, int input, int output);

/* Gives the terminal back and forgets it. */
void cn_close(void);

/* Gives the terminal back for a while; the next cn_update takes it again. */
void cn_pause(void);

int cn_width(void);
int cn_height(void);
void cn_resize(int width, int height);

/* How many colours there are; 0 for none. */
int cn_colors(void);

/* Defines a colour pair; -1 is the terminal's own colour. */
void cn_define_pair(int pair, int foreground, int background);

/* Draws one cell; false if curses can't draw the text in the cells that it is meant to take. */
bool cn_put(int x, int y, const wchar_t *text, unsigned attributes, int pair);

/* Where the cursor rests after the next cn_update; a negative place hides it. */
void cn_park(int x, int y);

/* Sends what changed. */
void cn_update(void);

/* Makes the next cn_update send everything. */
void cn_forget_contents(void);

/* Reads a cell back as code points; returns how many. For tests. */
int cn_read(int x, int y, wchar_t text[CN_CELL_LENGTH], unsigned *attributes, int *pair);

/* A string capability of the terminal type, such as a key's sequence; NULL if it has none. */
const char *cn_capability(const char *name);

/* Cells that curses gives one code point; -1 if it can't draw it. */
int cn_cells(wchar_t scalar);

/* A pipe that neither blocks nor outlives an exec; false if the process is out of files. */
bool cn_pipe(int ends[2]);

/* The size that the terminal itself reports; false if it doesn't. */
bool cn_reported_size(int fd, int *width, int *height);

#endif
