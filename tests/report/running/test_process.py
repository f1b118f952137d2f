"""Does the process of a wave begin light, and are its words free of noise?"""

import json
import subprocess
import sys

from csat_methods.report.job import Job
from csat_methods.report.watch import environment

NOISY = """
import os, sys
import csat_methods.report.process as process

def begin(job, tell):
    print("printed")
    os.system("echo from a shell")
    os.write(1, b"to the descriptor\\n")
    tell({"say": "end", "read": sys.stdin.read(), "path": job.path})

process.begin = begin
process.main()
"""


def test_noise_goes_to_the_log_and_words_to_the_parent():
    job = Job("پیمایش.yaml", "b", "c")
    with subprocess.Popen(
        [sys.executable, "-c", NOISY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        process.stdin.write(json.dumps(job.to_json()).encode() + b"\n")
        process.stdin.flush()
        said = process.stdout.read()
        noise = process.stderr.read().decode()
        process.stdin.close()
    assert json.loads(said) == {"say": "end", "read": "", "path": "پیمایش.yaml"}
    assert sorted(noise.splitlines()) == [
        "from a shell",
        "printed",
        "to the descriptor",
    ]


def test_what_no_notebook_needs_is_not_loaded():
    code = """
import sys, types
child = types.ModuleType("csat_methods.report.child")
child.work = lambda job, tell: {}
sys.modules[child.__name__] = child
from csat_methods.report import process
process.begin(None, print)
import nbformat
nbformat.validate(nbformat.v4.new_notebook())
print([sys.modules[name] for name in process.UNNEEDED])
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert ran.stdout.splitlines() == ["{'say': 'end'}", "[None, None]"]


def test_the_process_starts_light():
    code = "import sys, csat_methods.report.process; print('pandas' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert ran.stdout == "False\n"
