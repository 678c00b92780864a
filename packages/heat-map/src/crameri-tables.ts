/**
 * Two of the Scientific colour maps, every fifth of the 256 published colours; linear interpolation between them is off
 * by less than one level of 255. Perceptually uniform and legible with colour-vision deficiencies: Crameri, Shephard,
 * Heron, "The misuse of colour in science communication", Nature Communications 11, 5444 (2020).
 * Copyright (c) 2020 Fabio Crameri, MIT licence, https://www.fabiocrameri.ch/colourmaps.
 */

/** Dark blue, white, dark red. */
export const vik = `
  001261 011a66 02226b 022a70 023175 02397a 03417f 034984 055189 08598f 106294 196b9a 2575a1
  337fa8 4289af 5194b6 619ebd 71a8c4 80b2ca 90bcd1 a0c5d8 b0cfde c0d8e4 cfe0e8 dee6e9 e8e7e5
  eee3dc eedbd0 ecd1c3 e8c8b5 e4bea8 dfb49a dbaa8d d7a081 d39774 cf8e68 cc855d c87c51 c47445
  c06b3a bc622f b65824 af4c18 a5400f 9a3508 8f2b06 852206 7c1b06 731406 6a0d07 620607 590008`;

/** Black, red, orange, pale yellow. */
export const lajolla = `
  191900 1e1b02 221c05 261e08 2b200a 30210d 352310 3b2513 412716 482a1a 502c1d 572f21 603226
  69352b 72382f 7b3b34 853e39 8f403d 9a4340 a44544 af4846 b94a48 c24d4a ca514b d1564c d75c4d
  db634e dd694f e0704f e17650 e37c50 e48251 e58851 e68e51 e79452 e99a52 ea9f53 eba553 ecab54
  edb154 efb856 f0be58 f2c55b f4cd61 f5d46b f7dc77 f9e384 fbea93 fcf0a2 fdf5b0 fefabe fffecb`;
