#ifndef CZLIB_H
#define CZLIB_H

// The system's zlib, for the sessions that Django compresses.
#include <zlib.h>

#endif
