import type { Service } from '../catalogue';
import { condensed } from '../typed/words';
import { FUNCTION_CHARACTERS } from '../knowledge/retrieval/words';

/** Says that something does not work, in the ways people say it. */
const TROUBLE =
  /[不唔没冇无](?:了|出|上|到|倒|开|進|进|成|动|通|来|行|能|见|反应|响应|显示|郁|得|咗)|失败|转圈|加载|卡[住死在了壳]|[白黑]屏|空白|报错|出错|错误|异常|故障|坏[了咗]|崩|闪退|死机|繁忙|超时|弹出|维护|下线|停用|修好|恢复|半天|老是|一直|又是|网络|系统|瘫|怎么回事|咋回事|点解|挂了|失灵|没法|乱码|重试|刷新|点不|打不|登不|进不|传不|用不|死机|卡得|好卡|太卡|很慢/;

/** From so much of a name on that stands in the text it is meant. */
const MEANT = 0.5;
const EMPTY = new Set(FUNCTION_CHARACTERS);

/** How much of a name stands in the text, in any order; nothing where no two neighbours of it stand together. */
const shareOf = (name: string, text: string): number => {
  const letters = [...name].filter(each => !EMPTY.has(each));
  const together = [...name].some((each, at) => at + 1 < name.length && text.includes(each + name[at + 1]!));
  if (!together || letters.length === 0) return 0;
  return letters.filter(each => text.includes(each)).length / letters.length;
};

/** The longer of two names that stand there whole says more. */
const likenessOf = ({ name, aliases }: Service, text: string, plain: (text: string) => string): number =>
  Math.max(
    ...[name, ...aliases].map(each => {
      const written = condensed(plain(each));
      return written ? shareOf(written, text) * (1 + written.length / 100) : 0;
    }),
  );

/**
 * The faulty service that a text names, or whose trouble it describes better than that of any other service:
 * “公积金提不出来一直转圈” is the withdrawal and not the balance.
 */
export const faultDescribed = (
  text: string,
  services: readonly Service[],
  isFaulty: (service: Service) => boolean,
  plain: (text: string) => string,
): Service | undefined => {
  const typed = condensed(text);
  const named = services.find(
    service =>
      isFaulty(service) && [service.name, ...service.aliases].some(name => typed.includes(condensed(name))),
  );
  if (named) return named;
  if (!TROUBLE.test(text)) return undefined;
  const meant = condensed(plain(text));
  let best: { service: Service; likeness: number } | undefined;
  for (const service of services) {
    const likeness = likenessOf(service, meant, plain);
    if (likeness > (best?.likeness ?? 0)) best = { service, likeness };
  }
  return best && best.likeness >= MEANT && isFaulty(best.service) ? best.service : undefined;
};
