import type { ProcedureKind, TicketKind } from '../../../typings/contract';

/** What each kind of ticket is called, and the two letters with which its numbers begin. */
export const kinds: Record<ProcedureKind, { label: string; prefix: string }> = {
  consultation: { label: '咨询', prefix: 'ZX' },
  complaint: { label: '投诉', prefix: 'TS' },
  suggestion: { label: '建议', prefix: 'JY' },
  listing: { label: '服务上架', prefix: 'SJ' },
  change: { label: '服务调整或撤销', prefix: 'BG' },
  fault: { label: '应用异常', prefix: 'YC' },
  'emergency-delisting': { label: '紧急下架', prefix: 'XJ' },
  maintenance: { label: '升级维护和重大活动', prefix: 'WH' },
  'major-fault': { label: '重大故障', prefix: 'ZD' },
  release: { label: '版本发布', prefix: 'FB' },
  'release-filing': { label: '版本变更月度报备', prefix: 'BB' },
};

export const citizenKinds: readonly TicketKind[] = ['consultation', 'complaint', 'suggestion'];

/** Kinds by name, for inputs. */
export const kindNames = Object.keys(kinds) as ProcedureKind[];
