"""Is all that a wave needs loaded before the first one is forked?"""

import subprocess
import sys


def test_a_wave_forked_from_the_server_imports_nothing_heavy_any_more():
    code = """
import sys
import csat_methods.report.warm
needed = {"pandas", "scipy", "matplotlib", "papermill", "nbconvert", "IPython",
          "seaborn", "openpyxl", "xlsxwriter", "factor_analyzer", "scipy.stats",
          "csat_methods.gaps.gap_scores", "csat_methods.report.render",
          "csat_methods.plots.trend_figures"}
print(sorted(needed - set(sys.modules)), sys.modules["rfc3987_syntax"])
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True
    )
    assert (ran.stdout, ran.stderr) == ("[] None\n", "")


def test_a_wave_of_the_server_loads_next_to_nothing(shop, tmp_path):
    code = """
import sys
import csat_methods.report.warm
from csat_methods.report.job import Job
from csat_methods.report.process import begin
before = set(sys.modules)
begin(Job(*sys.argv[1:4], languages=("en", "fa"), notebooks=sys.argv[4]), said.append)
print(said[-1]["state"], len(set(sys.modules) - before))
"""
    work = tmp_path / "work"
    work.mkdir()
    places = map(str, (shop.wave, work, tmp_path / "memo", shop.notebooks))
    ran = subprocess.run(
        [sys.executable, "-c", f"said = []{code}", *places],
        capture_output=True,
        check=False,
        text=True,
    )
    state, loaded = ran.stdout.split()
    assert (state, ran.stderr) == ("done", "")
    assert int(loaded) < 60


def test_the_server_has_one_thread_only():
    code = "import threading, csat_methods.report.warm; print(threading.active_count())"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert ran.stdout == "1\n"
