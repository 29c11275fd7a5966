const CITIES: Record<string, string[]> = { 广东: ['广州', '深圳'], 江西: ['南昌', '九江', '赣州'] };

Page({
  data: {
    name: '',
    text: '',
    lines: 0,
    boxes: '',
    regions: [
      { code: '440100', name: '广州市' },
      { code: '440300', name: '深圳市' },
    ],
    pick: 0,
    date: '2026-09-24',
    time: '09:30',
    multi: [Object.keys(CITIES), CITIES['广东']],
    multiAt: [0, 0],
    rich: '<p>富文本 <strong>粗</strong><script>alert(1)</script></p>',
    submitted: '',
    query: '',
  },
  onLoad(query: Record<string, string>) {
    this.setData({ query: `${query.from} ${query.text}` });
  },
  onConfirm() {
    wx.setNavigationBarTitle({ title: '确认了' });
  },
  onText(event: WechatMiniprogram.Input) {
    this.setData({ text: event.detail.value });
  },
  onLines(event: { detail: { lineCount: number } }) {
    this.setData({ lines: event.detail.lineCount });
  },
  onBoxes(event: { detail: { value: string[] } }) {
    this.setData({ boxes: event.detail.value.join('') });
  },
  onRadio() {},
  onSwitch() {},
  onSlide() {},
  onNever() {
    throw new Error('a disabled button was tapped');
  },
  onPick(event: { detail: { value: number } }) {
    this.setData({ pick: event.detail.value });
  },
  onDate(event: { detail: { value: string } }) {
    this.setData({ date: event.detail.value });
  },
  onTime(event: { detail: { value: string } }) {
    this.setData({ time: event.detail.value });
  },
  onColumn(event: { detail: { column: number; value: number } }) {
    const { column, value } = event.detail;
    const province = Object.keys(CITIES)[value];
    if (column === 0 && province !== undefined) this.setData({ 'multi[1]': CITIES[province] });
  },
  onMulti(event: { detail: { value: number[] } }) {
    this.setData({ multiAt: event.detail.value });
  },
  onSubmit(event: { detail: { value: unknown } }) {
    this.setData({ submitted: JSON.stringify(event.detail.value) });
  },
  onReset() {
    this.setData({ submitted: '已重置' });
  },
});
