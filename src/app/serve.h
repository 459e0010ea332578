/* hoptac serve: the web server over one store. */
#ifndef APP_SERVE_H
#define APP_SERVE_H

struct cli;
int cmd_serve(struct cli *c);

#endif
