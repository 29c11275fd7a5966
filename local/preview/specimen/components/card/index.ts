import { counting } from '../../utils/counting';

Component({
  behaviors: [counting],
  externalClasses: ['custom-class'],
  properties: { caption: String, checked: { type: Boolean, value: false } },
  observers: {
    caption() {
      this.countUp();
    },
  },
  methods: {
    onSwitch(event: { detail: { value: boolean } }) {
      this.setData({ checked: event.detail.value });
      this.triggerEvent('done', { text: event.detail.value ? '开' : '关' });
    },
  },
});
