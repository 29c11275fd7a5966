import { randomUUID } from 'node:crypto';
import type { ShownTicket } from '../../typings/contract';
import type { Instant } from '../../cloudfunctions/domain/time';
import type { Cloud } from '../../local/cloud';
import { call } from '../call';
import { staffPlan, timesAround, type PlannedWork } from './staff-plan';
import { storyteller } from './story';

/** Tells what staff have started, through the running functions: nothing is written past the rules. */

/** A small file in place of a letter or report; its text says that it is demo data. */
const paper = (): string =>
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj',
    '4 0 obj<</Length 44>>stream',
    'BT /F 18 Tf 20 45 Td (Banjie demo data) Tj ET',
    'endstream endobj',
    '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj',
    'trailer<</Root 1 0 R>>',
    '%%EOF',
  ].join('\n');

const upload = async (cloud: Cloud, openid: string): Promise<string> => {
  const response = await fetch(`${cloud.url}/control/upload`, {
    method: 'POST',
    headers: {
      'x-openid': openid,
      'content-type': 'application/pdf',
      'x-file-name': encodeURIComponent('演示材料.pdf'),
    },
    body: paper(),
  });
  return ((await response.json()) as { fileID: string }).fileID;
};

type Opened = { ticket: ShownTicket };

const open = async (cloud: Cloud, { kind, by, files = [], input }: PlannedWork, now: Instant) => {
  const papers = await Promise.all(files.map(async name => [name, [await upload(cloud, by)]] as const));
  const { ticket } = await call<Opened>(cloud, 'staff', by, {
    action: 'procedure.open',
    kind,
    requestId: randomUUID(),
    input: { ...input(timesAround(now)), ...Object.fromEntries(papers) },
  });
  return ticket.no;
};

/** The steps of the plan; the keys of those that the calendar ends early are added to `ended`. */
export const workSteps = (
  cloud: Cloud,
  now: Instant,
  timeOf: (daysAgo: number, index: number) => Instant,
  ended: string[] = [],
): { at: Instant; run: () => Promise<void> }[] => {
  const tell = storyteller(ended);
  return staffPlan.flatMap((work, index) => {
    let no: string | undefined;
    return [
      {
        at: timeOf(work.opened, index),
        run: () => tell(work.key, async () => (no = await open(cloud, work, now))),
      },
      ...(work.acts ?? []).map(({ ago, who, act, input = {} }) => ({
        at: timeOf(ago, index),
        run: () =>
          tell(work.key, async () => {
            const { ticket } = await call<Opened>(cloud, 'staff', who, { action: 'ticket.get', no });
            await call(cloud, 'staff', who, {
              action: 'ticket.act',
              no,
              act,
              version: ticket.version,
              input,
            });
          }),
      })),
    ];
  });
};
