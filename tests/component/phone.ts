import type { CitizenApi, StaffApi } from '../../typings/api';
import type { ContractError, ErrorCode, Reply } from '../../typings/contract';

/**
 * A phone without WeChat: the `wx` functions that the mini-program uses, answered in memory. Only the cloud's wire is scripted,
 * so that the client above it is the real one.
 */

export type CloudCall = { name: string; action: string; input: Record<string, unknown> };

/** For each action of a map, `function/action` → the reply, a thrown platform error, or a promise of either. */
type Scripted<Api extends { [Action in keyof Api]: { in: unknown; out: unknown } }, Name extends string> = {
  [Action in keyof Api & string as `${Name}/${Action}`]?: (
    input: Api[Action]['in'],
  ) => Reply<Api[Action]['out']> | Promise<Reply<Api[Action]['out']>>;
};
/** What the cloud answers, in the types of the contract: what it never says cannot be scripted. */
export type CloudScript = Scripted<CitizenApi, 'citizen'> & Scripted<StaffApi, 'staff'>;

/** What one of them answers. */
export type Answered<Action extends keyof CloudScript> = Awaited<
  ReturnType<NonNullable<CloudScript[Action]>>
>;

export const ok = <T>(data: T): Reply<T> => ({ ok: true, data });
export const failure = (
  code: ErrorCode,
  message: string,
  more: Partial<ContractError> = {},
): Reply<never> => ({ ok: false, error: { code, message, errorNo: 'E-1', ...more } });

export type Phone = {
  calls: CloudCall[];
  /** How often `wx.<name>` was called, with its first argument. */
  used: (name: string) => unknown[];
  storage: Map<string, unknown>;
  /** Without network every call of the cloud fails as on the platform. */
  setOnline: (online: boolean) => void;
  script: CloudScript;
  upload: {
    finish: (index?: number) => void;
    progress: (percent: number, index?: number) => void;
    fail: (index?: number) => void;
  };
  /** What `wx.<name>` is refused with. */
  refuses: Record<string, string>;
  confirmModals: boolean;
  /** Which line of an action sheet is tapped. */
  sheetChoice: number;
  /** Files that lie in a chat. */
  chatFiles: { path: string; name: string; size: number }[];
  windowWidth: number;
  fontScale: number;
  press: (key: string) => void;
};

type Upload = {
  success: (sent: { fileID: string }) => void;
  fail: () => void;
  cloudPath: string;
  onProgress?: (update: { progress: number }) => void;
};

type Callbacks = {
  success?: (result: object) => void;
  fail?: (failure: { errMsg: string }) => void;
  complete?: () => void;
};

/** Nothing is laid out in jsdom: whatever is asked for has no place. */
function unplaced() {
  let asked = 0;
  const query: object = {
    ...Object.fromEntries(
      ['select', 'selectAll', 'selectViewport'].map(name => [
        name,
        () => {
          asked += 1;
          return query;
        },
      ]),
    ),
    ...Object.fromEntries(['boundingClientRect', 'fields', 'scrollOffset'].map(name => [name, () => query])),
    exec: (done?: (found: null[]) => void) => done?.(Array.from({ length: asked }, () => null)),
  };
  return query;
}

/** A new phone in `wx`; call it before each mount. */
export function newPhone(script: CloudScript = {}): Phone {
  const used: Record<string, unknown[]> = {};
  const uploads: Upload[] = [];
  let online = true;
  let keyListener: ((event: { key: string }) => void) | undefined;
  const storage = new Map<string, unknown>();
  const phone: Phone = {
    calls: [],
    used: name => used[name] ?? [],
    storage,
    setOnline: value => {
      online = value;
    },
    script: { ...script },
    upload: {
      finish: (index = 0) =>
        uploads[index]?.success({ fileID: `cloud://bucket/${uploads[index]?.cloudPath}` }),
      progress: (percent, index = 0) => uploads[index]?.onProgress?.({ progress: percent }),
      fail: (index = 0) => uploads[index]?.fail(),
    },
    refuses: {},
    confirmModals: true,
    sheetChoice: 0,
    chatFiles: [],
    windowWidth: 375,
    fontScale: 1,
    press: key => keyListener?.({ key }),
  };

  const note = (name: string, argument: unknown) => (used[name] = [...(used[name] ?? []), argument]);
  /** Notes what was asked, without the callbacks. */
  const simple =
    (name: string, run: (asked: never) => void = () => undefined) =>
    ({ success, fail, complete, ...asked }: Callbacks = {}) => {
      note(name, asked);
      const errMsg = phone.refuses[name];
      if (errMsg === undefined) {
        run(asked as never);
        success?.({});
      } else fail?.({ errMsg: `${name}:fail ${errMsg}` });
      complete?.();
    };

  const callFunction = async ({
    name,
    data,
  }: {
    name: string;
    data: { action: string } & Record<string, unknown>;
  }) => {
    const { action, ...input } = data;
    phone.calls.push({ name, action, input: JSON.parse(JSON.stringify(input)) as Record<string, unknown> });
    if (!online) throw { errCode: -1, errMsg: 'cloud.callFunction:fail request:fail' };
    const script = phone.script as Record<string, ((input: object) => unknown) | undefined>;
    const answer = script[`${name}/${action}`];
    if (!answer) throw { errCode: -501000, errMsg: `no script for ${name}/${action}` };
    return { result: await answer(input), errMsg: 'cloud.callFunction:ok' };
  };

  const wxHere = {
    cloud: {
      init: () => undefined,
      callFunction,
      uploadFile: (options: Upload & { success: Upload['success'] }) => {
        const upload: Upload = { ...options };
        uploads.push(upload);
        return { onProgressUpdate: (tell: Upload['onProgress']) => (upload.onProgress = tell) };
      },
      downloadFile: simple('downloadFile'),
    },
    getNetworkType: (options: { success: (found: { networkType: string }) => void }) =>
      options.success({ networkType: online ? 'wifi' : 'none' }),
    getAppBaseInfo: () => ({ fontSizeScaleFactor: phone.fontScale }),
    getWindowInfo: () => ({ windowWidth: phone.windowWidth, windowHeight: 812 }),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, JSON.parse(JSON.stringify(value))),
    setStorage: simple(
      'setStorage',
      ({ key, data }: { key: string; data: unknown }) =>
        void storage.set(key, JSON.parse(JSON.stringify(data))),
    ),
    removeStorageSync: (key: string) => void storage.delete(key),
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    showModal: (options: { success?: (answer: { confirm: boolean }) => void }) => {
      note('showModal', options);
      options.success?.({ confirm: phone.confirmModals });
    },
    chooseMedia: (options: {
      count: number;
      success: (chosen: { tempFiles: { tempFilePath: string }[] }) => void;
    }) => {
      note('chooseMedia', options);
      options.success({
        tempFiles: [{ tempFilePath: 'wxfile://tmp/a.png' }, { tempFilePath: 'wxfile://tmp/b.jpg' }],
      });
    },
    /** The first line, unless the test says which. */
    showActionSheet: (options: { success: (answer: { tapIndex: number }) => void }) => {
      note('showActionSheet', options);
      options.success({ tapIndex: phone.sheetChoice });
    },
    chooseMessageFile: (options: {
      success?: (chosen: { tempFiles: { path: string; name: string; size: number }[] }) => void;
    }) => {
      note('chooseMessageFile', options);
      const chosen = { tempFiles: phone.chatFiles };
      options.success?.(chosen);
      return Promise.resolve(chosen);
    },
    onKeyDown: (listener: (event: { key: string }) => void) => {
      keyListener = listener;
    },
    offKeyDown: () => {
      keyListener = undefined;
    },
    createInnerAudioContext: () => {
      const nothing = () => undefined;
      return { src: '', play: nothing, stop: nothing, destroy: nothing, onEnded: nothing, onError: nothing };
    },
    onWindowResize: () => undefined,
    offWindowResize: () => undefined,
    nextTick: (run: () => void) => setTimeout(run, 0),
    createSelectorQuery: unplaced,
  };
  const noted = [
    'navigateTo',
    'redirectTo',
    'setNavigationBarTitle',
    'switchTab',
    'pageScrollTo',
    'stopPullDownRefresh',
    'showToast',
    'setClipboardData',
    'previewImage',
    'openDocument',
    'makePhoneCall',
    'navigateToMiniProgram',
    'requestSubscribeMessage',
  ];
  const wx = (globalThis as unknown as { wx: Record<string, unknown> }).wx;
  Object.assign(wx, wxHere, Object.fromEntries(noted.map(name => [name, simple(name)])));
  return phone;
}
