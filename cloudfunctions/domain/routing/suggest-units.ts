import { regionCovers, regionDepth } from '../knowledge/entry';
import { classify, type Message, type RouterWeights } from './linear-model';
import { comparable } from '../typed/words';

export type CatalogueUnit = { id: string; name: string; region?: string; duties: string[] };
export type CatalogueService = { id: string; name: string; unitId: string };
export type Catalogue = { units: CatalogueUnit[]; services: CatalogueService[] };

export type SuggestOptions = {
  region?: string;
  weights?: RouterWeights;
  /** The unit of the entry that the knowledge base is sure of. */
  knowledgeUnit?: { unitId: string; confidence: number };
};

export type Suggestion = { unitId: string; confidence: number; reason: string };

/** From this confidence on, the unit of a knowledge base hit comes before everything else. */
const SURE = 0.9;
const TITLE_WEIGHT = 2;
const LIMIT = 3;

type Score = {
  unit: CatalogueUnit;
  points: number;
  words: string[];
  service?: string;
  learned?: number;
  known?: boolean;
};

/**
 * The three units that most likely answer a message, best first, with the reason for the operator; empty when nothing
 * speaks for any. Sources: a sure knowledge base hit, the trained model, the duties and services of the catalogue.
 * Units of another region are left out unless the text names their place; of one trade the nearest comes first.
 */
export const suggestUnits = (
  message: { title: string; text: string },
  catalogue: Catalogue,
  options: SuggestOptions = {},
): Suggestion[] => {
  const title = comparable(message.title);
  const text = `${title}\n${comparable(message.text)}`;
  const eligible = catalogue.units.filter(unit => servesReader(unit, text, options.region));
  const rarity = rarityOf(catalogue);
  const scores: Score[] = eligible.map(unit => byCatalogue(unit, catalogue.services, title, text, rarity));
  if (options.weights) addLearned(scores, options.weights, message);
  const { knowledgeUnit } = options;
  const known = knowledgeUnit && scores.find(each => each.unit.id === knowledgeUnit.unitId);
  if (known && knowledgeUnit.confidence >= SURE) known.known = true;
  else if (known) known.points += 3 * knowledgeUnit.confidence;
  for (const each of scores) if (each.points > 0) each.points *= nearness(each.unit, text, options.region);
  const best = scores.filter(each => each.points > 0 || each.known);
  best.sort((a, b) => Number(b.known ?? false) - Number(a.known ?? false) || b.points - a.points);
  const total = best.reduce((sum, each) => sum + each.points, 0);
  return best.slice(0, LIMIT).map(each => ({
    unitId: each.unit.id,
    confidence: each.known ? knowledgeUnit!.confidence : each.points / (total + 1),
    reason: reasonOf(each),
  }));
};

/** The place in a unit's name: 广州市人力资源和社会保障局 → 广州. */
const placeOf = (unit: CatalogueUnit): string | undefined => /^(.{2,4}?)[省市县区]/.exec(unit.name)?.[1];
const namesPlace = (unit: CatalogueUnit, text: string): boolean => {
  const place = placeOf(unit);
  return regionDepth(unit.region) > 2 && place !== undefined && text.includes(comparable(place));
};

const servesReader = (unit: CatalogueUnit, text: string, region: string | undefined): boolean =>
  !unit.region ||
  regionDepth(unit.region) <= 2 ||
  namesPlace(unit, text) ||
  (!!region && regionCovers(unit.region, region));

const nearness = (unit: CatalogueUnit, text: string, region: string | undefined): number => {
  if (namesPlace(unit, text)) return 1.8;
  return unit.region && region && regionCovers(unit.region, region) ? 1 + 0.1 * regionDepth(unit.region) : 1;
};

const pairsOf = (text: string): string[] => {
  const pairs: string[] = [];
  for (const run of comparable(text).match(/[\p{L}\p{N}]+/gu) ?? [])
    for (let at = 0; at + 1 < run.length; at += 1) pairs.push(run.slice(at, at + 2));
  return pairs;
};

/** How much a pair of characters says: pairs that many units share (管理, 服务) say little. */
const rarityOf = (catalogue: Catalogue): Map<string, number> => {
  const units = new Map<string, number>();
  for (const unit of catalogue.units) {
    const services = catalogue.services
      .filter(service => service.unitId === unit.id)
      .map(service => service.name);
    for (const pair of new Set([unit.name, ...unit.duties, ...services].flatMap(pairsOf)))
      units.set(pair, (units.get(pair) ?? 0) + 1);
  }
  const rarity = new Map<string, number>();
  for (const [pair, count] of units) rarity.set(pair, Math.log(1 + catalogue.units.length / count) / 2);
  return rarity;
};

/** Words that stand in names of services and duties of every trade. */
const EVERYWHERE =
  /^(服务|管理|办理|申请|查询|业务|信息|工作|事项|有关|相关|政策|咨询|登记|部门|单位|全省|负责|监督|指导)$/;

/**
 * What a name shares with the text, joined as far as it reaches: 公积金, not 公积 and 积金. Two characters from the middle
 * of a name are rarely a word (房交 of 住房交易) and are left out.
 */
const sharedWords = (name: string, text: string): string[] => {
  const found: string[] = [];
  for (const run of name.match(/[\p{L}\p{N}]+/gu) ?? []) {
    let from = 0;
    while (from + 1 < run.length) {
      let to = from + 1;
      while (to <= run.length && text.includes(run.slice(from, to))) to += 1;
      const word = run.slice(from, to - 1);
      const atAnEnd = from === 0 || to - 1 === run.length;
      if (word.length > 2 || (word.length === 2 && atAnEnd)) found.push(word);
      from += Math.max(1, word.length);
    }
  }
  return found.filter(word => !EVERYWHERE.test(word));
};

const byCatalogue = (
  unit: CatalogueUnit,
  services: readonly CatalogueService[],
  title: string,
  text: string,
  rarity: ReadonlyMap<string, number>,
): Score => {
  const words = new Set<string>();
  let points = 0;
  let service: string | undefined;
  const match = (name: string, weight: number): void => {
    const plain = comparable(name);
    const whole = plain.length >= 2 && text.includes(plain);
    if (whole && !EVERYWHERE.test(plain)) {
      words.add(name);
      points += weight * (title.includes(plain) ? TITLE_WEIGHT : 1) * 2;
      return;
    }
    let held = 0;
    const pairs = new Set(pairsOf(name));
    for (const pair of pairs) {
      if (EVERYWHERE.test(pair) || !text.includes(pair)) continue;
      held += (rarity.get(pair) ?? 0) * (title.includes(pair) ? TITLE_WEIGHT : 1);
    }
    for (const word of sharedWords(plain, text)) words.add(word);
    points += (weight * held) / Math.sqrt(Math.max(1, pairs.size));
  };
  for (const duty of unit.duties) match(duty, 1);
  for (const each of services) {
    if (each.unitId !== unit.id) continue;
    const before = points;
    match(each.name, 0.8);
    if (points > before && text.includes(comparable(each.name))) service ??= each.name;
  }
  const core = unit.name.replace(/^.{2,4}?[省市县区]/, '').replace(/(厅|局|委员会|委|中心)$/, '');
  if (core.length >= 2) match(core, 0.5);
  return { unit, points, words: [...words], service };
};

/** A label of the trained model means a unit by its id, its name or one of its duties. */
const addLearned = (scores: Score[], weights: RouterWeights, message: Message): void => {
  for (const { label, confidence } of classify(weights, message).top) {
    const meant = scores.filter(
      ({ unit }) => unit.id === label || unit.name === label || unit.duties.includes(label),
    );
    for (const each of meant) {
      each.points += 5 * confidence;
      each.learned = confidence;
    }
  }
};

const reasonOf = ({ words, service, learned, known }: Score): string => {
  const parts: string[] = [];
  if (known) parts.push('知识库中的同类问题由该单位答复');
  if (service) parts.push(`提到该单位的事项“${service}”`);
  const longest = [...words].sort((a, b) => b.length - a.length);
  const shown = longest.filter((word, at) => !longest.slice(0, at).some(longer => longer.includes(word)));
  if (shown.length > 0) parts.push(`与职责相符的词：${shown.slice(0, 4).join('、')}`);
  if (learned !== undefined && learned >= 0.2)
    parts.push(`以往同类诉求多由该单位办理（${Math.round(learned * 100)}%）`);
  return parts.join('；') || '与该单位的职责相近';
};
