// Numbers as people here write them: 1.234.567 and 412,5. The server (money_parse, qty_parse) reads them the same way; what
// it would refuse is null here.
export function numberOf(text, kind) {
    const t = text.replace(/[\s\u00a0]|đ|₫|vnd/gi, '');
    if (!/^-?[\d.,]+$/.test(t)) return null;
    const dots = (t.match(/\./g) ?? []).length;
    const commas = (t.match(/,/g) ?? []).length;
    let decimal = '';
    if (dots && commas) decimal = t.lastIndexOf(',') > t.lastIndexOf('.') ? ',' : '.';
    else if (dots + commas === 1 && kind !== 'money') decimal = dots ? '.' : ',';
    const [whole, part = ''] = decimal ? t.split(decimal) : [t];
    const value = Number(whole.replace(/[.,]/g, '') + '.' + part);
    return Number.isFinite(value) ? value : null;
}

// Three decimals are the finest unit a sheet adds up (grams in kilograms).
export function numberText(value, kind, english) {
    const [whole, part] = Math.abs(value).toFixed(kind === 'money' ? 0 : 3).split('.');
    const grouped = kind === 'money' ? whole.replace(/\B(?=(\d{3})+$)/g, english ? ',' : '.') : whole;
    const rest = (part ?? '').replace(/0+$/, '');
    return (value < 0 ? '-' : '') + grouped + (rest ? (english ? '.' : ',') + rest : '');
}

// A column that came from a spreadsheet says itself which sign stands before the decimals: 1.234,5 beside 1.234. Where no
// cell tells, each is left as it is.
export function tidyColumn(texts, kind) {
    const clean = texts.map((t) => t.trim().replace(/^\((.*)\)$/, '-$1'));
    const decimal = (sign, other) => {
        const end = new RegExp(`\\${sign}(\\d{1,2}|\\d{4,})$`);
        const both = new RegExp(`\\${other}\\d{3}.*\\${sign}\\d+$`);
        return clean.some((t) => end.test(t) || both.test(t));
    };
    const comma = decimal(',', '.');
    const dot = decimal('.', ',');
    if (comma === dot) return clean;
    const [group, point] = comma ? ['.', ','] : [',', '.'];
    return clean.map((t) => {
        if (!/^-?[\d.,\s\u00a0]+(đ|₫)?$/.test(t)) return t;
        const bare = t.replaceAll(group, '').replace(/[\s\u00a0đ₫]/g, '');
        return kind === 'money' ? bare.replace(new RegExp(`\\${point}0+$`), '') : bare;
    });
}
