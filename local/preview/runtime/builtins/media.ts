import { pickImageSource } from '../files';
import { defineBuiltin, html } from './define';

const POSITIONS: Record<string, string> = {
  top: 'top',
  bottom: 'bottom',
  center: 'center',
  left: 'left',
  right: 'right',
  'top left': 'left top',
  'top right': 'right top',
  'bottom left': 'left bottom',
  'bottom right': 'right bottom',
};
const FITS: Record<string, string> = { scaleToFill: 'fill', aspectFit: 'contain', aspectFill: 'cover' };

export const image = defineBuiltin('image', {
  properties: {
    src: '',
    mode: 'scaleToFill',
    alt: '',
    lazyLoad: false,
    webp: false,
    showMenuByLongpress: false,
  },
  create(self) {
    const img = html('img', '', { alt: '', draggable: 'false' });
    self.dom.append(img);
    const draw = (): void => {
      const mode = self.get('mode');
      self.dom.dataset.mode = mode;
      img.style.objectFit = FITS[mode] ?? (mode in POSITIONS ? 'none' : 'fill');
      img.style.objectPosition = POSITIONS[mode] ?? '';
    };
    const load = async (src: string): Promise<void> => {
      self.dom.toggleAttribute('empty', src === '');
      const url = await pickImageSource(src, self.comp);
      if (self.get('src') !== src) return;
      if (url === '') img.removeAttribute('src');
      else img.src = url;
    };
    img.addEventListener('load', () => {
      self.dom.toggleAttribute('empty', false);
      if (img.src !== '') self.fire('load', { width: img.naturalWidth, height: img.naturalHeight });
    });
    img.addEventListener('error', () => {
      self.dom.toggleAttribute('empty', true);
      self.fire('error', { errMsg: `image cannot be loaded: ${self.get('src')}` });
    });
    self.dom.toggleAttribute('empty', true);
    draw();
    return {
      observe: { src: value => void load(value), mode: draw, alt: value => img.setAttribute('alt', value) },
    };
  },
});

export const video = defineBuiltin('video', {
  properties: {
    src: '',
    poster: '',
    autoplay: false,
    controls: true,
    loop: false,
    muted: false,
    objectFit: 'contain',
  },
  create(self) {
    const player = html('video', '', { controls: '', playsinline: '' });
    self.dom.append(player);
    return {
      observe: {
        src: value => void pickImageSource(value, self.comp).then(url => player.setAttribute('src', url)),
        poster: value =>
          void pickImageSource(value, self.comp).then(url => player.setAttribute('poster', url)),
        controls: value => void player.toggleAttribute('controls', value),
        muted: value => void (player.muted = value),
      },
    };
  },
});

/**
 * `canvas type="2d"`: SelectorQuery's `node` is the real canvas. WeChat's starts at 300 × 150 too, and the page itself
 * sets width and height times the pixel ratio.
 */
export const canvas = defineBuiltin('canvas', {
  properties: { type: '', canvasId: '', disableScroll: false },
  create(self) {
    self.dom.append(html('canvas', ''));
    return {
      attached() {
        if (self.get('type') !== '2d') console.warn('<canvas>: only type="2d" draws in the preview');
      },
    };
  },
});

export type CanvasNode = HTMLCanvasElement & {
  createImage(): HTMLImageElement;
  requestAnimationFrame(callback: FrameRequestCallback): number;
  cancelAnimationFrame(handle: number): void;
};

/** The canvas of a `<wx-canvas>` with what WeChat's canvas node has besides. */
export function canvasNode(host: Element): CanvasNode | null {
  const found = host.querySelector('canvas');
  if (found === null) return null;
  return Object.assign(found, {
    createImage: () => new Image(),
    requestAnimationFrame: (callback: FrameRequestCallback) => requestAnimationFrame(callback),
    cancelAnimationFrame: (handle: number) => cancelAnimationFrame(handle),
  });
}
