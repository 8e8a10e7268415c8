// Icons on a 24 px grid, drawn by strokes of 1.6 px: what goes into `d` of the one path of `Icon`.
export const alert = "M12 4.5 3.5 19h17L12 4.5ZM12 10v4M12 16.6v.1";
export const back = "M19 12H5M11 6l-6 6 6 6";
export const board =
  "M5.5 4.5h13a2 2 0 0 1 2 2v11a2 2 0 0 1 -2 2h-13a2 2 0 0 1 -2 -2v-11a2 2 0 0 1 2 -2ZM3.5 10h17M10 10v9.5";
export const bolt = "M13 3.5 5.5 13.5H12l-1 7 7.5-10H12l1-7Z";
export const bow =
  "M10.2 10 4.6 6.8C4 6.4 3.2 6.9 3.2 7.6v8.8c0 .7.8 1.2 1.4.8l5.6-3.2M13.8 10l5.6-3.2c.6-.4 1.4.1 1.4.8v8.8c0 .7-.8 1.2-1.4.8L13.8 14M11.4 9.4h1.2a1.2 1.2 0 0 1 1.2 1.2v2.8a1.2 1.2 0 0 1 -1.2 1.2h-1.2a1.2 1.2 0 0 1 -1.2 -1.2v-2.8a1.2 1.2 0 0 1 1.2 -1.2Z";
export const cal =
  "M6 5.5h12a2 2 0 0 1 2 2v10.5a2 2 0 0 1 -2 2h-12a2 2 0 0 1 -2 -2v-10.5a2 2 0 0 1 2 -2ZM4 10h16M8.5 3.5v3.5M15.5 3.5v3.5";
export const chart = "M4 4v16h16M8 15.5l3.5-4.5 3 2.5L20 7";
export const chat =
  "M12 4c-5 0-8.8 3.2-8.8 7.3 0 2.3 1.2 4.3 3.1 5.7-.1 1.1-.5 2.1-1.3 3 1.7-.1 3.2-.7 4.4-1.6.8.2 1.7.3 2.6.3 5 0 8.8-3.3 8.8-7.4S17 4 12 4Z";
export const check = "m5 12.5 4.5 4.5L19 7.5";
export const checks = "m2.5 13 4 4L15 8.5M11.5 16l1 1L21.5 8";
export const clip =
  "m19.5 11-7.7 7.7a4.7 4.7 0 0 1-6.6-6.6l7.9-7.9a3.1 3.1 0 0 1 4.4 4.4l-7.8 7.8a1.6 1.6 0 0 1-2.2-2.2l7.1-7.1";
export const clock = "M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0 -17 0ZM12 7.5V12l3 2";
export const close = "m6 6 12 12M18 6 6 18";
export const desk =
  "M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1 -1.5 1.5h-14a1.5 1.5 0 0 1 -1.5 -1.5v-8a1.5 1.5 0 0 1 1.5 -1.5ZM9 20h6M12 16v4";
export const down = "m6 9.5 6 6 6-6";
export const export_ = "M12 4v11M7.5 11 12 15.5l4.5-4.5M4.5 19.5h15";
export const file =
  "M13.5 3.5h-6A1.5 1.5 0 0 0 6 5v14a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 18 19V8l-4.5-4.5ZM13.5 3.5V8H18";
export const filter = "M4 6.5h16M7 12h10M10 17.5h4";
export const gear =
  "M9 12a3 3 0 1 0 6 0 3 3 0 1 0 -6 0ZM12 3.5v2.3M12 18.2v2.3M20.5 12h-2.3M5.8 12H3.5M18 6l-1.6 1.6M7.6 16.4 6 18M18 18l-1.6-1.6M7.6 7.6 6 6";
export const globe =
  "M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0 -17 0ZM3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17";
export const inbox =
  "M4 13.5 6.3 6a1.5 1.5 0 0 1 1.4-1h8.6a1.5 1.5 0 0 1 1.4 1l2.3 7.5v4A1.5 1.5 0 0 1 18.5 19h-13A1.5 1.5 0 0 1 4 17.5v-4ZM4 13.5h4.5l1.2 2.2h4.6l1.2-2.2H20";
export const list = "M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01";
export const lock =
  "M7.5 10.5h9a2 2 0 0 1 2 2v5.5a2 2 0 0 1 -2 2h-9a2 2 0 0 1 -2 -2v-5.5a2 2 0 0 1 2 -2ZM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5";
export const mail =
  "M5.5 5.5h13a2 2 0 0 1 2 2v9a2 2 0 0 1 -2 2h-13a2 2 0 0 1 -2 -2v-9a2 2 0 0 1 2 -2ZM4 7.5l8 6 8-6";
export const menu = "M4 7h16M4 12h16M4 17h16";
export const moon = "M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7Z";
export const more =
  "M5 12a.5 .5 0 1 0 1 0 .5 .5 0 1 0 -1 0ZM11.5 12a.5 .5 0 1 0 1 0 .5 .5 0 1 0 -1 0ZM18 12a.5 .5 0 1 0 1 0 .5 .5 0 1 0 -1 0Z";
export const mute = "M4.5 9.5v5H8l4.5 4v-13L8 9.5H4.5ZM16 9.5l5 5M21 9.5l-5 5";
export const next = "m9.5 6 6 6-6 6";
export const off =
  "M4 4l16 16M9 6.2A13 13 0 0 1 21 9.5M3 9.5c1.2-1 2.6-1.9 4-2.5M6 13c1-.9 2.2-1.5 3.5-1.9M14 11.2c1.5.3 2.9 1 4 1.9M9.5 16.3a4 4 0 0 1 3.5-.8M12 19v.1";
export const people =
  "M5.7 8.5a3.3 3.3 0 1 0 6.6 0 3.3 3.3 0 1 0 -6.6 0ZM2.8 19.5c.6-3.3 3-5 6.2-5s5.6 1.7 6.2 5M15.5 5.5a3.3 3.3 0 0 1 0 6M17.5 14.9c2 .6 3.3 2.2 3.7 4.6";
export const person =
  "M8.3 8.5a3.7 3.7 0 1 0 7.4 0 3.7 3.7 0 1 0 -7.4 0ZM4.8 20c.8-3.6 3.6-5.5 7.2-5.5s6.4 1.9 7.2 5.5";
export const phone =
  "M9 3.5h6a2 2 0 0 1 2 2v13a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-13a2 2 0 0 1 2 -2ZM11 17.5h2";
export const plus = "M12 5v14M5 12h14";
export const retry = "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 4v4.5H15";
export const search = "M4.5 10.8a6.3 6.3 0 1 0 12.6 0 6.3 6.3 0 1 0 -12.6 0ZM15.5 15.5l4.5 4.5";
export const send = "M12 19V5M5.5 11.5 12 5l6.5 6.5";
export const smile =
  "M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0 -17 0ZM8.5 14c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9 9.5v.5M15 9.5v.5";
export const snooze = "M5 13a7 7 0 1 0 14 0 7 7 0 1 0 -14 0ZM12 9.5V13l2 1.5M4 6l3-2.5M20 6l-3-2.5";
export const sound = "M4.5 9.5v5H8l4.5 4v-13L8 9.5H4.5ZM16 9a4 4 0 0 1 0 6M18.5 6.5a7.5 7.5 0 0 1 0 11";
export const star = "m12 3.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8L12 3.8Z";
export const sun =
  "M8.2 12a3.8 3.8 0 1 0 7.6 0 3.8 3.8 0 1 0 -7.6 0ZM12 3.5v1.5M12 19v1.5M3.5 12H5M19 12h1.5M6 6l1 1M17 17l1 1M18 6l-1 1M7 17l-1 1";
export const swap = "M4 8h14M14.5 4.5 18 8l-3.5 3.5M20 16H6M9.5 12.5 6 16l3.5 3.5";
export const why =
  "M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0 -17 0ZM9.6 9.5c.2-1.3 1.2-2 2.4-2 1.4 0 2.4.9 2.4 2.1 0 1.8-2.3 2-2.3 3.7M12 16.2v.1";
