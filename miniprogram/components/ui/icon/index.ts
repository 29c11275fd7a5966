/** A line icon, drawn from the style sheet: no font has to be fetched. Decorative unless it is given words in `aria`. */
Component({
  properties: {
    name: { type: String, value: '' },
    size: { type: Number, value: 22 },
    aria: { type: String, value: '' },
  },
});
