// Swift cannot call variadic C functions: the ones that libmicrohttpd has, in a fixed form.
#ifndef MPA_LOCAL_CMICROHTTPD_SHIM_H
#define MPA_LOCAL_CMICROHTTPD_SHIM_H

#include <malloc.h>
#include <microhttpd.h>

static inline struct MHD_Daemon *mhd_start(unsigned int flags, MHD_AccessHandlerCallback handler,
                                           void *context, struct MHD_OptionItem *options) {
  return MHD_start_daemon(flags, 0, NULL, NULL, handler, context, MHD_OPTION_ARRAY, options,
                          MHD_OPTION_END);
}

static inline const union MHD_ConnectionInfo *mhd_connection_info(
    struct MHD_Connection *connection, enum MHD_ConnectionInfoType type) {
  return MHD_get_connection_info(connection, type);
}

// Lets in a client that waits at the socket; -1 with errno when there is none. The connection is the
// daemon's from then on, which closes it where it has no room.
static inline int mhd_let_in(struct MHD_Daemon *daemon, int listener) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  int client = accept(listener, (struct sockaddr *)&address, &length);
  if (client >= 0) MHD_add_connection(daemon, client, (struct sockaddr *)&address, length);
  return client;
}

// How many fields, cookies and query items the request has; a union of kinds is no value in Swift.
static inline int mhd_noted_values(struct MHD_Connection *connection) {
  return MHD_get_connection_values(
      connection,
      (enum MHD_ValueKind)(MHD_HEADER_KIND | MHD_COOKIE_KIND | MHD_GET_ARGUMENT_KIND), NULL, NULL);
}

#endif
