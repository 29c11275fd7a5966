/** What the keys of the workbench do; opened by `open`. */
Component({
  data: {
    show: false,
    lines: [
      { key: 'j', does: '下一件' },
      { key: 'k', does: '上一件' },
      { key: '1–9', does: '选这件能办的事；表单打开后，选列出的单位或选项' },
      { key: 'Enter', does: '确认办理；没有打开表单时，单独打开这件' },
      { key: 'Ctrl + Enter', does: '正在输入文字时确认办理' },
      { key: '/', does: '查找工单；表单打开后，查找别的单位' },
      { key: 'f', does: '筛选' },
      { key: 'n', does: '登记来电、来访（有登记按钮的岗位）' },
      { key: 'Esc', does: '关闭表单或窗口，退出输入框；在单独打开的件里，回到列表' },
      { key: '?', does: '打开这张表' },
    ],
  },
  methods: {
    open() {
      this.setData({ show: true });
    },
    close() {
      this.setData({ show: false });
    },
  },
});
