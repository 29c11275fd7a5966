import type { TryOut } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { closed } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { routes } from '../../../../lib/routes';
import { take } from '../../../../model/handoff';
import type { RuleChanges } from '../../../../model/rules/changing';
import { PERIODS, periodOf, type PeriodKey } from '../../../../model/supervision/periods';
import { triedLines, type TriedLine } from '../../../../model/supervision/tried';

/** Before limits are changed: what would the tickets of a period have become under them, by unit? */
Page({
  data: {
    ...look(),
    periods: PERIODS.filter(({ value }) => value !== 'month'),
    period: 'year' as PeriodKey,
    changes: null as RuleChanges | null,
    view: closed('没有要试算的改动。请在“规则集”里改好时限，再点“试算”。', '打开规则集', routes.rules),
    busy: false,
    progress: '',
    trouble: '',
    lines: [] as TriedLine[],
    isDone: false,
  },
  /** Whoever has left waits no longer. */
  left: false,

  onLoad() {
    this.setData({ changes: take('tryOut') ?? null });
  },

  onShow() {
    this.setData(look());
  },

  onUnload() {
    this.left = true;
  },

  choose(event: { detail: { value: PeriodKey } }) {
    this.setData({ period: event.detail.value, isDone: false, lines: [] });
  },

  async start() {
    const { changes, busy, period } = this.data;
    if (busy || !changes) return;
    this.setData({ busy: true, trouble: '', isDone: false, lines: [], progress: '正在试算……' });
    const { limits } = changes;
    let answer = await staff('ruleset.tryOut', { changes: { limits }, ...periodOf(period) });
    while (answer.ok && answer.data.state === 'running' && !this.left) {
      this.tell(answer.data);
      answer = await staff('ruleset.tryOut', { id: answer.data.id });
    }
    if (!answer.ok) return this.setData({ busy: false, progress: '', trouble: answer.error.message });
    const units = await staff('unit.list', {});
    const names = new Map<string, string>(units.ok ? units.data.units.map(({ id, name }) => [id, name]) : []);
    this.setData({
      busy: false,
      progress: `共试算 ${answer.data.done} 项时限`,
      lines: triedLines(answer.data, names),
      isDone: true,
    });
  },

  tell({ done, total }: TryOut) {
    this.setData({ progress: `正在试算：${done} / ${total}` });
  },
});
