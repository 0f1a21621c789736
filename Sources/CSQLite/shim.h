// Swift cannot call variadic C functions, nor see SQLITE_TRANSIENT, a cast in a macro.
#ifndef MPA_LOCAL_CSQLITE_SHIM_H
#define MPA_LOCAL_CSQLITE_SHIM_H

#include <sqlite3.h>

static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int bytes) {
  return sqlite3_bind_text(statement, index, text, bytes, SQLITE_TRANSIENT);
}

static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// No checkpoint when the handle closes: a file that was refused stays as it was.
static inline int csqlite_leave_untouched(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

// Without a count of its memory SQLite takes no lock for each piece of it. Holds for the process.
static inline int csqlite_stop_counting_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

#endif
