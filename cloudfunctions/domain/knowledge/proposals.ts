import { buildIndex } from './knowledge-index';
import { byRarity, likeness, termsOf, type Terms } from './likeness';

/** A question that nobody's entry has solved. */
export type OpenQuestion = { id: string; text: string; who: string; at: string };

/** Questions that ask the same: a proposal for a new entry. */
export type Proposal = {
  /** Of the question that stands for all; the same as long as it is open. */
  id: string;
  question: string;
  /** How often it was asked, and by how many people. */
  count: number;
  people: number;
  firstAt: string;
  lastAt: string;
  /** Other words for it, most frequent first. */
  similar: string[];
  askIds: string[];
};

/** From here on two questions belong together. */
const TOGETHER = 0.5;
/** A term in so many clusters tells nothing about the matter and would make the work grow with the square. */
const MOST_LEADERS = 400;
const MOST_SIMILAR = 8;
const MOST_IDS = 50;

type Group = { text: string; questions: OpenQuestion[]; terms: Terms };
type Cluster = { groups: Group[]; questions: OpenQuestion[]; terms: Terms };

/**
 * Groups open questions into proposals, most asked first. Each text is compared only with the clusters that share one
 * of its rarer terms, so that the work grows with the number of texts. The same questions give the same proposals, in
 * whatever order they come.
 */
export const proposeEntries = (questions: readonly OpenQuestion[], fewest = 2): Proposal[] => {
  const groups = groupEqual(questions);
  const index = buildIndex(groups.map(({ text }, at) => ({ id: String(at), question: text, similar: [] })));
  const weigh = byRarity(index);
  const clusters: Cluster[] = [];
  const leadersOf = new Map<number, number[]>();
  for (const group of groups) {
    const best = nearest(group.terms, clusters, leadersOf, weigh);
    if (best) {
      best.groups.push(group);
      best.questions.push(...group.questions);
      continue;
    }
    for (const term of group.terms) {
      const leaders = leadersOf.get(term);
      if (leaders) leaders.push(clusters.length);
      else leadersOf.set(term, [clusters.length]);
    }
    clusters.push({ groups: [group], questions: [...group.questions], terms: group.terms });
  }
  return clusters
    .map(proposalOf)
    .filter(({ count }) => count >= fewest)
    .sort((a, b) => b.people - a.people || b.count - a.count || compare(a.id, b.id));
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The same words once, the most asked first: it gives its cluster the name. */
const groupEqual = (questions: readonly OpenQuestion[]): Group[] => {
  const { normalise } = buildIndex([]);
  const groups = new Map<string, Group>();
  for (const question of [...questions].sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id))) {
    const text = normalise(question.text);
    const group = groups.get(text);
    if (group) group.questions.push(question);
    else if (text) groups.set(text, { text, questions: [question], terms: termsOf(text) });
  }
  // Sorting keeps the order of what was asked equally often: the oldest first.
  return [...groups.values()].sort((a, b) => b.questions.length - a.questions.length);
};

const nearest = (
  terms: Terms,
  clusters: readonly Cluster[],
  leadersOf: ReadonlyMap<number, number[]>,
  weigh: (term: number) => number,
): Cluster | undefined => {
  const candidates = new Set<number>();
  for (const term of terms) {
    const leaders = leadersOf.get(term);
    if (leaders && leaders.length <= MOST_LEADERS) for (const leader of leaders) candidates.add(leader);
  }
  let best: Cluster | undefined;
  let most = TOGETHER;
  for (const at of [...candidates].sort((a, b) => a - b)) {
    const cluster = clusters[at]!;
    const alike = likeness(terms, cluster.terms, weigh);
    if (alike > most || (alike === most && !best)) [best, most] = [cluster, alike];
  }
  return best;
};

const proposalOf = ({ groups, questions }: Cluster): Proposal => {
  const leader = groups[0]!.questions[0]!;
  const times = questions.map(each => each.at).sort();
  return {
    id: leader.id,
    question: leader.text,
    count: questions.length,
    people: new Set(questions.map(each => each.who)).size,
    firstAt: times[0]!,
    lastAt: times.at(-1)!,
    similar: groups.slice(1, 1 + MOST_SIMILAR).map(group => group.questions[0]!.text),
    askIds: questions.slice(0, MOST_IDS).map(each => each.id),
  };
};
