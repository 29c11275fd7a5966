import type { Light } from '../../../typings/contract';
import { LIGHT_SHAPES, lightText } from '../../lib/lights';

/** A light as shape, words and colour: ● 剩 3 个工作日, ▲ 今天到期, ■ 超 1 个工作日. */
Component({
  properties: {
    light: { type: String, value: 'green' },
    daysLeft: { type: Number, value: 0 },
    /** Takes the place of the days where a minute counts. */
    until: { type: String, value: '' },
    /** What is due, e.g. 受理; left out where the page says it. */
    stage: { type: String, value: '' },
  },
  data: { words: '' },
  observers: {
    'light, daysLeft, until, stage'(light: Light, daysLeft: number, until: string, stage: string) {
      const words = until ? `${LIGHT_SHAPES[light]} ${until}` : lightText(light, daysLeft);
      this.setData({ words: words + (stage ? ` · ${stage}` : '') });
    },
  },
});
