"""Is all that a wave needs loaded before the first one is forked?"""

import subprocess
import sys


def test_a_wave_forked_from_the_server_imports_nothing_heavy_any_more():
    code = """
import sys
import csat_methods.report.warm
needed = {"pandas", "scipy", "matplotlib", "papermill", "nbconvert", "IPython",
          "csat_methods.gaps.gap_scores", "csat_methods.report.render"}
print(sorted(needed - set(sys.modules)), sys.modules["rfc3987_syntax"])
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True
    )
    assert (ran.stdout, ran.stderr) == ("[] None\n", "")
