import { look } from '../../../services/look';

Page({
  data: { ...look(), no: '' },

  onLoad(query: { no?: string }) {
    this.setData({ no: query.no ?? '' });
  },

  onShow() {
    this.setData(look());
  },
});
