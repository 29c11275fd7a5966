import type { FactRow, RowAct, ShownFact, ShownTicket } from '../../../typings/contract';
import { staff } from '../../cloud/client';
import { troubleText } from '../../cloud/view';
import { go, routes } from '../../lib/routes';
import { ring } from '../../lib/wechat';

type Line = {
  /** What the row is called: its first column; of a ticket its title. */
  head: string;
  cells: { name: string; text: string; phone: boolean; ticket: boolean }[];
  done: boolean;
  acts: RowAct[];
};

/** So many tickets of a long list say what it is about. */
const FIRST = 5;

/**
 * A list of the ticket: a tap rings a number or opens a ticket, another does at once what the ticket offers for the row. Fires `done` with
 * `{ticket}` and `stale` when the ticket has changed.
 */
Component({
  properties: {
    ticket: { type: Object, value: null as unknown as ShownTicket },
    fact: { type: Object, value: null as unknown as ShownFact },
  },
  data: {
    all: [] as Line[],
    lines: [] as Line[],
    /** How many tickets are not shown yet. */
    more: 0,
    sending: '',
    trouble: '',
  },
  observers: {
    fact(fact: ShownFact | null) {
      const columns = fact?.columns ?? [];
      const all = (fact?.rows ?? []).map(row => lineOf(row, columns));
      // One that is already folded out stays so when the ticket is shown anew.
      const folds = isOfTickets(columns) && all.length > FIRST + 1 && this.data.lines.length <= FIRST;
      const lines = folds ? all.slice(0, FIRST) : all;
      this.setData({ all, lines, more: all.length - lines.length });
    },
  },
  methods: {
    showAll() {
      this.setData({ lines: this.data.all, more: 0 });
    },
    ring(event: { currentTarget: { dataset: { phone: string } } }) {
      ring(event.currentTarget.dataset.phone);
    },
    openTicket(event: { currentTarget: { dataset: { no: string } } }) {
      go(routes.staffTicket(event.currentTarget.dataset.no));
    },
    async take(event: { currentTarget: { dataset: { row: number; index: number } } }) {
      const { row, index } = event.currentTarget.dataset;
      const offered = this.data.lines[row]?.acts[index];
      if (!offered || this.data.sending) return;
      const { no, version } = this.data.ticket;
      this.setData({ sending: `${row}/${index}`, trouble: '' });
      const answer = await staff('ticket.act', { no, act: offered.act, version, input: offered.input });
      this.setData({ sending: '' });
      if (answer.ok) return this.triggerEvent('done', { ticket: answer.data.ticket });
      this.setData({ trouble: troubleText(answer.error) });
      if (answer.error.code === 'wrong-state' || answer.error.code === 'conflict') this.triggerEvent('stale');
    },
  },
});

type Columns = NonNullable<ShownFact['columns']>;

const isOfTickets = ([first]: Columns): boolean => first?.type === 'ticket';

function lineOf({ values, title, done = false, acts = [] }: FactRow, columns: Columns): Line {
  const [first, ...others] = columns;
  const cells = (isOfTickets(columns) ? columns : others)
    .map(({ name, type }) => ({
      name,
      text: values[name] ?? '',
      phone: type === 'phone',
      ticket: type === 'ticket',
    }))
    .filter(({ text }) => text !== '');
  // What is called 督办单 like others says which one it is.
  if (title !== undefined && !isOfTickets(columns))
    cells.unshift({ name: 'title', text: title, phone: false, ticket: false });
  return {
    head: (isOfTickets(columns) && title) || (first ? (values[first.name] ?? '') : ''),
    cells,
    done,
    acts,
  };
}
