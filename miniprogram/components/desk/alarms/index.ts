/** What keeps limits from being kept, folded into one line, so that the work stays in sight. */
Component({
  properties: { items: { type: Array, value: [] as string[] } },
  data: { open: false },
  methods: {
    toggle() {
      this.setData({ open: !this.data.open });
    },
  },
});
