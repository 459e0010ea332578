/* A document to be printed, as JSON and back: print_pdf of what was read gives the bytes that print_pdf of what was
   written gave. The stamp is left out: it says what became of the paper, not what it is. */
#ifndef WEB_PRINT_PRINT_JSON_H
#define WEB_PRINT_PRINT_JSON_H

#include "web/print/print.h"

str print_doc_json(struct arena *mem, const struct print_doc *doc);
/* False when it is not what print_doc_json writes. Views into json where its texts hold no escapes. */
[[nodiscard]] bool print_doc_read(struct arena *mem, str json, struct print_doc *out);

#endif
