"""Opens the workbooks of the demo in LibreOffice and holds what it reckons against the scorecards: python3 check.py SANSANG WORKSPACE.

Every result that is stored with a formula is wiped out first, so that the totals are LibreOffice's own; a form that needs
a repair, or a formula that another program reads otherwise, gives another number or none.
"""
import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

# Always reckon anew when a workbook is opened.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
# Column of the form and figure of the scorecard's total.
FIGURES = [
    (3, "max"), (8, "declared"), (9, "evidenced"), (10, "measured/low"), (11, "measured/high"), (12, "official/low"),
    (13, "official/high"),
]
# CSV: comma, quotes, UTF-8, cells as numbers and not as they are shown, every sheet a file.
CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1'


def wiped(source, target):
    """A copy whose formulas have no results; returns how many formulas there are."""
    formulas = 0
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in book.infolist():
            text = book.read(part)
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part.filename):
                text, n = re.subn(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", text)
                formulas += n
            copy.writestr(part, text)
    return formulas


def cells(office, home, book):
    """The first sheet of a workbook as LibreOffice reckons it."""
    out = home / "csv"
    shutil.rmtree(out, ignore_errors=True)
    command = [office, "--headless", "--norestore", f"-env:UserInstallation={(home / 'profile').as_uri()}",
               "--convert-to", CSV, "--outdir", str(out), str(book)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    sheets = sorted(out.glob("*.csv"), key=lambda path: path.stat().st_mtime_ns)
    if done.returncode or not sheets:
        sys.exit(f"LibreOffice: {done.stdout} {done.stderr}")
    return [list(csv.reader(io.StringIO(sheet.read_text(encoding="utf-8")))) for sheet in sheets]


def main():
    program, workspace = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    office = shutil.which("soffice") or shutil.which("libreoffice") or sys.exit("there is no soffice")
    wrong = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        home = pathlib.Path(home)
        (home / "profile/user").mkdir(parents=True)
        (home / "profile/user/registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        for unit in ["hai-ha", "mau-a", "mau-b"]:
            book = home / f"{unit}.xlsx"
            formulas = wiped(next(workspace.glob(f"reports/*/{unit}.xlsx")), book)
            if formulas < 20:
                wrong.append(f"{unit}: only {formulas} formulas")
            score = [program, "score", "-C", workspace, unit, "--format", "json"]
            total = json.loads(subprocess.run(score, capture_output=True, check=True).stdout)["total"]
            sheets = cells(office, home, book)
            rows = [row for sheet in sheets for row in sheet if len(row) > 13 and row[2] == "TỔNG CỘNG"]
            if len(rows) != 1:
                sys.exit(f"{unit}: {len(rows)} rows of totals")
            for column, path in FIGURES:
                figure = total
                for key in path.split("/"):
                    figure = figure[key]
                told = rows[0][column]
                if told == "" or round(float(told.replace(",", ".")) * 100) != round(float(figure) * 100):
                    wrong.append(f"{unit}: {path} is {figure}, LibreOffice reckons {told!r}")
            broken = [cell for sheet in sheets for row in sheet for cell in row if re.match(r"#[A-Z/0!]+[!?]?$|Err:\d+", cell)]
            if broken:
                wrong.append(f"{unit}: {broken[:3]}")
            print(f"{unit}: {formulas} formulas reckoned anew, {len(FIGURES)} totals compared")
        ranking = cells(office, home, next(workspace.glob("reports/*/ranking.xlsx")))
        if not any("1–2/3" in cell for sheet in ranking for row in sheet for cell in row):
            wrong.append("ranking: the ranks are not there")
    for told in wrong:
        print(told, file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
