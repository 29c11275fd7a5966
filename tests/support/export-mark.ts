import type { ExportMark } from '../../cloudfunctions/domain/tables/export-mark';

/** Of files that tests write by themselves. */
export const MARK: ExportMark = { number: 'DC20260921-TEST', words: '测试员 导出，编号 DC20260921-TEST' };
