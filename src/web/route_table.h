/* The routes of all rooms as a tree of path segments: built once, read by every worker. */
#ifndef WEB_ROUTE_TABLE_H
#define WEB_ROUTE_TABLE_H

#include "web/app.h"

struct route_match {
    const struct route *route; /* NULL: nothing for this method */
    bool path_known;           /* … but for another one */
    bool api;                  /* under /api/v1: the route's twin that speaks JSON */
    str allow;                 /* the methods there are: "GET, HEAD, POST" */
    struct pair param[8];
    int n_param;
};

/* Is the route there under /api/v1 too? Changes that need no capability (log in, set up, one's own password and
   sessions) and pages without .data are for people only. */
bool route_in_api(const struct route *r);
/* A literal segment wins over a parameter. HEAD finds what GET finds. */
struct route_match router_match(const struct router *r, struct arena *mem, enum method method, str path);

#endif
