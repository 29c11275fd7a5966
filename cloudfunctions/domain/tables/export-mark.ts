/** What every file that is taken out carries (J-26): who took it out, when, and the number under which that is recorded. */
export type ExportMark = { number: string; words: string };

/** The column, the sheet and the member of a JSON line in which it stands: whoever reads a file back in passes over it. */
export const MARK_LABEL = '导出记录';
export const MARK_FIELD = 'exported';

/** The heading of its column; what stands in brackets is a remark to whoever reads the file back in. */
export const markHeading = ({ words }: ExportMark): string => `${MARK_LABEL}（${words}）`;
