"""Are completions kept together that belong together?"""

import pandas as pd
import pytest

import csat_methods as cs

FRAME = pd.DataFrame({"q": [1.0, 2, 3], "w": [1.0, 2, 1]})


def test_each_frame_becomes_a_wave_of_one_design():
    made = cs.Imputations.from_frames([FRAME, FRAME + 1], weights="w")
    assert len(made) == 2
    assert [w.design.weighted for w in made] == [True, True]
    assert "2 imputations of 3 people" in repr(made)
    assert made.key == cs.Imputations.from_frames([FRAME, FRAME + 1], weights="w").key


@pytest.mark.parametrize(
    ("frames", "why"),
    [
        ([FRAME], "frames=1 must be at least two"),
        ([FRAME, FRAME.head(2)], r"frames\[1\] has other rows"),
        ([FRAME, FRAME.rename(columns={"q": "x"})], r"frames\[1\] has other rows"),
    ],
)
def test_frames_that_do_not_belong_together_are_refused(frames, why):
    with pytest.raises(ValueError, match=why):
        cs.Imputations.from_frames(frames)
