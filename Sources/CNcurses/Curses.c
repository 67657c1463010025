#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "CNcurses.h"

/* Some of the names that curses.h and term.h define as macros are words we need. */
#undef columns
#undef lines

static SCREEN *screen = NULL;
static FILE *output_file = NULL;
static FILE *input_file = NULL;
static int park_x = -1, park_y = -1;
static bool cursor_shown = true;

bool cn_choose_locale(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
  /* Containers and cron jobs set no locale; their terminals speak UTF-8 all the same. */
  return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}

int cn_check_type(const char *type, int output) {
  int problem = 0;
  if (setupterm(type, output, &problem) == ERR) {
    return problem == 1 ? CN_NO_CURSOR_ADDRESSING : CN_UNKNOWN_TYPE;
  }
  return cn_capability("cup") == NULL ? CN_NO_CURSOR_ADDRESSING : CN_USABLE;
}

bool cn_takes_ecma48(void) {
  const char *address = cn_capability("cup");
  return address != NULL && strncmp(address, "\033[", 2) == 0;
}

static void close_files(void) {
  if (output_file != NULL) fclose(output_file);
  if (input_file != NULL) fclose(input_file);
  output_file = input_file = NULL;
}

/* Keys that the terminal driver would keep for itself come to us, but not Ctrl-C and Ctrl-\: as signals they
 * work even when the loop hangs. */
static void take_driver_keys(int input) {
  struct termios modes;
  if (tcgetattr(input, &modes) != 0) return;
  modes.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP);
  modes.c_lflag &= ~(tcflag_t)IEXTEN;
  modes.c_cc[VSUSP] = _POSIX_VDISABLE;
  tcsetattr(input, TCSADRAIN, &modes);
  def_prog_mode();
}

bool cn_open(const char *type, int input, int output) {
  output_file = fdopen(dup(output), "w");
  input_file = fdopen(dup(input), "r");
  if (output_file == NULL || input_file == NULL) {
    close_files();
    return false;
  }
  use_env(TRUE);
  use_tioctl(TRUE);
  screen = newterm(type, output_file, input_file);
  if (screen == NULL) {
    close_files();
    return false;
  }
  set_term(screen);
  cbreak();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  /* Input is read elsewhere; curses must not stop painting because some is waiting. */
  typeahead(-1);
  scrollok(stdscr, FALSE);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  take_driver_keys(input);
  park_x = park_y = -1;
  cursor_shown = true;
  return true;
}

void cn_close(void) {
  if (screen == NULL) return;
  endwin();
  delscreen(screen);
  screen = NULL;
  close_files();
}

void cn_pause(void) {
  if (screen != NULL) endwin();
}

int cn_width(void) { return screen == NULL ? 0 : getmaxx(stdscr); }
int cn_height(void) { return screen == NULL ? 0 : getmaxy(stdscr); }

void cn_resize(int width, int height) {
  if (screen != NULL) resizeterm(height, width);
}

int cn_colors(void) { return screen != NULL && has_colors() ? COLORS : 0; }

void cn_define_pair(int pair, int foreground, int background) {
  if (init_pair((short)pair, (short)foreground, (short)background) == ERR) {
    /* No default colours here: the closest is white on black. */
    init_pair((short)pair, (short)(foreground < 0 ? COLOR_WHITE : foreground),
              (short)(background < 0 ? COLOR_BLACK : background));
  }
}

bool cn_put(int x, int y, const wchar_t *text, unsigned attributes, int pair) {
  attr_t look = A_NORMAL;
  if (attributes & CN_BOLD) look |= A_BOLD;
  if (attributes & CN_DIM) look |= A_DIM;
  if (attributes & CN_UNDERLINE) look |= A_UNDERLINE;
  if (attributes & CN_REVERSE) look |= A_REVERSE;
  cchar_t cell;
  if (setcchar(&cell, text, look, (short)pair, NULL) == ERR) return false;
  /* The result is ERR in the bottom right corner, where the cell is drawn but the cursor can't go on. */
  mvadd_wch(y, x, &cell);
  return true;
}

void cn_park(int x, int y) {
  park_x = x;
  park_y = y;
}

void cn_update(void) {
  if (screen == NULL) return;
  bool shown = park_x >= 0 && park_y >= 0;
  if (shown != cursor_shown) {
    curs_set(shown ? 1 : 0);
    cursor_shown = shown;
  }
  if (shown) move(park_y, park_x);
  wnoutrefresh(stdscr);
  doupdate();
}

void cn_forget_contents(void) {
  if (screen != NULL) clearok(curscr, TRUE);
}

int cn_read(int x, int y, wchar_t text[CN_CELL_LENGTH], unsigned *attributes, int *pair) {
  cchar_t cell;
  wchar_t buffer[CCHARW_MAX + 1] = {0};
  attr_t look = 0;
  short color = 0;
  if (mvin_wch(y, x, &cell) == ERR) return 0;
  if (getcchar(&cell, buffer, &look, &color, NULL) == ERR) return 0;
  int count = (int)wcslen(buffer);
  if (count > CN_CELL_LENGTH) count = CN_CELL_LENGTH;
  memcpy(text, buffer, (size_t)count * sizeof(wchar_t));
  *attributes = (look & A_BOLD ? CN_BOLD : 0) | (look & A_DIM ? CN_DIM : 0) |
                (look & A_UNDERLINE ? CN_UNDERLINE : 0) | (look & A_REVERSE ? CN_REVERSE : 0);
  *pair = color;
  return count;
}

const char *cn_capability(const char *name) {
  const char *value = tigetstr((char *)(uintptr_t)name);
  return value == NULL || value == (const char *)-1 || *value == '\0' ? NULL : value;
}

int cn_cells(wchar_t scalar) { return wcwidth(scalar); }

bool cn_reported_size(int fd, int *width, int *height) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *width = size.ws_col;
  *height = size.ws_row;
  return true;
}

bool cn_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0; }
