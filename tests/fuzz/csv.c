/* Rows that were read are written and read back the same, whatever the separator. The first byte chooses it. */
#include "tests/fuzz/fuzz.h"

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char separators[] = { 0, ',', ';', '\t' };
    if (size == 0)
        return 0;
    struct arena *mem = fuzz_arena();
    struct csv_reader r = csv_reader_new(mem, fuzz_str(data + 1, size - 1), separators[data[0] % 4]);
    struct csv_row row, back;
    struct buf b = buf_new(mem);
    struct csv_out o = csv_out_new(&b, separators[1 + data[0] / 4 % 3], false);
    int rows = 0;
    for (; csv_next(&r, &row); rows++) {
        FUZZ_EXPECT(row.n >= 1 && row.row == rows + 1 && row.line >= row.row);
        for (int i = 0; i < row.n; i++)
            csv_put(&o, row.cell[i]);
        csv_end_row(&o);
    }
    FUZZ_EXPECT(!r.err.message || (r.err.row >= 1 && r.err.column >= 1 && r.err.line >= 1));
    struct csv_reader first = csv_reader_new(mem, r.in, separators[data[0] % 4]);
    struct csv_reader second = csv_reader_new(mem, buf_str(&b), o.separator);
    while (rows-- > 0) {
        FUZZ_EXPECT(csv_next(&first, &row) && csv_next(&second, &back) && row.n == back.n);
        for (int i = 0; i < row.n; i++)
            FUZZ_EXPECT(str_eq(row.cell[i], back.cell[i]));
    }
    FUZZ_EXPECT(!csv_next(&second, &back) && !second.err.message);
    return 0;
}
