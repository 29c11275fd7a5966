import type { PublicReport } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import {
  known as assessed,
  PUBLIC as PUBLIC_ASSESSMENT,
  publicLines,
} from '../../domain/procedures/assessment';
import { inner, known } from '../../domain/procedures/report/known';
import { PUBLIC } from '../../domain/procedures/report/publishing';
import { inPlainWords } from '../../domain/reports/figures';
import { periodInWords } from '../../domain/engine/recurrence';
import { everyOf, reportPeriod, reportTypes, type ReportType } from '../../domain/reports/periods';
import type { Ticket } from '../../domain/ticket/ticket';
import { spokenDate } from '../../domain/time/spoken';
import type { Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';

/** What the manager has made public (J-18a, J-2, A53): figures of reports in plain words, for everybody. */

/** The newest of them; older ones are history. */
const MOST_PUBLIC = 6;

const periodWords = (type: ReportType, id: string): string => {
  const period = reportPeriod(type, id);
  return period ? periodInWords(everyOf(type, id), period) : id;
};

const shown = async ({ ports: { database } }: Runtime, ticket: Ticket): Promise<PublicReport[]> => {
  const { reportId, reportType, periodId = '' } = inner.of(ticket);
  const { publicFigures = [], publicWords = '', publicAt } = known.of(ticket);
  const document = reportId === undefined ? undefined : await database.get('reports', reportId);
  if (!document || publicAt === undefined) return [];
  const type = reportTypes.find(one => one === reportType) ?? 'monthly';
  return [
    {
      id: document._id,
      period: periodWords(type, periodId),
      text: publicWords,
      publishedOn: publicAt.slice(0, 10),
      figures: document.figures
        .filter(({ key }) => publicFigures.includes(key))
        .map(figure => ({ label: figure.label, words: inPlainWords(figure), definition: figure.definition })),
    },
  ];
};

/** An assessment that was made public (G-2.1d): how all did, and nobody by name. */
const shownAssessment = (ticket: Ticket): PublicReport[] => {
  const { publicAt, publicWords = '', from, to } = assessed.of(ticket);
  if (publicAt === undefined || from === undefined || to === undefined) return [];
  return [
    {
      id: ticket.no,
      period: `${spokenDate(from)}至 ${spokenDate(to)}考核结果`,
      text: publicWords,
      publishedOn: publicAt.slice(0, 10),
      figures: publicLines(ticket),
    },
  ];
};

const newest = async ({ ports: { database } }: Runtime, tag: string): Promise<Ticket[]> => {
  const found = await database.find('tickets', {
    where: { 'keys.tags': tag },
    order: ['keys.newKey', 'desc'],
    limit: MOST_PUBLIC,
  });
  return found.map(({ ticket }) => ticket);
};

/** `board.public`: the newest first. */
export const publicBoard = async (runtime: Runtime): Promise<{ reports: PublicReport[] }> => {
  const [reports, assessments] = await Promise.all([
    newest(runtime, PUBLIC),
    newest(runtime, PUBLIC_ASSESSMENT),
  ]);
  const ofReports = await Promise.all(reports.map(ticket => shown(runtime, ticket)));
  const all = [...ofReports.flat(), ...assessments.flatMap(shownAssessment)];
  return {
    reports: all.sort((one, other) => other.publishedOn.localeCompare(one.publishedOn)).slice(0, MOST_PUBLIC),
  };
};

export const boardPublic = useCase(nothing, everyone, runtime => publicBoard(runtime));
