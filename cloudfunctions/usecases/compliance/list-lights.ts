import * as z from 'zod';
import type { ShownLight } from '../../../typings/api';
import type { Page } from '../../../typings/contract';
import { ticketReaders } from '../../domain/catalogue/roles';
import { lightList } from '../../domain/outcomes/lists';
import { partyOf } from '../../domain/outcomes/rows';
import type { LightRecord, Ticket } from '../../domain/ticket/ticket';
import { civilDateOf } from '../../domain/time';
import { ticketPaging } from '../kernel/reading/paging';
import type { Snapshot } from '../kernel/reading/snapshot';
import { useCase } from '../kernel/use-case';
import { partyName } from './get-compliance';
import { isAsked, walkLists } from './list-tickets';
import { ownPeriod, periodInput, type Period } from './period';

const lightInput = z.object({ ...periodInput, ...ticketPaging });

const isWithin = ({ from, to, unitId }: Period, party: string, { at }: LightRecord): boolean =>
  civilDateOf(at) >= from && civilDateOf(at) <= to && (unitId === undefined || unitId === party);

/** The lights of a ticket that were asked for, oldest first, with what was said of each (A24). */
const lightsOf = (ticket: Ticket, period: Period, { activeRuleSet, catalogue, directory }: Snapshot) =>
  ticket.lights.flatMap((light): ShownLight[] => {
    const clock = ticket.clocks.find(({ id }) => id === light.clockId);
    const party = clock && partyOf(clock.responsible);
    if (!clock || party === undefined || !isWithin(period, party, light)) return [];
    const { explained } = light;
    const by = explained && directory.members.find(({ id }) => id === explained.by)?.name;
    return [
      {
        no: ticket.no,
        title: ticket.title,
        level: light.level,
        at: light.at,
        clock: clock.label,
        clause: clock.clause,
        party: partyName(party, activeRuleSet, catalogue),
        isOver: clock.state !== 'running',
        ...(explained
          ? {
              explained: {
                at: explained.at,
                ...(by ? { by } : {}),
                cause: explained.cause,
                correction: explained.correction,
              },
            }
          : {}),
      },
    ];
  });

/** `light.list`: each yellow and red light with its cause and correction, by unit (J-24, A24). */
export const lightListing = useCase(
  lightInput,
  ticketReaders,
  async ({ ports, snapshots }, { actor }, input): Promise<Page<'lights', ShownLight>> => {
    const snapshot = await snapshots.current();
    const period = ownPeriod(actor, input, snapshot.catalogue);
    const asked = isAsked(actor, period);
    const { found, ...next } = await walkLists(
      ports,
      lightList,
      period,
      input,
      document => asked(document) && lightsOf(document.ticket, period, snapshot).length > 0,
    );
    return { lights: found.flatMap(({ ticket }) => lightsOf(ticket, period, snapshot)), ...next };
  },
);
