/** A DOM element with a class, text or children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  content: string | Node[] = [],
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...(typeof content === 'string' ? [content] : content));
  return element;
}

export function button(text: string, onClick: () => void, className = ''): HTMLButtonElement {
  const element = make('button', className, text);
  element.type = 'button';
  element.addEventListener('click', onClick);
  return element;
}

/** A card of the console with its question as heading. */
export function card(title: string, content: Node[]): HTMLElement {
  const heading = make('h2', '', title);
  const section = make('section', 'card', [heading, ...content]);
  section.setAttribute('aria-label', title);
  return section;
}

/** Two or more choices of which one holds. */
export function choices<T extends string>(
  label: string,
  options: [T, string][],
  chosen: T,
  onChoose: (value: T) => void,
) {
  const buttons = new Map<T, HTMLButtonElement>();
  const mark = (value: T): void => {
    for (const [own, one] of buttons) one.setAttribute('aria-pressed', String(own === value));
  };
  for (const [value, text] of options) {
    buttons.set(
      value,
      button(text, () => {
        mark(value);
        onChoose(value);
      }),
    );
  }
  mark(chosen);
  const group = make('div', 'choices', [...buttons.values()]);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', label);
  return make('div', 'row', [make('span', 'label', label), group]);
}
