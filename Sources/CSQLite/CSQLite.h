// SQLite's own C interface, for the floor that `make bench` measures against. Nothing else imports it.
#include <sqlite3.h>
