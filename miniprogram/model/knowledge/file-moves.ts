import { staff, type Answer } from '../../cloud/client';
import type { FieldChange, FileFormat } from '../../../typings/api';
import { editor } from './editors';
import { contentOf, type ChosenFile, type FilePart } from './files';
import { mapped } from '../paging';
import { routes } from '../../lib/routes';

/** What can be moved in and out as whole files: entries of the knowledge base, and the register of services. */

export type ImportPlan = {
  imported: number;
  created: number;
  changed: number;
  unchanged: number;
  /** Of the imported ones: how many the cloud is still writing. */
  waiting: number;
  /** The first of `badCount`. */
  bad: { row: number; reason: string }[];
  badCount: number;
  rows: {
    row: number;
    name: string;
    unitName: string;
    does: 'create' | 'change' | 'nothing';
    changes: FieldChange[];
  }[];
};

export type Move = {
  /** What a file may hold. */
  rule: string;
  /** What is written when exporting, and how its file is called. */
  exported: string;
  fileName: string;
  counted: string;
  /** Said of the last step, and afterwards. */
  step: string;
  done: (imported: number, waiting: number) => string;
  open: { label: string; to: string };
  /** Whether I may import; an error where I have nothing to do with it. */
  access: () => Promise<Answer<{ mayImport: boolean }>>;
  take: (file: ChosenFile, dryRun: boolean) => Promise<Answer<ImportPlan>>;
  part: (format: FileFormat, cursor?: string) => Promise<Answer<FilePart>>;
};

const faq: Move = {
  rule: 'XLSX、CSV 或 JSON 行，首行是列名：编号、问题、相似问法（一行一个）、答复、单位、服务、地区、生效日、失效日。没有的列不改动，有列而空着的格会清空。一次最多 2000 条、4 MB。有一行不对就一条也不导入。先导出一份，可以当模板。',
  exported: '您负责的已发布条目。',
  fileName: '知识库',
  counted: '条',
  step: '存成草稿',
  done: (imported, waiting) =>
    waiting > 0
      ? `${imported} 条都收下了，正在存成草稿，还有 ${waiting} 条，几分钟内存好，不用再导入`
      : `已存成 ${imported} 条草稿，请看过再提交审核`,
  open: { label: '看过并成批提交 ›', to: routes.knowledgeSubmit },
  access: async () => mapped(await editor(), me => ({ mayImport: me.mayWrite })),
  take: async (file, dryRun) => {
    const content = await contentOf(file);
    if (!content.ok) return content;
    return mapped(await staff('faq.import', { ...content.data, format: file.format, dryRun }), plan => ({
      ...plan,
      rows: plan.rows.map(row => ({ ...row, name: row.question })),
    }));
  },
  part: (format, cursor) => staff('faq.export', { format, ...(cursor ? { cursor } : {}) }),
};

const services: Move = {
  rule: 'XLSX、CSV 或 JSON 行，首行是列名。一格里有几样的，一行写一样。没有的列不改动，有列而空着的格会清空。一次最多 2000 项、4 MB。有一行不对就一项也不导入。服务的状态由工单决定，导入不会改动。先导出一份，可以当模板。',
  exported: '您能查看的服务登记。',
  fileName: '服务登记',
  counted: '项',
  step: '写入登记',
  done: (imported, waiting) =>
    waiting > 0
      ? `${imported} 项都收下了，正在写入登记，还有 ${waiting} 项，几分钟内写好，不用再导入`
      : `已写入 ${imported} 项服务登记`,
  open: { label: '打开服务登记', to: routes.registered },
  access: async () =>
    mapped(await staff('me.get', {}), me => ({ mayImport: me.may.includes('service.import') })),
  take: async (file, dryRun) => {
    const content = await contentOf(file);
    return content.ok ? staff('service.import', { ...content.data, format: file.format, dryRun }) : content;
  },
  part: (format, cursor) => staff('service.export', { format, ...(cursor ? { cursor } : {}) }),
};

export const moveOf = (what: string | undefined): Move => (what === 'services' ? services : faq);
