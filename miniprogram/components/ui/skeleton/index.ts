/** Grey lines in the place of cards that are on their way. */
Component({ properties: { cards: { type: Number, value: 3 } } });
