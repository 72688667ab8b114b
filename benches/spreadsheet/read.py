"""Reads the first sheet of a workbook and prints seconds and megabytes: python3 read.py pandas|calamine FILE."""
import resource
import sys
import time


def peak():
    """The peak of this process's memory in kilobytes; `ru_maxrss` counts what the process had that started it, too."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


name, path = sys.argv[1:]
if name == "pandas":
    import pandas

    began = time.perf_counter()
    rows = len(pandas.read_excel(path, engine="openpyxl"))
else:
    from python_calamine import CalamineWorkbook

    began = time.perf_counter()
    rows = len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1
seconds = time.perf_counter() - began
assert rows == 200_000, rows
print(f"{seconds:.3f} {peak() // 1024}")
