type BuildState = { errors: string[] };

/** Shows what is wrong in the sources instead of the page; each line names file, line and column. */
function showErrors(errors: string[]): void {
  document.querySelector('.wx-build-errors')?.remove();
  if (errors.length === 0) return;
  const box = document.createElement('div');
  box.className = 'wx-build-errors';
  const heading = document.createElement('h1');
  heading.textContent = `The mini-program does not build (${errors.length})`;
  const list = document.createElement('pre');
  list.textContent = errors.join('\n\n');
  box.append(heading, list);
  document.body.append(box);
  console.error(`build failed\n${errors.join('\n')}`);
}

/** Follows the builds of the server: a good one reloads the page, a bad one shows why. */
export function followBuilds(): void {
  const errors = document.getElementById('build-errors')?.textContent ?? '[]';
  showErrors(JSON.parse(errors) as string[]);
  const events = new EventSource('/preview/events');
  events.addEventListener('built', event => {
    const state = JSON.parse((event as MessageEvent<string>).data) as BuildState;
    if (state.errors.length === 0) location.reload();
    else showErrors(state.errors);
  });
}
