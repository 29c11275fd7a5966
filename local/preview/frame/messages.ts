import { spoken } from './clock';
import { button, card, make } from './dom';

type Message = { channel: string; to: string; template: string; text: string; about?: string; at: string };

const CHANNELS: Record<string, string> = { inbox: '站内', subscribe: '订阅消息', email: '邮件', sms: '短信' };
/** The newest are read; older ones are in the inbox of the mini-program. */
const SHOWN = 20;

const block = (message: Message): HTMLElement =>
  make('article', 'message', [
    make('div', 'message-head', [
      make('span', 'chip', CHANNELS[message.channel] ?? message.channel),
      make('span', 'second', spoken(Date.parse(message.at))),
    ]),
    make('div', '', message.text),
    ...(message.about === undefined ? [] : [make('div', 'second', message.about)]),
  ]);

/** 发给谁什么: what left for the chosen person. */
export function messagesCard(person: () => { openid: string; name: string }) {
  const list = make('div', 'messages');
  const refresh = async (): Promise<void> => {
    const { openid, name } = person();
    try {
      const response = await fetch(`/control/messages?to=${encodeURIComponent(openid)}`);
      const { messages } = (await response.json()) as { messages: Message[] };
      const newest = messages.slice(-SHOWN).reverse();
      list.replaceChildren(
        ...(newest.length > 0 ? newest.map(block) : [make('div', 'second', `还没有发给${name}的消息`)]),
      );
    } catch (error) {
      list.replaceChildren(make('div', 'problem', `读不到消息：${(error as Error).message}`));
    }
  };
  void refresh();
  const element = card('发给谁什么', [button('刷新', () => void refresh(), 'corner'), list]);
  return { element, refresh };
}
