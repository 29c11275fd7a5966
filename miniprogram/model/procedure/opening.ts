import type { ShownTicket } from '../../../typings/contract';
import type { Opening, Values } from '../../cloud/actions';
import { staff, type Answer } from '../../cloud/client';
import { uuid } from '../../cloud/uuid';
import { dropDraft, loadDraft, saveDraft, type DraftKey } from '../form/drafts';

/** How staff start a procedure: what they may start, and the form with what was typed so far. */

/** What citizens file is registered on a page of its own. */
const FILED = ['consultation', 'complaint', 'suggestion'];

/** What each procedure is for, in the words of those who start it. */
const PURPOSES: Record<string, string> = {
  listing: '新服务上架：提前报备服务清单，附全流程自测报告',
  change: '调整或者撤销已经上架的服务：书面申请，附盖章的附件',
  fault: '服务打不开、办不成：群众马上看到提示，接入方和管理方马上知道',
  'emergency-delisting': '情况紧急必须马上停用：先记下口头报告，再下架和公告，事后书面报备',
  maintenance: '升级维护或者重大活动：提前告知运营方，公告自动发布、到时自动收起',
  'major-fault': '大面积故障等突发情况：第一时间报告，逐个打电话，同时发布公告',
  release: '发布小程序新版本：计划、测试、审批、灰度、验证',
  'release-filing': '一般功能变更每月书面报备',
};

/** The start page shows them in this order: what cannot wait comes first. */
const ORDER = Object.keys({ 'major-fault': 0, fault: 0, 'emergency-delisting': 0, ...PURPOSES });

export const MAJOR_FAULT = 'major-fault';

/** How many fields a form begins with where seconds count; the rest follows on demand. */
const FIRST_FIELDS: Record<string, number> = { [MAJOR_FAULT]: 3 };

/** The fields of a form in two parts: those that are asked at once, and those that can be added. */
export function inParts<F extends { required: boolean }>(
  kind: string,
  fields: F[],
): { first: F[]; rest: F[] } {
  const most = FIRST_FIELDS[kind] ?? fields.length;
  const isFirst = (field: F, index: number) => index < most || field.required;
  return {
    first: fields.filter(isFirst),
    rest: fields.filter((field, index) => !isFirst(field, index)),
  };
}

export const purposeOf = (kind: string): string => PURPOSES[kind] ?? '';

let known: Opening[] | undefined;

/** What I may start; `fresh` asks again: the rule set or my role may have changed. */
export async function openings(fresh = false): Promise<Answer<Opening[]>> {
  if (known && !fresh) return { ok: true, data: known };
  const answer = await staff('procedure.list', {});
  if (!answer.ok) return answer;
  const own = answer.data.procedures.flatMap(({ fields, ...each }) =>
    each.mayOpen && fields && FILED.indexOf(each.kind) < 0 ? [{ ...each, fields }] : [],
  );
  known = own.sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  return { ok: true, data: known };
}

/** What the form starts with: from the page of a service, or from a citizen's ticket. */
export type Prefill = { about: string; values: Values; labels: Record<string, string> };

/** What was typed so far; `requestId` is made once: however often it is sent, it opens one ticket. */
export type OpeningDraft = { requestId: string; values: Values; labels: Record<string, string> };

/** Forms about different services or tickets are kept apart. */
export const openingKey = (kind: string, about: string): DraftKey => `open:${kind}:${about}`;

export const newOpening = (prefill?: Prefill): OpeningDraft => ({
  requestId: uuid(),
  values: prefill?.values ?? {},
  labels: prefill?.labels ?? {},
});

export const keptOpening = (kind: string, about: string): OpeningDraft | undefined =>
  loadDraft<OpeningDraft>(openingKey(kind, about));

export const keepOpening = (kind: string, about: string, draft: OpeningDraft): void =>
  saveDraft(openingKey(kind, about), draft);

export const dropOpening = (kind: string, about: string): void => dropDraft(openingKey(kind, about));

/** A form about a service. */
export const aboutService = (id: string, name: string): Prefill => ({
  about: id,
  values: { serviceId: id },
  labels: { serviceId: name },
});

/** A fault that a citizen has reported. */
export const aboutTicket = ({ no, title, service }: ShownTicket): Prefill => ({
  about: no,
  values: { ...(service ? { serviceId: service.id } : {}), relatedNo: no, source: 'citizens' },
  labels: { ...(service ? { serviceId: service.name } : {}), relatedNo: title },
});
