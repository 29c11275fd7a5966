/** WeChat's plugin 同声传译 as the mini-program knows it, by the speech of the browser: it speaks and, where it can, listens. */

const SPOKEN = 'speech:';

type Made = { content: string; success?: (made: { filename: string }) => void };
type Heard = { results: ArrayLike<ArrayLike<{ transcript: string }>> };
type BrowserRecognition = {
  lang: string;
  continuous: boolean;
  onresult: ((event: Heard) => void) | null;
  onend: (() => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  start(): void;
  stop(): void;
};

const recognition = (): BrowserRecognition | undefined => {
  const scope = window as unknown as Record<string, (new () => BrowserRecognition) | undefined>;
  const Recognition = scope['SpeechRecognition'] ?? scope['webkitSpeechRecognition'];
  return Recognition && new Recognition();
};

const recognizer = () => {
  const own = {
    onStop: undefined as ((said: { result: string }) => void) | undefined,
    onError: undefined as ((error: { msg: string }) => void) | undefined,
    browser: undefined as BrowserRecognition | undefined,
    start() {
      const browser = recognition();
      if (!browser) return own.onError?.({ msg: 'no speech recognition in this browser' });
      let result = '';
      let failed = false;
      Object.assign(browser, { lang: 'zh-CN', continuous: true });
      browser.onresult = ({ results }) => {
        result = [...Array.from(results)].map(one => one[0]?.transcript ?? '').join('');
      };
      browser.onerror = ({ error }) => {
        failed = true;
        own.onError?.({ msg: error });
      };
      browser.onend = () => {
        if (!failed) own.onStop?.({ result });
      };
      own.browser = browser;
      browser.start();
    },
    stop: () => own.browser?.stop(),
  };
  return own;
};

const wechatSI = {
  textToSpeech: ({ content, success }: Made) => success?.({ filename: `${SPOKEN}${content}` }),
  getRecordRecognitionManager: recognizer,
};

/** `requirePlugin`: the one plugin that the mini-program can use. */
export const requirePlugin = (name: string): object => {
  if (name !== 'WechatSI') throw new Error(`plugin ${name} is not declared`);
  return wechatSI;
};

/** Plays a file, or says what the plugin was given. */
export const createInnerAudioContext = () => {
  const audio = new Audio();
  let ended: (() => void) | undefined;
  let failed: ((error: { errMsg: string }) => void) | undefined;
  audio.onended = () => ended?.();
  audio.onerror = () => failed?.({ errMsg: 'the file cannot be played' });
  const player = {
    src: '',
    play() {
      if (!player.src.startsWith(SPOKEN)) {
        audio.src = player.src;
        void audio.play().catch(() => failed?.({ errMsg: 'not allowed' }));
        return;
      }
      const utterance = new SpeechSynthesisUtterance(player.src.slice(SPOKEN.length));
      utterance.lang = 'zh-CN';
      utterance.onend = () => ended?.();
      utterance.onerror = ({ error }) => failed?.({ errMsg: error });
      speechSynthesis.speak(utterance);
    },
    stop() {
      audio.pause();
      speechSynthesis.cancel();
    },
    destroy: () => player.stop(),
    onEnded: (tell: () => void) => (ended = tell),
    onError: (tell: (error: { errMsg: string }) => void) => (failed = tell),
  };
  return player;
};
