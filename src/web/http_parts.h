/* The pieces of the HTTP door that tests and fuzz targets want to see alone. All pure. */
#ifndef WEB_HTTP_PARTS_H
#define WEB_HTTP_PARTS_H

#include "web/http.h"

enum {
    HTTP_FIELDS_MAX = 20000,    /* fields of one form: a sheet of 1,000 rows and 20 columns */
    HTTP_UPLOADS_MAX = 64,      /* files of one form */
    HTTP_PART_HEAD_MAX = 8192,  /* bytes of a multipart part's own headers */
    HTTP_FILE_NAME_MAX = 200,   /* bytes */
};

/* Absolute, no dot segments, no control characters, no backslash. Takes the decoded path. */
bool http_path_good(str path);
bool http_token_char(char c);
bool http_is_token(str s); /* RFC 9110 token: header names, parameter names */
/* Value of the first cookie of that name in a Cookie header, as a view; surrounding quotes removed. */
bool http_cookie(str header, str name, str *out);
/* Does a list like Accept-Encoding name `what` with a weight above zero? */
bool http_list_accepts(str header, str what);
/* A parameter of a header like `form-data; name="x"; filename="a\"b"`, unescaped into mem. False when absent or
   malformed. */
bool http_header_param(struct arena *mem, str header, str name, str *out);
/* The name alone, without folders, control characters or what file systems refuse; never empty, never begins with a
   dot. */
str http_safe_file_name(struct arena *mem, str sent);

#endif
