# The same as `python3 tasks.py TASK`, in fewer letters. More words go in ARGS:
#     make test ARGS="-x tests/test_layers.py"
PYTHON ?= python3
TASKS := report test check lab bench validate lock clean

.PHONY: help $(TASKS)

help:
	@$(PYTHON) tasks.py --help

$(TASKS):
	@$(PYTHON) tasks.py $@ $(ARGS)
