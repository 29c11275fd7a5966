import type { IncomingMessage, ServerResponse } from 'node:http';
import { maskText } from '../../cloudfunctions/domain/privacy/identifiers';
import { maskName, maskPhone } from '../../cloudfunctions/domain/privacy/mask';
import type {
  HotlineChangeDocument,
  HotlineOrderDocument,
} from '../../cloudfunctions/usecases/kernel/documents';
import type { Cloud } from '../../local/cloud';

/** `/preview/hotline`: what went over the wire between the demo and a hotline, personal data masked, for whoever shows it. */

const SHOWN = 50;

const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);

/** Names and phones by their fields, everything else as free text is masked. */
const masked = (value: unknown, name = ''): unknown => {
  if (typeof value === 'string') {
    if (name === 'name') return maskName(value);
    return name === 'phone' ? maskPhone(value) : maskText(value).text;
  }
  if (Array.isArray(value)) return value.map(one => masked(one));
  if (typeof value !== 'object' || value === null) return value;
  // A unit and a file are called by their names too.
  const isPerson = !('id' in value) && !('url' in value);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, masked(one, isPerson || key !== 'name' ? key : '')]),
  );
};

/** A body as it is shown; what is no JSON is masked as a text. */
export const shownBody = (body: string): string => {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = body; // somebody has sent something else: that is what is shown
  }
  return typeof value === 'string' ? maskText(value).text : JSON.stringify(masked(value), null, 1);
};

const row = (cells: readonly string[]): string =>
  `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`;
const pre = (text: string): string => `<pre>${escaped(text)}</pre>`;

const table = (head: readonly string[], rows: readonly string[], none: string): string =>
  rows.length === 0
    ? `<p>${none}</p>`
    : `<table><thead><tr>${head.map(one => `<th scope="col">${one}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;

const stateOf = (change: HotlineChangeDocument, orders: Map<string, HotlineOrderDocument>): string => {
  const order = orders.get(change.order);
  if (!order || change.sequence < order.next) return '对方已收下';
  if (order.stopped) return '对方不再接收（410），已停';
  if (change.sequence > order.next) return '排队：前一条还没有收下';
  return order.tries > 0 ? `第 ${order.tries} 次没有收下，${order.nextAt.slice(5, 16)} 再送` : '待送';
};

export const hotlinePage = (cloud: Pick<Cloud, 'exchanges' | 'newest'>): string => {
  const orders = new Map(
    (cloud.newest('hotlineorders', '_id', 1000) as unknown as HotlineOrderDocument[]).map(one => [
      one._id,
      one,
    ]),
  );
  const changes = cloud.newest('hotlinechanges', 'key', SHOWN) as unknown as HotlineChangeDocument[];
  const came = [...cloud.exchanges()].reverse().slice(0, SHOWN);
  const cameRows = came.map(({ at, path, id = '', sent, status, got }) =>
    row([
      at.slice(5, 19).replace('T', ' '),
      escaped(path),
      escaped(id),
      pre(shownBody(sent)),
      `${status}${pre(shownBody(got))}`,
    ]),
  );
  const wentRows = changes.map(change =>
    row([
      change.at.slice(5, 19).replace('T', ' '),
      escaped(`${change.externalNo}（${change.source}）`),
      String(change.sequence),
      escaped(`${change.event} · ${change.state}`),
      escaped(change.no),
      stateOf(change, orders),
    ]),
  );
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>12345 热线往来</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>body{font:15px/1.6 system-ui,sans-serif;margin:24px;color:#1f2329}table{border-collapse:collapse;width:100%;margin-bottom:32px}
th,td{border-bottom:1px solid #dee0e3;padding:8px;text-align:left;vertical-align:top}pre{margin:0;white-space:pre-wrap;word-break:break-all;font-size:13px}
a{color:#0b57d0}</style></head><body>
<h1>12345 热线往来</h1><p>个人信息已隐去。<a href="/preview/hotline">刷新</a></p>
<h2>来文</h2>${table(['时间', '地址', '编号', '内容', '答复'], cameRows, '还没有来文。热线向 /http/hotline/orders 发送。')}
<h2>去文</h2>${table(['时间', '热线工单', '序号', '进展', '本方编号', '送达'], wentRows, '还没有去文。热线转来的件有了进展，就会在这里出现。')}
</body></html>`;
};

/** Answers the page; false = another one is wanted. */
export const serveHotlinePage = (
  cloud: Pick<Cloud, 'exchanges' | 'newest'> | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): boolean => {
  if (!cloud || url.pathname !== '/preview/hotline' || request.method !== 'GET') return false;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(hotlinePage(cloud));
  return true;
};
