import { citizen } from '../../../cloud/client';
import { isClosed, troubleText } from '../../../cloud/view';
import { dropCache } from '../../../lib/cache';
import { dropAllDrafts } from '../../../model/form/drafts';
import { look } from '../../../lib/look';
import { goToTab, routes } from '../../../lib/routes';
import { forget, profile } from '../../../model/account/session';
import { dayText, momentText } from '../../../lib/dates';

const RULES = [
  {
    head: '我们处理什么',
    text: '您填写的姓名、电话、企业代码、文字和照片；您的微信标识，用来认出哪些件是您的。不读取通讯录和定位。',
  },
  { head: '用来做什么', text: '只用来办理您反映的事、通知您进展和改进答复。不作他用，不卖给任何人。' },
  {
    head: '谁能看到',
    text: '办理单位看到的是打码后的姓名和电话。因工作需要查看完整号码，须写明理由，每次都留记录。',
  },
  {
    head: '怎样保存',
    text: '号码加密存放，和文字分开。工单按档案规定保存；您可以随时导出或删除自己的信息；按规定须保存的件，期满后自动删除。',
  },
  { head: '涉密内容', text: '请不要提交标有密级的内容。带有这类标志的文字不会被接收，也不会被保存。' },
];

Page({
  data: {
    ...look(),
    rules: RULES,
    version: '',
    agreed: '',
    working: '' as '' | 'export' | 'erase',
    /** Behind which ticket the next file begins, where one did not hold all. */
    next: '',
    trouble: '',
    done: '',
    /** What could not be erased yet. */
    kept: '',
    /** What an erasure takes away, and what stays and for how long: read before it is done. */
    gone: [] as readonly string[],
    stays: [] as readonly string[],
    /** What has to be kept, until when and why. */
    retained: [] as string[],
    /** Why the version and the consent are not known. */
    unknown: '',
  },

  onLoad() {
    void this.load();
  },

  async load() {
    // What was agreed to elsewhere counts here, and so does what is closed since.
    forget();
    const me = await profile();
    this.setData({ unknown: me.ok ? '' : troubleText(me.error) });
    if (!me.ok) {
      if (isClosed(me.error)) this.setData({ version: '', agreed: '', gone: [], stays: [] });
      return;
    }
    const consent = me.data.consents.find(each => each.policyVersion === me.data.policyVersion);
    const { gone, stays } = me.data.erasure;
    const agreed = consent ? momentText(consent.at) : '';
    this.setData({ version: me.data.policyVersion, agreed, gone, stays });
  },

  retry() {
    void this.load();
  },

  openTickets() {
    goToTab(routes.tickets);
  },

  async exportAll() {
    if (this.data.working) return;
    this.setData({ working: 'export', trouble: '', done: '', kept: '', retained: [] });
    const { next } = this.data;
    const answer = await citizen('me.export', next ? { cursor: next } : {});
    this.setData({ working: '' });
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    const { url, expiresAt, nextCursor = '' } = answer.data;
    const rest = nextCursor ? '工单很多，这份里是较近的；更早的请再导出下一份。' : '';
    // The link opens in any browser, on a computer too: it can be more than a clipboard holds.
    wx.setClipboardData({
      data: url,
      success: () =>
        this.setData({
          next: nextCursor,
          done: `${next || nextCursor ? '这一份' : '全部信息'}的下载链接已复制，${expiresAt.slice(11, 16)} 前有效。请粘贴到浏览器打开并保存。${rest}`,
        }),
      fail: () => this.setData({ trouble: '没有复制成功，请再试一次。' }),
    });
  },

  erase() {
    wx.showModal({
      title: '删除我的信息？',
      content:
        '已办结的件里您的姓名、电话、文字和照片，问过的问题、消息和设置都会删除，找不回来。哪些依法要保留、保留多久，见本页“删除什么、保留什么”。',
      confirmText: '删除',
      confirmColor: '#b3201b',
      success: answer => answer.confirm && void this.eraseAll(),
    });
  },

  async eraseAll() {
    if (this.data.working) return;
    this.setData({ working: 'erase', trouble: '', done: '', kept: '', retained: [] });
    const answer = await citizen('me.erase', {});
    this.setData({ working: '' });
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    dropAllDrafts();
    dropCache();
    forget();
    const { stays, retained = [], open, retainedInAll, going, isDone } = answer.data;
    const gone = '手机上没写完的内容也一起删了。';
    const still = going > 0 ? `还有 ${going} 件正在删除` : '消息和提问还在删除';
    const more = retainedInAll - retained.length;
    this.setData({
      agreed: '',
      stays,
      done: isDone ? `已删除。${gone}` : `已开始删除，${still}，系统会接着删完，不用再来。${gone}`,
      kept: open > 0 ? `还有 ${open} 件没有办结，办结后请再来删一次；不想再办，可以先撤回。` : '',
      retained: [
        ...retained.map(
          ({ no, until, why }) => `${no}：${why}，现在不能删，${dayText(until)} 自动删除，不用再来。`,
        ),
        ...(more > 0 ? [`另有 ${more} 件也须保存，期满后自动删除，不用再来。`] : []),
      ],
    });
  },
});
