/** Where the fields of a form lie on the screen, so that the first wrong one can be brought into view. */

type Component = WechatMiniprogram.Component.TrivialInstance;
type Rect = { top: number };
type Field = Rect & { dataset: { field?: string } };

/** Left free above the field. */
const ABOVE = 12;

const topIn = (form: Component, field: string): Promise<number | undefined> =>
  new Promise(resolve => {
    form
      .createSelectorQuery()
      .selectAll('.field')
      // By its data: a name like `contacts.0.phone` is no selector.
      .fields({ rect: true, dataset: true }, found =>
        resolve((found as unknown as Field[]).filter(({ dataset }) => dataset.field === field)[0]?.top),
      )
      .exec();
  });

/** In the form itself, or in one of its lists of rows. */
async function topOf(form: Component, field: string): Promise<number | undefined> {
  for (const part of [form, ...form.selectAllComponents('.rows')]) {
    const top = await topIn(part, field);
    if (top !== undefined) return top;
  }
  return undefined;
}

/** Brings a field into view in the page that is open; `forms` are the parts of its form. */
export async function showInPage(forms: Component[], field: string): Promise<void> {
  for (const form of forms) {
    const top = await topOf(form, field);
    if (top === undefined) continue;
    wx.createSelectorQuery()
      .selectViewport()
      .scrollOffset(({ scrollTop }: { scrollTop: number }) => {
        wx.pageScrollTo({ scrollTop: Math.max(0, scrollTop + top - ABOVE), duration: 200 });
      })
      .exec();
    return;
  }
}

/** Brings a field into view in a sheet that scrolls by itself. */
export async function showInSheet(sheet: Component, form: Component, field: string): Promise<void> {
  const top = await topOf(form, field);
  if (top === undefined) return;
  sheet
    .createSelectorQuery()
    .select('.body')
    .fields({ rect: true, scrollOffset: true, node: true }, found => {
      const body = found as (Rect & { scrollTop: number; node?: { scrollTo(to: object): void } }) | null;
      if (body) body.node?.scrollTo({ top: Math.max(0, body.scrollTop + top - body.top - ABOVE) });
    })
    .exec();
}
