import type { Light } from '../../../typings/contract';
import { lightText } from '../../services/words';

/** A light as shape, words and colour: ● 剩 3 个工作日, ▲ 今天到期, ■ 超 1 个工作日. */
Component({
  properties: {
    light: { type: String, value: 'green' },
    daysLeft: { type: Number, value: 0 },
    /** What is due, e.g. 受理; left out where the page says it. */
    stage: { type: String, value: '' },
  },
  data: { words: '' },
  observers: {
    'light, daysLeft, stage'(light: Light, daysLeft: number, stage: string) {
      this.setData({ words: lightText(light, daysLeft) + (stage ? ` · ${stage}` : '') });
    },
  },
});
