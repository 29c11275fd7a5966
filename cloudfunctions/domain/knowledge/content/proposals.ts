import { buildIndex } from '../retrieval/knowledge-index';
import { dice, termsOf, type Terms } from '../retrieval/likeness';
import { FUNCTION_CHARACTERS } from '../retrieval/words';

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
const TOGETHER = 0.6;
/** A term in so many clusters tells little about the matter and would make the work grow with the square. */
const MOST_LEADERS = 300;
const MOST_SIMILAR = 8;
const MOST_IDS = 50;

type Group = { questions: OpenQuestion[]; terms: Terms };
type Cluster = { groups: Group[]; questions: OpenQuestion[]; terms: Terms };

/**
 * Groups open questions into proposals, most people first. A text meets only the clusters that share a term with it,
 * found in an inverted index, so that the work grows with the number of texts. The same questions give the same
 * proposals, in whatever order they come.
 */
export const proposeEntries = (questions: readonly OpenQuestion[], fewest = 2): Proposal[] => {
  const clusters: Cluster[] = [];
  const leadersOf = new Map<number, number[]>();
  for (const group of groupEqual(questions)) {
    const best = nearest(group.terms, clusters, leadersOf);
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

const GRAMMAR = new RegExp(`[${FUNCTION_CHARACTERS}]`, 'g');

/** What a question is about: 怎么 and 什么 tell two matters apart from nothing. */
const matterOf = (normalised: string): Terms => {
  const matter = termsOf(normalised.replace(GRAMMAR, ''));
  return matter.size > 0 ? matter : termsOf(normalised);
};

/** The same words once, the most asked first: it gives its cluster the name. */
const groupEqual = (questions: readonly OpenQuestion[]): Group[] => {
  const { normalise } = buildIndex([]);
  const groups = new Map<string, Group>();
  for (const question of [...questions].sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id))) {
    const text = normalise(question.text);
    const group = groups.get(text);
    if (group) group.questions.push(question);
    else if (text) groups.set(text, { questions: [question], terms: matterOf(text) });
  }
  // Sorting keeps the order of what was asked equally often: the oldest first.
  return [...groups.values()].sort((a, b) => b.questions.length - a.questions.length);
};

/** The most alike cluster, the earlier one of two. */
const nearest = (
  terms: Terms,
  clusters: readonly Cluster[],
  leadersOf: ReadonlyMap<number, number[]>,
): Cluster | undefined => {
  const shared = new Map<number, number>();
  for (const term of terms) {
    const leaders = leadersOf.get(term);
    if (!leaders || leaders.length > MOST_LEADERS) continue;
    for (const leader of leaders) shared.set(leader, (shared.get(leader) ?? 0) + 1);
  }
  let best: number | undefined;
  let most = TOGETHER;
  for (const [at, both] of shared) {
    const alike = dice(both, terms.size, clusters[at]!.terms.size);
    if (alike > most || (alike === most && (best === undefined || at < best))) [best, most] = [at, alike];
  }
  return best === undefined ? undefined : clusters[best];
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
