/* The routes of all rooms as a tree of path segments: built once, read by every worker. */
#ifndef WEB_ROUTE_TABLE_H
#define WEB_ROUTE_TABLE_H

#include "web/app.h"

struct route_match {
    const struct route *route; /* NULL: nothing for this method */
    bool path_known;           /* … but for another one */
    str allow;                 /* the methods there are: "GET, HEAD, POST" */
    struct pair param[8];
    int n_param;
};

/* A literal segment wins over a parameter. HEAD finds what GET finds. */
struct route_match router_match(const struct router *r, struct arena *mem, enum method method, str path);

#endif
