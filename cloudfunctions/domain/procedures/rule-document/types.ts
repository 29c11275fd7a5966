import type { Holder } from '../../ticket/ticket';

/** Which documents there are, under which clause, and who has to have one in force. */

export type DocumentType = {
  value: string;
  label: string;
  clause: string;
  /** Whose duty it is to have one. */
  of: readonly Holder['role'][];
};

export const documentTypes = [
  { value: 'management', label: '管理制度', clause: 'G-2.1a', of: ['manager'] },
  { value: 'standard', label: '技术管理规范', clause: 'J-10a', of: ['manager'] },
  { value: 'security', label: '安全保障制度', clause: 'J-20a', of: ['manager'] },
  { value: 'detailed-rules', label: '咨询投诉处理实施细则', clause: 'G-5.1c', of: ['operator', 'unit'] },
  { value: 'account-plan', label: '公众号运营方案', clause: 'G-4.2.1a', of: ['operator'] },
  { value: 'release-process', label: '版本发布管理流程', clause: 'G-3.3.4a', of: ['operator'] },
  { value: 'run-management', label: '运行管理机制', clause: 'G-3.2.1', of: ['unit'] },
  { value: 'local-plan', label: '实施方案', clause: 'J-7', of: ['local'] },
  { value: 'operation-plan', label: '运营方案', clause: 'J-12b', of: ['unit', 'local'] },
  { value: 'promotion-plan', label: '宣传推广方案', clause: 'J-13', of: ['unit', 'local'] },
  { value: 'closed-loop', label: '投诉反馈闭环处理机制', clause: 'J-18a', of: ['unit', 'local'] },
  { value: 'data-security', label: '数据安全管理制度', clause: 'J-21a', of: ['unit', 'local'] },
  { value: 'network-security', label: '网络安全管理制度', clause: 'J-22', of: ['unit', 'local'] },
  { value: 'contingency', label: '应急预案', clause: 'J-23', of: ['manager', 'unit', 'local'] },
] as const satisfies readonly DocumentType[];

/** What somebody who stands on a side can write. */
export const typesFor = (role: Holder['role']): readonly DocumentType[] =>
  documentTypes.filter(({ of }) => (of as readonly string[]).includes(role));
