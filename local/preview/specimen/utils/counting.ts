/** A behavior: counts how often the caption changed. */
export const counting = Behavior({
  data: { shown: 0 },
  methods: {
    countUp() {
      this.setData({ shown: this.data.shown + 1 });
    },
  },
});
