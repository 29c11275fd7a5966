/**
 * Reading aloud and writing down what is said, by WeChat's plugin 同声传译 where the owner has added it (docs/deploy.md);
 * without it nothing of this is offered. The preview has the browser's own speech under the same name.
 */

type Recognizer = {
  start(options: { lang: 'zh_CN'; duration: number }): void;
  stop(): void;
  onStop?: (said: { result: string }) => void;
  onError?: (error: { msg: string }) => void;
};

type Speech = {
  textToSpeech(options: {
    lang: 'zh_CN';
    tts: true;
    content: string;
    success: (made: { filename: string }) => void;
    fail: () => void;
  }): void;
  getRecordRecognitionManager(): Recognizer;
};

let found: Speech | null | undefined;

function speech(): Speech | null {
  if (found !== undefined) return found;
  try {
    found = requirePlugin('WechatSI') as Speech;
  } catch {
    found = null;
  }
  return found;
}

/** Whether anything can be read aloud or spoken here. */
export const canSpeak = (): boolean => speech() !== null;

/** The plugin takes so many characters at once. */
const MOST = 300;

/** A text in parts that can be spoken, cut where a sentence ends. */
export function partsToSpeak(text: string): string[] {
  const parts: string[] = [];
  for (const sentence of text.match(/[^。！？；\n]{1,300}[。！？；\n]?|[。！？；\n]/g) || []) {
    for (let from = 0; from < sentence.length; from += MOST) {
      const piece = sentence.slice(from, from + MOST);
      const last = parts[parts.length - 1];
      if (last !== undefined && last.length + piece.length <= MOST) parts[parts.length - 1] = last + piece;
      else if (piece.trim()) parts.push(piece);
    }
  }
  return parts;
}

let playing: { stop(): void } | undefined;

/** Stops whatever is read aloud. */
export function hush(): void {
  playing?.stop();
  playing = undefined;
}

/** Reads a text aloud, and calls back when it has ended or could not be read. */
export function readAloud(text: string, ended: (read: boolean) => void): void {
  hush();
  const maker = speech();
  if (!maker) return ended(false);
  const parts = partsToSpeak(text);
  const player = wx.createInnerAudioContext();
  let over = false;
  const end = (read: boolean): void => {
    if (over) return;
    over = true;
    player.destroy();
    if (playing === mine) playing = undefined;
    ended(read);
  };
  const next = (): void => {
    const content = parts.shift();
    if (over) return;
    if (content === undefined) return end(true);
    maker.textToSpeech({
      lang: 'zh_CN',
      tts: true,
      content,
      success: ({ filename }) => {
        if (over) return;
        player.src = filename;
        player.play();
      },
      fail: () => end(false),
    });
  };
  const mine = { stop: () => end(true) };
  playing = mine;
  player.onEnded(next);
  player.onError(() => end(false));
  next();
}

/** A minute is what the plugin listens for. */
const LONGEST_MS = 60_000;

/** Listens until `stop` is called; `heard` gets what was said, empty where nothing was understood. */
export function listen(heard: (text: string) => void, failed: () => void): { stop(): void } {
  const maker = speech();
  if (!maker) {
    failed();
    return { stop: () => undefined };
  }
  const recognizer = maker.getRecordRecognitionManager();
  recognizer.onStop = ({ result }) => heard(result.trim());
  recognizer.onError = failed;
  recognizer.start({ lang: 'zh_CN', duration: LONGEST_MS });
  return { stop: () => recognizer.stop() };
}
