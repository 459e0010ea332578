/* Which passwords are among the first that anybody would try. Pure: reads only its arguments and the embedded list. */
#ifndef FEATURES_IDENTITY_PASSWORD_RULES_H
#define FEATURES_IDENTITY_PASSWORD_RULES_H

#include "base/cx.h"

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 200 }; /* characters; bytes */

/* Pushes "password.length" or "password.common" at the field "password". No rule about which characters a password
   is made of: length and a list of common ones, as NIST SP 800-63B-3 §5.1.1.2 asks. Compared after folding (case,
   accents) and without the digits and signs around: "Matkhau2026!" is "matkhau". Common are: words of
   data/common_passwords.csv, one or several of them in a row; a short piece repeated; keys in the order of the keyboard
   or of the alphabet; one's own user name. */
result password_check(struct cx *cx, str password, str login);

#endif
