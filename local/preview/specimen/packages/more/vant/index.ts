import Dialog from '@vant/weapp/dialog/dialog';
import Notify from '@vant/weapp/notify/notify';
import Toast from '@vant/weapp/toast/toast';

type Changed<T> = { detail: T };

Page({
  data: {
    tab: 'todo',
    order: 'due',
    orders: [
      { text: '按期限', value: 'due' },
      { text: '按时间', value: 'time' },
    ],
    phone: '',
    agree: false,
    many: [] as string[],
    radio: '1',
    steps: 1,
    on: false,
    rate: 3,
    open: [] as string[],
    said: '',
    stages: [{ text: '提交' }, { text: '受理' }, { text: '答复' }],
    files: [] as { url: string }[],
    popup: false,
    columns: ['甲单位', '乙单位', '丙单位'],
    sheet: false,
    actions: [{ name: '退回' }, { name: '协办' }],
    calendar: false,
    date: false,
    minDate: new Date(2026, 8, 1).getTime(),
    maxDate: new Date(2026, 9, 31).getTime(),
  },
  onTab(event: Changed<{ name: string }>) {
    this.setData({ tab: event.detail.name });
  },
  onOrder(event: Changed<string>) {
    this.setData({ order: event.detail });
  },
  onNote(event: Changed<string>) {
    this.setData({ said: event.detail });
  },
  onCell() {
    this.setData({ said: '点了格' });
  },
  onDelete() {
    this.setData({ said: '删了' });
  },
  onAgree(event: Changed<boolean>) {
    this.setData({ agree: event.detail });
  },
  onMany(event: Changed<string[]>) {
    this.setData({ many: event.detail });
  },
  onRadio(event: Changed<string>) {
    this.setData({ radio: event.detail });
  },
  onStep(event: Changed<number>) {
    this.setData({ steps: event.detail });
  },
  onSwitch(event: Changed<boolean>) {
    this.setData({ on: event.detail });
  },
  onRate(event: Changed<number>) {
    this.setData({ rate: event.detail });
  },
  onOpen(event: Changed<string[]>) {
    this.setData({ open: event.detail });
  },
  onRead(event: Changed<{ file: { url: string } }>) {
    this.setData({ files: [...this.data.files, { url: event.detail.file.url }], said: '读了文件' });
  },
  openPopup() {
    this.setData({ popup: true });
  },
  closePopup() {
    this.setData({ popup: false });
  },
  onPicked(event: Changed<{ value: string }>) {
    this.setData({ popup: false, said: event.detail.value });
  },
  openDialog() {
    Dialog.confirm({ title: '确认', message: '要办结吗？' })
      .then(() => this.setData({ said: '确认了' }))
      .catch(() => this.setData({ said: '取消了' }));
  },
  openToast() {
    Toast.success('成功了');
  },
  openNotify() {
    Notify({ type: 'primary', message: '通知内容' });
  },
  openSheet() {
    this.setData({ sheet: true });
  },
  closeSheet() {
    this.setData({ sheet: false });
  },
  onSelect(event: Changed<{ name: string }>) {
    this.setData({ said: event.detail.name });
  },
  openCalendar() {
    this.setData({ calendar: true });
  },
  closeCalendar() {
    this.setData({ calendar: false });
  },
  onDay(event: Changed<Date>) {
    this.setData({ calendar: false, said: `${event.detail.getMonth() + 1}月${event.detail.getDate()}日` });
  },
  openDate() {
    this.setData({ date: true });
  },
  onDate(event: Changed<number>) {
    this.setData({ date: false, said: `${new Date(event.detail).getFullYear()}年` });
  },
});
