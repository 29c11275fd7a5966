Page({
  data: { loaded: '', canvas: '', upload: '', fileID: '', shown: '', paths: [] as string[] },
  onReady() {
    this.createSelectorQuery()
      .select('#chart')
      .fields({ node: true, size: true })
      .exec(([found]: [{ node: WechatMiniprogram.Canvas; width: number; height: number }]) => {
        const { pixelRatio } = wx.getWindowInfo();
        const { node, width, height } = found;
        node.width = width * pixelRatio;
        node.height = height * pixelRatio;
        const context = node.getContext('2d') as unknown as {
          scale(x: number, y: number): void;
          fillStyle: string;
          fillRect(x: number, y: number, w: number, h: number): void;
          getImageData(x: number, y: number, w: number, h: number): { data: number[] };
        };
        context.scale(pixelRatio, pixelRatio);
        context.fillStyle = '#0a56b0';
        context.fillRect(0, 0, width / 2, height);
        const [red, green, blue] = context.getImageData(2, 2, 1, 1).data;
        this.setData({ canvas: `${width}x${height} ${red},${green},${blue}` });
      });
  },
  onLoaded(event: { detail: { width: number } }) {
    this.setData({ loaded: `宽 ${event.detail.width}` });
  },
  onUploadedShown() {
    this.setData({ shown: '云端的图显示了' });
  },
  onPreview(event: WechatMiniprogram.TouchEvent) {
    const { url } = event.currentTarget.dataset as { url: string };
    void wx.previewImage({ urls: this.data.paths, current: url });
  },
  async onChoose() {
    const { tempFiles } = await wx.chooseMedia({ count: 2, mediaType: ['image'] });
    const paths = tempFiles.map(file => file.tempFilePath);
    this.setData({ paths });
    const task = wx.cloud.uploadFile({
      cloudPath: 'specimen.png',
      filePath: paths[0]!,
      success: ({ fileID }) => this.setData({ fileID }),
      fail: ({ errMsg }) => this.setData({ upload: errMsg }),
    });
    (task as unknown as WechatMiniprogram.UploadTask).onProgressUpdate(({ progress }) => {
      this.setData({ upload: `${progress}%` });
    });
  },
});
