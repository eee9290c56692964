#!/usr/bin/env python3
"""Makes the two fonts of the default theme again. See README.md beside this file.

    python3 subset.py NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc OUTPUT_FOLDER
"""

import pathlib
import sys

from fontTools import subset

HERE = pathlib.Path(__file__).parent
# Noto Sans CJK SC is the third font of the collection.
SIMPLIFIED_CHINESE = 2
# Beside the table: ASCII, Latin-1, pinyin and Greek; punctuation, symbols and full-width forms.
RANGES = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x100, 0x17F), (0x1CD, 0x1DC), (0x391, 0x3A9), (0x3B1, 0x3C9),
    (0x2010, 0x2027), (0x2030, 0x203E), (0x2070, 0x2089), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x2199), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x266F), (0x2700, 0x27BF),
    (0x3000, 0x303F), (0x3220, 0x3229), (0x3380, 0x33DF), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
]


def characters():
    table = (HERE / "general-standard.txt").read_text(encoding="utf-8").replace("\n", "")
    assert len(table) == len(set(table)) == 8105
    return {ord(it) for it in table} | {it for first, last in RANGES for it in range(first, last + 1)}


def write(source, target):
    options = subset.Options()
    options.font_number = SIMPLIFIED_CHINESE
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = []
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "GlyphOrder"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    subset.save_font(font, target, options)


if __name__ == "__main__":
    regular, bold, folder = sys.argv[1:]
    write(regular, pathlib.Path(folder) / "regular.otf")
    write(bold, pathlib.Path(folder) / "bold.otf")
