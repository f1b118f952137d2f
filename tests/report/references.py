"""Which place in results.json does each number of a page name?"""

import re

ROW = re.compile(r'<tr data-of="([^"]*)">.*?</tr>', re.DOTALL)


def absolute(page):
    """Return a page whose numbers name their whole place, the row's first."""
    return ROW.sub(
        lambda row: row[0].replace('data-ref=".', f'data-ref="{row[1]}.'), page
    )
