/** Every row of the requirements by its name: obligations of both documents (G, J) and resolutions (A). Data, by hand. */
export const clauses: ReadonlySet<string> = new Set(
  [
    'G-2.1a G-2.1b1 G-2.1b2 G-2.1b3 G-2.1c G-2.1d G-2.2a G-2.2b G-2.2c G-2.3a G-2.3b G-2.3c G-3.1',
    'G-3.2.1 G-3.2.2a G-3.2.2b G-3.2.2c G-3.2.3a G-3.2.3b G-3.2.4a G-3.2.4b G-3.3.1a G-3.3.1b G-3.3.1c',
    'G-3.3.2.1 G-3.3.2.1r G-3.3.2.1a G-3.3.2.1b G-3.3.2.1c G-3.3.2.2a G-3.3.2.2b G-3.3.2.3a G-3.3.2.3b',
    'G-3.3.3a G-3.3.3b G-3.3.3c G-3.3.3d G-3.3.4a G-3.3.4b G-3.3.4c G-4.1 G-4.2.1a G-4.2.1b G-4.2.2',
    'G-4.2.3 G-4.2.4 G-5.1a G-5.1b G-5.1c G-5.2a G-5.2b G-5.2c G-5.2d G-5.3a G-5.3b G-5.3c G-5.3d G-A.1',
    'G-A.2 J-0 J-2 J-4 J-5 J-6 J-7 J-8 J-9a J-9b J-10a J-10b J-10c J-11a J-11b J-11c J-12a J-12b J-13',
    'J-14a J-14b J-15a J-15b J-15c J-16a J-16b J-16c J-16d J-17 J-18a J-18b J-18c J-19 J-20a J-20b J-21a',
    'J-21b J-21c J-21d J-22 J-23 J-24 J-25 J-26 J-27 J-28 A1 A2 A2b A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13',
    'A14 A15 A16 A16b A17 A18 A19 A20 A21 A22 A23 A24 A25 A26 A27 A28 A29 A30 A31 A32 A33 A34 A35 A36',
    'A37 A38 A39 A40 A41 A42 A43 A44 A45 A46 A47 A48 A49 A50 A51 A52 A53 A54 A55',
  ].flatMap(line => line.split(' ')),
);
