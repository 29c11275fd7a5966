import { look } from '../lib/look';
import { onCovered } from '../lib/overlay';
import { goToTab } from '../lib/routes';
import { isStaff, onRoleChange } from '../model/account/session';

const CITIZEN_TABS = [
  { path: 'pages/home/index', text: '首页', icon: 'home' },
  { path: 'pages/ask/index', text: '问一问', icon: 'ask' },
  { path: 'pages/tickets/index', text: '我的件', icon: 'tickets' },
  { path: 'pages/mine/index', text: '我的', icon: 'mine' },
];
const STAFF_TAB = { path: 'pages/workbench/index', text: '工作台', icon: 'workbench' };

const tabs = () => (isStaff() ? [...CITIZEN_TABS, STAFF_TAB] : CITIZEN_TABS);
const here = () => {
  const pages = getCurrentPages();
  return pages[pages.length - 1]?.route ?? '';
};

/** Four tabs for citizens, a fifth for staff. Hiding it is no access control: the cloud asks for the role at every call. */
Component({
  data: { tabs: tabs(), selected: '', covered: false, fs: look().fs },
  lifetimes: {
    attached() {
      this.setData({ tabs: tabs(), selected: here(), fs: look().fs });
      const stops = [
        onRoleChange(() => this.setData({ tabs: tabs() })),
        onCovered(covered => this.setData({ covered })),
      ];
      this.stop = () => stops.forEach(stop => stop());
    },
    detached() {
      this.stop();
    },
  },
  pageLifetimes: {
    show() {
      this.setData({ selected: here(), fs: look().fs });
    },
  },
  methods: {
    stop() {},
    open(event: { currentTarget: { dataset: { path: string } } }) {
      goToTab(`/${event.currentTarget.dataset.path}`);
    },
  },
});
