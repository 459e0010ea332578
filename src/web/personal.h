/* How a room declares what it keeps about people. The register of personal fields, the telling and the erasing of a
   person are made from these tables (features/trust/privacy). */
#ifndef WEB_PERSONAL_H
#define WEB_PERSONAL_H

/* What becomes of a datum when the person it is about is erased. */
enum personal_end {
    PERSONAL_GOES,  /* at once */
    PERSONAL_LAW,   /* when the law on accounting no longer asks for the person's vouchers */
    PERSONAL_STAYS, /* never: it says nothing about anybody by itself */
    PERSONAL_TIMED, /* it is about users and rooms, not about members and partners: ends by its own time */
    N_PERSONAL_END
};
struct personal_field { /* every personal datum this room keeps, also in tables of the spine that it fills */
    const char *table, *column;
    const char *name;                                  /* T("Phone"): what a reader calls it */
    const char *purpose, *basis, *readers, *retention; /* T("…") */
    bool encrypted;
    enum personal_end end;
    bool words; /* free words, in which anybody may be named: looked through when somebody is told about or erased */
};

#endif
