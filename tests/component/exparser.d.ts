declare module 'miniprogram-exparser';
