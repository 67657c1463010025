/* Everything that runs in a signal handler here is async-signal-safe: write, dup2, tcsetattr, sigaction. */
#define _GNU_SOURCE

#include "CrashGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

/* End of a synchronized update, mouse and bracketed paste off, plain keys and text, cursor, main screen. */
static const char reset_string[] =
    "\033[?2026l\033[?1006l\033[?1000l\033[?2004l\033[?1l\033>\033[0m\033[?25h\033[?1049l\r";

enum {
  /* Seconds that a request to end may wait for the loop. */
  PATIENCE = 3,
  /* Bytes of captured standard error that are copied out at most, the last ones. */
  SPILL_LIMIT = 256 * 1024,
  ALTERNATE_STACK = 64 * 1024,
};

static const int fatal_signals[] = {SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE, SIGQUIT};
static const int ending_signals[] = {SIGHUP, SIGINT, SIGTERM};
static const int notice_signals[] = {SIGWINCH, SIGTSTP, SIGCONT};

static atomic_bool installed = false;
static pid_t owner = 0;
static int terminal_fd = -1, output_fd = -1, null_fd = -1;
static int pipe_read = -1, pipe_write = -1;
static int real_stderr = -1, captured_stderr = -1;
static bool have_modes = false, writes_reset = false;
static struct termios saved_modes;
static struct sigaction old_actions[NSIG];
static bool replaced[NSIG];
static atomic_int arrived[NSIG];
static atomic_int unhandled_end = 0;
static atomic_int dying_thread = 0;

static void write_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(fd, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

static void spill_stderr(void) {
  if (captured_stderr < 0 || real_stderr < 0) return;
  char buffer[4096];
  off_t end = lseek(captured_stderr, 0, SEEK_END);
  off_t position = end > SPILL_LIMIT ? end - SPILL_LIMIT : 0;
  ssize_t count;
  while ((count = pread(captured_stderr, buffer, sizeof buffer, position)) > 0) {
    write_all(real_stderr, buffer, (size_t)count);
    position += count;
  }
}

static void restore_terminal(void) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  /* A background process may restore the modes, too. */
  sigprocmask(SIG_BLOCK, &blocked, NULL);
  /* Other threads may still be drawing. */
  if (null_fd >= 0) dup2(null_fd, output_fd);
  if (writes_reset) write_all(terminal_fd, reset_string, sizeof reset_string - 1);
  if (have_modes) {
    tcsetattr(terminal_fd, TCSANOW, &saved_modes);
    /* Half a mouse report must not become a command of the shell. */
    tcflush(terminal_fd, TCIFLUSH);
  }
  spill_stderr();
}

static void set_default(int signal) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, NULL);
}

static void die(int signal) {
  int none = 0;
  int thread = gettid();
  if (!atomic_compare_exchange_strong(&dying_thread, &none, thread) && none != thread) {
    /* Another thread is restoring the terminal and then ends the process. */
    sleep(PATIENCE);
  }
  if (getpid() == owner && atomic_exchange(&installed, false)) restore_terminal();
  set_default(signal);
  sigset_t unblocked;
  sigemptyset(&unblocked);
  sigaddset(&unblocked, signal);
  sigprocmask(SIG_UNBLOCK, &unblocked, NULL);
}

static void on_fatal(int signal, siginfo_t *info, void *context) {
  (void)context;
  die(signal);
  /* A fault of the processor's happens again on return, now with the default action and the true stack. */
  if (info->si_code <= 0) raise(signal);
}

static void notify(int signal) {
  int error = errno;
  atomic_store(&arrived[signal], 1);
  char byte = 0;
  ssize_t ignored = write(pipe_write, &byte, 1);
  (void)ignored;
  errno = error;
}

static void on_end(int signal) {
  if (atomic_exchange(&unhandled_end, signal) != 0) {
    /* The loop hasn't taken the one before: it hangs. */
    die(signal);
    raise(signal);
    return;
  }
  alarm(PATIENCE);
  notify(signal);
}

static void on_alarm(int signal) {
  (void)signal;
  int ending = atomic_load(&unhandled_end);
  if (ending == 0) return;
  die(ending);
  raise(ending);
}

static void replace(int signal, struct sigaction *action) {
  struct sigaction old;
  if (sigaction(signal, NULL, &old) != 0) return;
  bool may_be_ignored = signal == SIGHUP || signal == SIGINT || signal == SIGQUIT || signal == SIGTERM;
  /* Who started the process under nohup means it. */
  if (may_be_ignored && !(old.sa_flags & SA_SIGINFO) && old.sa_handler == SIG_IGN) return;
  if (sigaction(signal, action, &old_actions[signal]) == 0) replaced[signal] = true;
}

static void catch_simple(int signal, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  replace(signal, &action);
}

static void restore_at_exit(void) {
  if (getpid() == owner && atomic_exchange(&installed, false)) restore_terminal();
}

static void capture_stderr(void) {
  captured_stderr = memfd_create("standard error", MFD_CLOEXEC);
  if (captured_stderr < 0) return;
  real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (real_stderr < 0 || dup2(captured_stderr, STDERR_FILENO) < 0) {
    close(captured_stderr);
    captured_stderr = -1;
  }
}

static void close_fd(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

bool cn_guard_thread(void) {
  stack_t stack;
  memset(&stack, 0, sizeof stack);
  stack.ss_size = ALTERNATE_STACK;
  /* Lives as long as the thread, which is as long as the process for the threads that matter. */
  stack.ss_sp = malloc(stack.ss_size);
  if (stack.ss_sp == NULL) return false;
  if (sigaltstack(&stack, NULL) == 0) return true;
  free(stack.ss_sp);
  return false;
}

bool cn_guard_install(int input, int output, bool ecma48, bool capture) {
  static bool prepared = false;
  if (atomic_load(&installed)) return false;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
  pipe_read = ends[0];
  pipe_write = ends[1];
  terminal_fd = fcntl(output, F_DUPFD_CLOEXEC, 3);
  null_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
  output_fd = output;
  owner = getpid();
  writes_reset = ecma48;
  have_modes = tcgetattr(input, &saved_modes) == 0 && isatty(output);
  for (int signal = 0; signal < NSIG; signal++) atomic_store(&arrived[signal], 0);
  atomic_store(&unhandled_end, 0);
  if (!prepared) {
    prepared = true;
    cn_guard_thread();
    atexit(restore_at_exit);
  }
  if (capture) capture_stderr();
  atomic_store(&installed, true);

  struct sigaction fatal;
  memset(&fatal, 0, sizeof fatal);
  fatal.sa_sigaction = on_fatal;
  fatal.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigemptyset(&fatal.sa_mask);
  for (size_t i = 0; i < sizeof fatal_signals / sizeof *fatal_signals; i++) replace(fatal_signals[i], &fatal);
  for (size_t i = 0; i < sizeof ending_signals / sizeof *ending_signals; i++)
    catch_simple(ending_signals[i], on_end);
  for (size_t i = 0; i < sizeof notice_signals / sizeof *notice_signals; i++)
    catch_simple(notice_signals[i], notify);
  catch_simple(SIGALRM, on_alarm);
  return true;
}

void cn_guard_remove(void) {
  if (!atomic_exchange(&installed, false)) return;
  alarm(0);
  for (int signal = 1; signal < NSIG; signal++) {
    if (replaced[signal]) sigaction(signal, &old_actions[signal], NULL);
    replaced[signal] = false;
  }
  if (captured_stderr >= 0) {
    dup2(real_stderr, STDERR_FILENO);
    spill_stderr();
  }
  close_fd(&captured_stderr);
  close_fd(&real_stderr);
  close_fd(&terminal_fd);
  close_fd(&null_fd);
  close_fd(&pipe_read);
  close_fd(&pipe_write);
}

int cn_guard_descriptor(void) { return pipe_read; }

int cn_guard_take(void) {
  char buffer[64];
  while (pipe_read >= 0 && read(pipe_read, buffer, sizeof buffer) > 0) {
  }
  /* What ends the loop comes first. */
  for (size_t i = 0; i < sizeof ending_signals / sizeof *ending_signals; i++) {
    if (!atomic_exchange(&arrived[ending_signals[i]], 0)) continue;
    alarm(0);
    atomic_store(&unhandled_end, 0);
    return ending_signals[i];
  }
  for (size_t i = 0; i < sizeof notice_signals / sizeof *notice_signals; i++) {
    if (atomic_exchange(&arrived[notice_signals[i]], 0)) return notice_signals[i];
  }
  return 0;
}

void cn_guard_stop(void) {
  struct sigaction ignored, standard, old;
  memset(&ignored, 0, sizeof ignored);
  ignored.sa_handler = SIG_IGN;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  /* The rest of the job first, such as a wrapper that waits for us; then this thread, which stops here. */
  sigaction(SIGTSTP, &ignored, &old);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &standard, NULL);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &old, NULL);
  atomic_store(&arrived[SIGTSTP], 0);
  atomic_store(&arrived[SIGCONT], 0);
}

void cn_end_by_signal(int signal) {
  set_default(signal);
  sigset_t unblocked;
  sigemptyset(&unblocked);
  sigaddset(&unblocked, signal);
  sigprocmask(SIG_UNBLOCK, &unblocked, NULL);
  raise(signal);
}
