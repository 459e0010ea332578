/* What the room brings: routes, invariants, personal fields, the job. */
#include "features/trust/files/files_parts.h"
#include "features/trust/files/content.h"
#include "files.sql.h"

static const struct data_field file_fields[] = {
    DATA(file_row, id),
    DATA(file_row, media),
    DATA(file_row, name),
    DATA(file_row, caption),
    DATA(file_row, n_bytes),
    DATA(file_row, width),
    DATA(file_row, height),
    DATA(file_row, has_thumb),
    DATA(file_row, is_open),
    DATA(file_row, added_at),
    DATA_NAME("added_by", file_row, added_by),
    DATA(file_row, withdrawn_at),
    DATA_NAME("withdrawn_by", file_row, withdrawn_by),
    DATA(file_row, withdrawn_reason),
};
static const struct data file_data = DATA_OF(file_row, file_fields);
static const struct data_field note_fields[] = {
    DATA(note_row, id),
    DATA(note_row, words),
    DATA(note_row, is_open),
    DATA(note_row, added_at),
    DATA_NAME("added_by", note_row, added_by),
    DATA(note_row, withdrawn_at),
    DATA_NAME("withdrawn_by", note_row, withdrawn_by),
    DATA(note_row, withdrawn_reason),
};
static const struct data note_data = DATA_OF(note_row, note_fields);
static const struct data_field tag_fields[] = {
    DATA(tag_row, tag),
    DATA(tag_row, added_at),
    DATA_NAME("added_by", tag_row, added_by),
    DATA(tag_row, removed_at),
    DATA_NAME("removed_by", tag_row, removed_by),
};
static const struct data tag_data = DATA_OF(tag_row, tag_fields);
static const struct data_field record_fields[] = {
    DATA_LIST("files", record_files, file, n_file, &file_data),
    DATA_LIST("notes", record_files, note, n_note, &note_data),
    DATA_LIST("tags", record_files, tag, n_tag, &tag_data),
};
const struct data record_files_data = DATA_OF(record_files, record_fields);

#define PURPOSE T("To keep the papers and remarks that belong to a record")
#define BASIS                                                                                                          \
    T("Law on Accounting 88/2015/QH13 for papers of vouchers; for others the cooperative's own administration")
#define READERS T("Whoever may read the record")
#define RETENTION T("As long as the record, or until the person's data are erased")
static const struct personal_field personal[] = {
    { "file", "name", T("Name of a file"), PURPOSE, BASIS, READERS, RETENTION, false, PERSONAL_GOES, true },
    { "file", "caption", T("What a file shows"), PURPOSE, BASIS, READERS, RETENTION, false, PERSONAL_GOES, true },
    { "file", "content_hash", T("Photos and papers"), PURPOSE, BASIS, READERS, RETENTION, false, PERSONAL_LAW, false },
    { "file", "withdrawn_reason", T("Why a file was withdrawn"), PURPOSE, BASIS, READERS, RETENTION, false,
      PERSONAL_GOES, true },
    { "note", "words", T("Notes on a record"), PURPOSE, BASIS, READERS, RETENTION, false, PERSONAL_GOES, true },
    { "note", "withdrawn_reason", T("Why a note was withdrawn"), PURPOSE, BASIS, READERS, RETENTION, false,
      PERSONAL_GOES, true },
    { "tag", "tag", T("Tags of a record"), PURPOSE, BASIS, READERS, RETENTION, false, PERSONAL_GOES, true },
};
static const struct feature_job jobs[] = {
    { "files.collect", 6 * 60, content_collect },
    { "files.check", 7 * 24 * 60, content_check },
};
static const struct invariant invariants[] = {
    { "file.content", &inv_file_content_stmt },
    { "file.withdrawn", &inv_file_withdrawn_stmt },
    { "note.withdrawn", &inv_note_withdrawn_stmt },
    { "file.record", &inv_file_record_stmt },
};

const struct feature files_feature = { .name = "files",
                                       .routes = files_routes,
                                       .n_routes = N_FILES_ROUTES,
                                       .commands = files_commands,
                                       .n_commands = N_FILES_COMMANDS,
                                       .invariants = invariants,
                                       .n_invariants = COUNT(invariants),
                                       .personal = personal,
                                       .n_personal = COUNT(personal),
                                       .jobs = jobs,
                                       .n_jobs = COUNT(jobs),
                                       .tell_person = files_tell_person,
                                       .erase_person = files_erase_person };
