const head = (title: string, css: string[]): string =>
  `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">` +
  `<title>${title}</title><link rel="icon" href="data:,">` +
  css.map(name => `<link rel="stylesheet" href="/preview/${name}">`).join('');

/** The phone alone; build errors travel in the page, so that they show before any script of the app. */
export const phonePage = (errors: string[]): string =>
  `<!doctype html><html lang="zh-CN"><head>${head('办结', ['runtime.css', 'app.css'])}</head><body>` +
  `<script type="application/json" id="build-errors">${JSON.stringify(errors).replace(/</g, '\\u003c')}</script>` +
  `<script src="/preview/runtime.js"></script><script src="/preview/app.js"></script></body></html>`;

/** The phone with the demo console beside it. */
export const framePage = (): string =>
  `<!doctype html><html lang="zh-CN"><head>${head('办结 · 预览', ['frame.css'])}</head><body>` +
  `<script src="/preview/frame.js"></script></body></html>`;
