"""Gives a unit of the demo names and records as hostile and as long as they may be: python3 hostile.py WORKSPACE.

Markup, a formula, marks that turn the direction of reading, and words without a blank to break at. What is too long for a
name is refused by the program itself; these are just short enough.
"""
import csv
import io
import pathlib
import sys

UNIT = "mau-b"
EVIL = '<script>alert(1)</script> =HYPERLINK("http://x.invalid") \u202ecba\u202c '
LONG = EVIL + "Đơn vị có tên dài đến mức không dòng nào chứa hết " * 3 + "Đ" * 250
# What each is called from now on, in the profile and in the exports alike.
NAMES = {"Huyện mẫu B": LONG, "Xã 01": LONG.replace("Đơn vị", "Xã"), "Xã 02": "W" * 900}
# Exports whose records no other export names.
RECORDS = ("van-ban-di", "ho-so-cong-viec", "ho-so-mot-cua", "cuoc-hop", "nhiem-vu", "phan-anh")
RECORD = "<img src=x onerror=alert(1)>=1+1 "


def quoted(text):
    escaped = "".join(f"\\u{ord(c):04X}" if c in '"\u202e\u202c' else c for c in text)
    return f'"{escaped}"'


def replaced(text, old, new):
    if old not in text:
        sys.exit(f"the demo's profile no longer says {old}")
    return text.replace(old, new)


def main():
    workspace = pathlib.Path(sys.argv[1])
    profile = workspace / "units" / f"{UNIT}.toml"
    text = profile.read_text(encoding="utf-8")
    text = replaced(text, '"Sample District B"', quoted(LONG))
    for name, hostile in NAMES.items():
        text = replaced(text, f'"{name}"', quoted(hostile))
    profile.write_text(text, encoding="utf-8")
    changed = 0
    for export in sorted((workspace / "exports" / UNIT).glob("*.csv")):
        text = export.read_text(encoding="utf-8-sig")
        head = text.splitlines()[1]
        delimiter = max(",;", key=head.count)
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        for n, row in enumerate(rows[2:]):
            row[:] = [NAMES.get(cell, cell) for cell in row]
            # The number of a record stands first, or behind the number of the line.
            at = 1 if row[0].isdigit() else 0
            if n % 3 == 0 and export.stem in RECORDS:
                row[at] = RECORD + row[at] + "X" * (200 if n % 2 else 400)
                changed += 1
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        export.write_text(out.getvalue(), encoding="utf-8")
    if changed < 100:
        sys.exit(f"only {changed} records were changed")


main()
